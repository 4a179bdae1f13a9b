#include "ui/desk/AsideBar.h"

#include "ui/desk/CardText.h"
#include "ui/desk/DeskButton.h"
#include "ui/format/Numbers.h"
#include "ui/format/Times.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace ui {

AsideBar::AsideBar(QWidget *parent) : QWidget(parent), m_layout(new QVBoxLayout(this))
{
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(4);
    hide();
}

AsideBar::Line AsideBar::snoozedLine(const core::ProposalView &view)
{
    const QString what = QStringLiteral("%1 %2 %3").arg(symbolText(view), sideText(view.proposal.side),
                                                        quantityText(view.proposal.quantity));
    const QString when = view.wakePrice
                             ? tr("until %1").arg(priceText(view.wakePrice, tickOf(view)))
                             : tr("back in %1").arg(durationText(view.snoozeLeft.value_or(core::Duration())));
    return {.key = QStringLiteral("card ") + text(view.proposal.id.text()),
            .words = tr("☾ Snoozed: %1, %2 · expires in %3").arg(what, when, durationText(view.timeLeft)),
            .button = tr("Look now"),
            .hint = tr("Bring the card of %1 back").arg(symbolText(view)),
            .press = [this, id = view.proposal.id] { Q_EMIT wakeAsked(id); }};
}

std::vector<AsideBar::Line> AsideBar::linesOf(const core::EngineSnapshot &snapshot)
{
    std::vector<Line> lines;
    for (const core::ProposalView &view : snapshot.waiting)
        if (view.state == core::ProposalState::Snoozed)
            lines.push_back(snoozedLine(view));
    for (const core::BotView &bot : snapshot.bots)
        if (bot.isPaused)
            lines.push_back({.key = QStringLiteral("bot ") + text(bot.id.text()),
                             .words = tr("‖ Paused: %1 (%2) makes no entries; its exits go on")
                                          .arg(text(bot.id.text()), text(bot.strategy)),
                             .button = tr("Resume"),
                             .hint = tr("Let %1 make entries again").arg(text(bot.id.text())),
                             .press = [this, id = bot.id] { Q_EMIT resumeAsked(id); }});
    for (const core::InstrumentId &instrument : snapshot.muted)
        lines.push_back({.key = QStringLiteral("instrument ") + text(instrument.text()),
                         .words = tr("⊘ Muted today: %1; no entries, exits go on").arg(text(instrument.symbol)),
                         .button = tr("Unmute"),
                         .hint = tr("Hear signals on %1 again").arg(text(instrument.symbol)),
                         .press = [this, instrument] { Q_EMIT hearAsked(instrument); }});
    return lines;
}

void AsideBar::setSnapshot(const core::EngineSnapshot &snapshot)
{
    const std::vector<Line> lines = linesOf(snapshot);
    QStringList keys;
    for (const Line &line : lines)
        keys += line.key;
    if (keys != m_keys) {
        rebuild(lines);
        m_keys = keys;
    }
    for (int i = 0; i < int(lines.size()); ++i) {
        const QWidget *row = m_layout->itemAt(i)->widget();
        row->findChild<QLabel *>()->setText(lines[std::size_t(i)].words);
    }
    setVisible(!lines.empty());
}

/// A row of its own per key, so that no button changes its meaning under a finger.
void AsideBar::rebuild(const std::vector<Line> &lines)
{
    while (QLayoutItem *item = m_layout->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater(); // one of its buttons may be in the middle of its click
        delete item;
    }
    for (const Line &line : lines) {
        auto *row = new QWidget(this);
        auto *layout = new QHBoxLayout(row);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->setSpacing(8);
        auto *words = new QLabel(line.words, row);
        words->setProperty("tone", QStringLiteral("muted"));
        words->setWordWrap(true);
        words->setTextFormat(Qt::PlainText);
        auto *button = new DeskButton(line.button, DeskButton::Effect::Harmless, row);
        button->setProperty("density", QStringLiteral("compact"));
        button->setToolTip(line.hint);
        button->setAccessibleName(line.hint);
        layout->addWidget(words, 1);
        layout->addWidget(button);
        connect(button, &QPushButton::clicked, this, line.press);
        m_layout->addWidget(row);
    }
}

} // namespace ui
