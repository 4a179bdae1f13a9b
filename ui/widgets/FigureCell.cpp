#include "ui/widgets/FigureCell.h"

#include "ui/theme/StyleSheet.h"

#include <QLabel>
#include <QVBoxLayout>
#include <QVariant>

namespace ui {

FigureCell::FigureCell(const QString &caption, const QString &explanation, QWidget *parent)
    : QWidget(parent), m_caption(new QLabel(caption, this)), m_figure(new QLabel(this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(1);
    layout->addWidget(m_caption);
    layout->addWidget(m_figure);
    m_caption->setProperty("tone", QStringLiteral("heading"));
    m_figure->setProperty("tone", QStringLiteral("figure"));
    setToolTip(explanation);
    setAccessibleName(caption);
}

void FigureCell::setFigure(const QString &text, const QString &tone)
{
    if (text == m_figure->text() && m_figure->property("tone") == tone)
        return;
    m_figure->setText(text);
    m_figure->setAccessibleName(QStringLiteral("%1: %2").arg(m_caption->text(), text));
    setStyleProperty(m_figure, "tone", tone);
}

void FigureCell::setCaption(const QString &caption)
{
    m_caption->setText(caption);
    setAccessibleName(caption);
}

QString FigureCell::figure() const
{
    return m_figure->text();
}

} // namespace ui
