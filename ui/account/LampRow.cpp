#include "ui/account/LampRow.h"

#include "ui/theme/StyleSheet.h"
#include "ui/widgets/LampWords.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVariant>

namespace ui {

namespace {

QString offsetText(core::Duration offset)
{
    const auto millis = qlonglong(std::chrono::duration_cast<std::chrono::milliseconds>(offset).count());
    if (millis == 0)
        return LampRow::tr("When it was last judged, there was less than 1 ms between the two.");
    return millis < 0 ? LampRow::tr("When it was last judged, this computer was %1 ms ahead.").arg(-millis)
                      : LampRow::tr("When it was last judged, this computer was %1 ms behind.").arg(millis);
}

/// What the engine says, how far the clocks are apart, what that means and what helps.
QString clockText(const core::ClockJudged &clock)
{
    QStringList lines{QString::fromStdString(clock.detail)};
    if (clock.offset)
        lines += offsetText(*clock.offset);
    if (!clock.allowsEntries)
        lines += LampRow::tr("No entry leaves until the clocks agree. Exits and cancels still go.");
    if (clock.offset && !(clock.isGood && clock.allowsEntries))
        lines += LampRow::tr("Set this computer's time: in Windows under Settings, Time & language, Date & time, "
                             "Sync now.");
    return lines.join(QLatin1Char('\n'));
}

} // namespace

LampRow::LampRow(QWidget *parent) : QWidget(parent), m_layout(new QHBoxLayout(this))
{
    setAccessibleName(tr("State of the components"));
    m_layout->setContentsMargins(8, 2, 8, 2);
    m_layout->setSpacing(16);
}

void LampRow::showLamps(const std::vector<core::Lamp> &lamps, const std::optional<core::ClockJudged> &clock)
{
    while (m_labels.size() < lamps.size()) {
        m_labels.push_back(new QLabel(this));
        m_layout->addWidget(m_labels.back());
    }
    for (std::size_t index = 0; index < m_labels.size(); ++index) {
        QLabel *label = m_labels[index];
        label->setVisible(index < lamps.size());
        if (index >= lamps.size())
            continue;
        const core::Lamp &lamp = lamps[index];
        const QString word = lampWord(lamp.name);
        const QString detail = QString::fromStdString(lamp.detail);
        label->setText(lamp.isGood ? QStringLiteral("● %1").arg(word)
                                   : QStringLiteral("▲ %1: %2").arg(word, shortened(detail)));
        label->setToolTip(lamp.name == "clock" && clock ? clockText(*clock) : detail);
        label->setAccessibleName(lamp.isGood ? tr("%1 is well, %2").arg(word, detail)
                                             : tr("%1 is not well, %2").arg(word, detail));
        setStyleProperty(label, "tone", lamp.isGood ? QStringLiteral("good") : QStringLiteral("warning"));
    }
}

/// The whole is in the tooltip: a long sentence must not make the window wider.
QString LampRow::shortened(const QString &detail) const
{
    constexpr int letters = 44;
    return fontMetrics().elidedText(detail, Qt::ElideRight, fontMetrics().averageCharWidth() * letters);
}

QString LampRow::toolTipOf(const QString &word) const
{
    for (const QLabel *label : m_labels)
        if (!label->isHidden() && label->text().contains(word))
            return label->toolTip();
    return {};
}

QStringList LampRow::texts() const
{
    QStringList texts;
    for (const QLabel *label : m_labels)
        if (!label->isHidden())
            texts += label->text();
    return texts;
}

} // namespace ui
