#include "ui/widgets/EmptyState.h"

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace ui {

EmptyState::EmptyState(const QString &title, const QString &why, QWidget *parent)
    : QWidget(parent), m_title(new QLabel(this)), m_why(new QLabel(this)),
      m_action(new QPushButton(this))
{
    m_title->setProperty("tone", QStringLiteral("title"));
    m_why->setProperty("tone", QStringLiteral("muted"));
    for (QLabel *label : {m_title, m_why}) {
        label->setAlignment(Qt::AlignCenter);
        label->setWordWrap(true);
    }
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 24, 24, 24);
    layout->setSpacing(8);
    layout->addStretch();
    layout->addWidget(m_title);
    layout->addWidget(m_why);
    layout->addWidget(m_action, 0, Qt::AlignHCenter);
    layout->addStretch();
    m_action->hide();
    connect(m_action, &QPushButton::clicked, this, &EmptyState::actionTriggered);
    setTexts(title, why);
}

void EmptyState::setTexts(const QString &title, const QString &why)
{
    m_title->setText(title);
    m_why->setText(why);
    setAccessibleName(title);
    setAccessibleDescription(why);
}

QString EmptyState::why() const
{
    return m_why->text();
}

void EmptyState::setAction(const QString &text)
{
    m_action->setText(text);
    m_action->setAccessibleName(text);
    m_action->setVisible(!text.isEmpty());
}

} // namespace ui
