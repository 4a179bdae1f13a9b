#include "ui/chart/ChartLevels.h"

#include "ui/format/Numbers.h"
#include "ui/format/Times.h"

#include <QCoreApplication>

#include <algorithm>

namespace ui {

namespace {

QString translated(const char *text)
{
    return QCoreApplication::translate("ui::ChartLevels", text);
}

ChartLevel levelAt(LevelKind kind, core::Price price, const core::InstrumentId &instrument, QString label)
{
    const core::Decimal tick = core::usualInstrument(instrument).tickSize;
    return {.kind = kind,
            .price = price.toDouble(),
            .label = std::move(label),
            .tag = priceText(price, tick)};
}

QString withMoney(const char *text, const std::optional<core::Money> &money)
{
    return money ? translated(text).arg(moneyText(*money)) : translated(text).arg(absentText());
}

QString entryText(const core::Proposal &proposal)
{
    const bool isBuy = proposal.side == core::Side::Buy;
    const bool isLimit = proposal.orderType == core::OrderType::Limit;
    const char *text = isBuy ? (isLimit ? QT_TRANSLATE_NOOP("ui::ChartLevels", "▲ Buy %1 limit")
                                        : QT_TRANSLATE_NOOP("ui::ChartLevels", "▲ Buy %1 market"))
                             : (isLimit ? QT_TRANSLATE_NOOP("ui::ChartLevels", "▼ Sell %1 limit")
                                        : QT_TRANSLATE_NOOP("ui::ChartLevels", "▼ Sell %1 market"));
    return translated(text).arg(quantityText(proposal.quantity));
}

void addTarget(std::vector<ChartLevel> &levels, const core::ProposalView &card)
{
    const core::Proposal &proposal = card.proposal;
    if (!proposal.targetPrice)
        return;
    const char *text = card.isTargetWatched //: By this program; the venue will have no such order
                           ? QT_TRANSLATE_NOOP("ui::ChartLevels", "Target, held here, gains %1")
                           : QT_TRANSLATE_NOOP("ui::ChartLevels", "Target, gains %1");
    levels.push_back(levelAt(card.isTargetWatched ? LevelKind::HeldTarget : LevelKind::Target, *proposal.targetPrice,
                             proposal.signal.series.instrument, withMoney(text, proposal.gainAtTarget)));
}

void addProposal(std::vector<ChartLevel> &levels, const core::ProposalView &card)
{
    const core::Proposal &proposal = card.proposal;
    const core::InstrumentId &instrument = proposal.signal.series.instrument;
    const bool isLimit = proposal.orderType == core::OrderType::Limit && proposal.limitPrice;
    levels.push_back(levelAt(LevelKind::Entry, isLimit ? *proposal.limitPrice : proposal.referencePrice,
                             instrument, entryText(proposal)));
    if (proposal.stopPrice)
        levels.push_back(levelAt(
            LevelKind::Stop, *proposal.stopPrice, instrument,
            withMoney(QT_TRANSLATE_NOOP("ui::ChartLevels", "Stop, loses %1"), proposal.lossAtStop)));
    addTarget(levels, card);
}

void addPosition(std::vector<ChartLevel> &levels, const core::PositionView &position)
{
    const char *text = position.quantity.sign() > 0
                           ? QT_TRANSLATE_NOOP("ui::ChartLevels", "Long %1, %2")
                           : QT_TRANSLATE_NOOP("ui::ChartLevels", "Short %1, %2");
    levels.push_back(levelAt(LevelKind::Position, position.averagePrice, position.instrument,
                             translated(text).arg(quantityText(position.quantity.abs()),
                                                  signedMoneyText(position.unrealisedPnl))));
    if (position.stopPrice)
        levels.push_back(levelAt(LevelKind::Stop, *position.stopPrice, position.instrument,
                                 translated(QT_TRANSLATE_NOOP("ui::ChartLevels", "Position stop"))));
    if (position.targetPrice)
        levels.push_back(levelAt(LevelKind::Target, *position.targetPrice, position.instrument,
                                 translated(QT_TRANSLATE_NOOP("ui::ChartLevels", "Position target"))));
    else if (position.watchedTarget)
        levels.push_back(levelAt(LevelKind::HeldTarget, *position.watchedTarget, position.instrument,
                                 //: By this program; the venue has no such order
                                 translated(QT_TRANSLATE_NOOP("ui::ChartLevels", "Position target, held here"))));
}

} // namespace

std::optional<core::Price> livePrice(const core::EngineSnapshot &snapshot, const core::SeriesView &view)
{
    const auto quote = snapshot.quotes.find(view.id.instrument);
    if (quote != snapshot.quotes.end())
        return core::usualInstrument(view.id.instrument)
            .roundedPrice(quote->second.middle(), core::Rounding::HalfEven);
    if (view.forming)
        return view.forming->close;
    if (view.bars && !view.bars->empty())
        return view.bars->back().close;
    return std::nullopt;
}

std::optional<core::Price> previousClose(const core::SeriesView &view)
{
    if (!view.bars || view.bars->empty())
        return std::nullopt;
    const core::Bar &newest = view.forming ? *view.forming : view.bars->back();
    const MarketZone zone = zoneOf(view.id.instrument);
    const QString today = dateText(newest.openTime, zone);
    for (auto bar = view.bars->rbegin(); bar != view.bars->rend(); ++bar)
        if (dateText(bar->openTime, zone) != today)
            return bar->close;
    return std::nullopt;
}

std::vector<ChartLevel> chartLevels(const core::EngineSnapshot &snapshot, const core::SeriesView &view,
                                    const core::ProposalId &selected)
{
    std::vector<ChartLevel> levels;
    for (const core::ProposalView &card : snapshot.waiting)
        if (card.proposal.id == selected && card.proposal.signal.series.instrument == view.id.instrument)
            addProposal(levels, card);
    for (const core::PositionView &position : snapshot.positions)
        if (position.instrument == view.id.instrument && !position.quantity.isZero())
            addPosition(levels, position);
    if (const std::optional<core::Price> price = livePrice(snapshot, view)) {
        const std::optional<core::Price> before = previousClose(view);
        const bool isUp = !before || *price >= *before;
        levels.push_back(levelAt(isUp ? LevelKind::LivePriceUp : LevelKind::LivePriceDown, *price,
                                 view.id.instrument, QString()));
    }
    return levels;
}

} // namespace ui
