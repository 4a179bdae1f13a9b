#include "core/simulation/TradeTape.h"

#include "core/market/ExchangeDay.h"
#include "core/market/UsEquityCalendar.h"

#include <algorithm>

namespace core {

using namespace std::chrono;

TradeTape::TradeTape(std::vector<Series> all, Timestamp from)
{
    for (Series &series : all) {
        Player player;
        player.hasSessions = usualInstrument(series.instrument).session == SessionKind::UsEquities;
        std::erase_if(series.trades, [&](const Trade &trade) {
            return trade.at < from || (player.hasSessions && !isCoreSession(trade.at));
        });
        player.series = std::move(series);
        m_players.push_back(std::move(player));
    }
}

/// The running minute is over before the next trade.
bool TradeTape::isCloseNext(const Player &player)
{
    const auto &trades = player.series.trades;
    return player.running && (player.trade == trades.size() || trades[player.trade].at >= player.running->closeTime);
}

std::optional<Timestamp> TradeTape::timeOf(const Player &player)
{
    if (isCloseNext(player))
        return player.running->closeTime;
    return player.trade < player.series.trades.size() ? std::optional(player.series.trades[player.trade].at) : std::nullopt;
}

/// Of one moment a close comes before a price.
TradeTape::Player *TradeTape::earliest()
{
    Player *best = nullptr;
    for (Player &player : m_players) {
        const auto at = timeOf(player);
        if (!at)
            continue;
        const auto bestAt = best ? timeOf(*best) : std::nullopt;
        if (!bestAt || *at < *bestAt || (*at == *bestAt && isCloseNext(player) && !isCloseNext(*best)))
            best = &player;
    }
    return best;
}

std::optional<Timestamp> TradeTape::nextAt()
{
    const Player *const first = earliest();
    return first ? timeOf(*first) : std::nullopt;
}

MarketStep TradeTape::next()
{
    Player *const first = earliest();
    if (!first)
        bug("the tape is at its end");
    return isCloseNext(*first) ? close(*first) : play(*first);
}

MarketStep TradeTape::play(Player &player)
{
    const Trade &trade = player.series.trades[player.trade++];
    if (!player.running) {
        const auto minute = floor<minutes>(trade.at);
        player.running = Bar{minute, minute + minutes(1), trade.price, trade.price, trade.price, trade.price, 0};
        player.volume = {};
    }
    Bar &bar = *player.running;
    bar.high = std::max(bar.high, trade.price);
    bar.low = std::min(bar.low, trade.price);
    bar.close = trade.price;
    player.volume += trade.size;
    MarketStep step;
    step.at = trade.at;
    step.series = {player.series.instrument, Timeframe::M1};
    step.price = trade.price;
    step.size = trade.size;
    step.taker = trade.taker;
    return step;
}

MarketStep TradeTape::close(Player &player)
{
    MarketStep step;
    step.kind = MarketStep::Kind::BarClose;
    step.bar = *player.running;
    step.bar.volume = player.volume.toDouble();
    step.at = step.bar.closeTime;
    step.series = {player.series.instrument, Timeframe::M1};
    step.wasPlayedAsTicks = true;
    player.running.reset();
    const auto &trades = player.series.trades;
    step.endsSession = player.hasSessions && (player.trade == trades.size() ||
                                              exchangeDay(trades[player.trade].at, SessionKind::UsEquities) !=
                                                  exchangeDay(step.bar.openTime, SessionKind::UsEquities));
    return step;
}

} // namespace core
