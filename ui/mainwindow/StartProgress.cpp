#include "ui/mainwindow/StartProgress.h"

#include "ui/widgets/ModeFrame.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

namespace ui {

StartProgress::StartProgress(core::Destination destination, QWidget *parent)
    : ModeDialog(parent), m_step(new QLabel(this)), m_warning(new QLabel(this)),
      m_cancel(new QPushButton(tr("Cancel"), this))
{
    setTitle(tr("Countersign connects"));
    wear(destination);
    auto *heading = new QLabel(modeLook(destination).sentence, this);
    heading->setProperty("tone", QStringLiteral("symbol"));
    heading->setWordWrap(true);
    m_step->setWordWrap(true);
    m_warning->setWordWrap(true);
    m_warning->setVisible(false);
    auto *bar = new QProgressBar(this);
    bar->setRange(0, 0);
    bar->setAccessibleName(tr("The venue is being asked"));
    m_cancel->setAccessibleName(m_cancel->text());
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(m_cancel);
    auto *layout = new QVBoxLayout(this);
    constexpr int margin = ModeFrame::width + 18;
    layout->setContentsMargins(margin, margin, margin, margin);
    layout->setSpacing(14);
    for (QWidget *part : {static_cast<QWidget *>(heading), static_cast<QWidget *>(m_step),
                          static_cast<QWidget *>(bar), static_cast<QWidget *>(m_warning)})
        layout->addWidget(part);
    layout->addStretch();
    layout->addLayout(buttons);
    resize(fontMetrics().averageCharWidth() * 80, sizeHint().height());
    connect(m_cancel, &QPushButton::clicked, this, &QWidget::close);
}

void StartProgress::showStep(const QString &sentence)
{
    m_step->setText(sentence);
}

void StartProgress::showWarning(const QString &sentence)
{
    m_warning->setText(sentence);
    m_warning->setVisible(true);
}

QString StartProgress::text() const
{
    return m_step->text();
}

} // namespace ui
