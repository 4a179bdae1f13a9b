#include "ui/mainwindow/StartFailure.h"

#include "ui/widgets/ErrorPanel.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace ui {

StartFailure::StartFailure(const core::Error &error, bool offersDemo, QWidget *parent)
    : QDialog(parent), m_panel(new ErrorPanel(this)), m_retry(new QPushButton(tr("Try again"), this)),
      m_demo(new QPushButton(tr("Start the demo"), this)), m_quit(new QPushButton(tr("Quit"), this))
{
    setWindowTitle(tr("Countersign cannot start"));
    auto *heading = new QLabel(tr("Countersign could not start"), this);
    heading->setProperty("tone", QStringLiteral("symbol"));
    m_panel->setClosable(false);
    m_panel->showError(errorText(troubleOf(error), QString::fromStdString(core::describe(error))));
    m_demo->setVisible(offersDemo);
    m_retry->setDefault(true);
    m_retry->setFocus();
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    for (QPushButton *button : {m_quit, m_demo, m_retry}) {
        button->setAccessibleName(button->text());
        buttons->addWidget(button);
    }
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 20, 24, 16);
    layout->setSpacing(16);
    layout->addWidget(heading);
    layout->addWidget(m_panel);
    layout->addStretch();
    layout->addLayout(buttons);
    resize(fontMetrics().averageCharWidth() * 100, sizeHint().height());
    connect(m_retry, &QPushButton::clicked, this, [this] { choose(Choice::Retry); });
    connect(m_demo, &QPushButton::clicked, this, [this] { choose(Choice::Demo); });
    connect(m_quit, &QPushButton::clicked, this, [this] { choose(Choice::Quit); });
}

void StartFailure::choose(Choice choice)
{
    m_choice = choice;
    close();
}

} // namespace ui
