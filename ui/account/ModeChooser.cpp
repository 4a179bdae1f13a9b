#include "ui/account/ModeChooser.h"


#include <QHBoxLayout>
#include <QPushButton>

namespace ui {

namespace {

QString explanation(core::DecisionMode mode)
{
    switch (mode) {
    case core::DecisionMode::Manual: return ModeChooser::tr("Signals are advice; nothing is proposed.");
    case core::DecisionMode::Hybrid: return ModeChooser::tr("No entry leaves without your yes.");
    case core::DecisionMode::Auto: return ModeChooser::tr("Entries leave without asking you.");
    }
    return {};
}

} // namespace

QString decisionModeText(core::DecisionMode mode)
{
    switch (mode) {
    case core::DecisionMode::Manual: return ModeChooser::tr("Manual");
    case core::DecisionMode::Hybrid: return ModeChooser::tr("Hybrid");
    case core::DecisionMode::Auto: return ModeChooser::tr("Auto");
    }
    return {};
}

ModeChooser::ModeChooser(QWidget *parent) : QWidget(parent)
{
    setAccessibleName(tr("Who decides"));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    for (const auto mode :
         {core::DecisionMode::Manual, core::DecisionMode::Hybrid, core::DecisionMode::Auto}) {
        auto *button = new QPushButton(decisionModeText(mode), this);
        button->setCheckable(true);
        button->setProperty("density", QStringLiteral("compact"));
        button->setToolTip(explanation(mode));
        button->setAccessibleName(tr("Decide: %1").arg(decisionModeText(mode)));
        button->setAccessibleDescription(explanation(mode));
        layout->addWidget(button);
        m_buttons[std::size_t(mode)] = button;
        connect(button, &QPushButton::clicked, this, [this, mode] {
            setMode(m_mode); // a click checks the button, but only the engine changes the mode
            if (mode != m_mode)
                Q_EMIT requested(mode);
        });
    }
    setMode(m_mode);
}

void ModeChooser::setMode(core::DecisionMode mode)
{
    m_mode = mode;
    for (std::size_t index = 0; index < m_buttons.size(); ++index)
        m_buttons[index]->setChecked(index == std::size_t(mode));
}

QPushButton &ModeChooser::button(core::DecisionMode mode)
{
    return *m_buttons[std::size_t(mode)];
}

} // namespace ui
