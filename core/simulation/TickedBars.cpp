#include "core/simulation/TickedBars.h"

#include "core/base/Sha256.h"
#include "core/market/ExchangeDay.h"
#include "core/market/UsEquityCalendar.h"

#include <algorithm>
#include <cmath>

namespace core {

using namespace std::chrono;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t ticks = TickedBars::ticksPerMinute;

std::uint64_t seedOf(std::uint64_t seed, const InstrumentId &id)
{
    return std::stoull(sha256Hex(std::to_string(seed) + "|ticks|" + id.text()).substr(0, 15), nullptr, 16);
}

/// A stock's daily bar is named by its date and stands for the day's session.
std::optional<Session> spanOf(const Bar &bar, const Instrument &instrument)
{
    if (instrument.session == SessionKind::AlwaysOpen)
        return Session{bar.openTime, bar.closeTime};
    if (bar.openTime == floor<days>(bar.openTime))
        return sessionOf(floor<days>(bar.openTime));
    return isCoreSession(bar.openTime) ? std::optional(Session{bar.openTime, bar.closeTime}) : std::nullopt;
}

/// A way from open to close by the extremes, jittering, on the tick.
std::vector<Price> pathOf(const Bar &bar, std::size_t count, Decimal tickSize, SeededRandom &random)
{
    struct Anchor {
        std::size_t at;
        Price price;
    };
    const std::size_t low = 1 + random.next() % (count - 2);
    std::size_t high = 1 + random.next() % (count - 2);
    if (high == low)
        high = high == 1 ? 2 : high - 1;
    std::vector<Anchor> anchors{{0, bar.open}, {low, bar.low}, {high, bar.high}, {count - 1, bar.close}};
    std::sort(anchors.begin(), anchors.end(), [](const Anchor &a, const Anchor &b) { return a.at < b.at; });
    std::vector<Price> path(count, bar.open);
    const double width = 0.1 * (bar.high.toDouble() - bar.low.toDouble());
    for (std::size_t i = 1; i < anchors.size(); ++i) {
        const auto [begin, from] = anchors[i - 1];
        const auto [end, to] = anchors[i];
        for (std::size_t at = begin + 1; at < end; ++at) {
            const double share = double(at - begin) / double(end - begin);
            const double value = from.toDouble() + (to.toDouble() - from.toDouble()) * share + width * random.normal();
            const double inside = std::clamp(value, bar.low.toDouble(), bar.high.toDouble());
            const Price rounded(Decimal::fromDouble(inside).roundedTo(tickSize, Rounding::HalfEven));
            path[at] = std::clamp(rounded, bar.low, bar.high);
        }
        path[end] = to;
    }
    return path;
}

/// The share of a volume that falls to one of so many minutes; whole units where the whole is whole.
double volumeOf(double whole, std::size_t minute, std::size_t count)
{
    const auto until = [&](std::size_t minutes) {
        const double sum = whole * double(minutes) / double(count);
        return whole == std::floor(whole) ? std::floor(sum) : sum;
    };
    return until(minute + 1) - until(minute);
}

} // namespace

TickedBars::TickedBars(std::vector<Series> all, std::uint64_t seed, Timestamp from)
{
    for (Series &series : all) {
        Player player;
        player.instrument = usualInstrument(series.instrument);
        player.seed = seedOf(seed, series.instrument);
        player.series = std::move(series);
        expandNext(player, from);
        m_players.push_back(std::move(player));
        enqueue(m_players.size() - 1);
    }
}

/// To the next bar of which something is to be played.
void TickedBars::expandNext(Player &player, Timestamp from)
{
    player.minutes.clear();
    player.minute = player.tick = 0;
    while (player.minutes.empty() && player.nextBar < player.series.bars.size()) {
        if (player.series.bars[player.nextBar].closeTime > from ||
            player.series.bars[player.nextBar].openTime + 24h > from)
            expand(player, from);
        ++player.nextBar;
    }
}

void TickedBars::expand(Player &player, Timestamp from)
{
    const Bar &bar = player.series.bars[player.nextBar];
    const auto span = spanOf(bar, player.instrument);
    if (!span || span->close <= from)
        return;
    // Of its own seed, so that it is the same wherever the playing begins.
    SeededRandom random(player.seed + std::uint64_t(toMillis(bar.openTime)));
    const auto count = std::size_t(std::max<std::int64_t>(1, (span->close - span->open) / 1min));
    player.prices = pathOf(bar, count * ticks, player.instrument.tickSize, random);
    for (std::size_t i = 0; i < count; ++i) {
        const auto first = player.prices.begin() + std::ptrdiff_t(i * ticks);
        const auto [low, high] = std::minmax_element(first, first + ticks);
        const Timestamp open = span->open + std::int64_t(i) * 1min;
        player.minutes.push_back({open, open + 1min, *first, *high, *low, *(first + ticks - 1),
                                  volumeOf(bar.volume, i, count)});
    }
    while (player.minute < count && player.minutes[player.minute].openTime < from)
        player.begun.push_back(player.minutes[player.minute++]);
    if (player.minute == count) {
        player.minutes.clear();
        player.minute = 0; // of the next bar none has been passed over
    }
    const bool isLast = player.nextBar + 1 == player.series.bars.size();
    const auto dayOf = [&](const Bar &each) {
        const auto its = spanOf(each, player.instrument);
        return exchangeDay(its ? its->open : each.openTime, player.instrument.session);
    };
    player.endsSession = player.instrument.session == SessionKind::UsEquities &&
                         (isLast || dayOf(player.series.bars[player.nextBar + 1]) != dayOf(bar));
}

void TickedBars::enqueue(std::size_t index)
{
    const Player &player = m_players[index];
    if (player.minutes.empty())
        return;
    const Bar &minute = player.minutes[player.minute];
    const bool isPrice = player.tick < ticks;
    // In nanoseconds: in whole minutes all the prices of a minute would come at its opening.
    m_due.push({isPrice ? minute.openTime + std::int64_t(player.tick) * Duration(1min) / std::int64_t(ticks)
                        : minute.closeTime,
                isPrice, index});
}

std::optional<Timestamp> TickedBars::nextAt()
{
    return m_due.empty() ? std::nullopt : std::optional(m_due.top().at);
}

MarketStep TickedBars::next()
{
    if (m_due.empty())
        bug("the tape is at its end");
    const Due due = m_due.top();
    m_due.pop();
    Player &player = m_players[due.player];
    MarketStep step;
    step.at = due.at;
    step.series = {player.series.instrument, Timeframe::M1};
    if (due.isPrice) {
        step.price = player.prices[player.minute * ticks + player.tick];
        ++player.tick;
    } else {
        const bool isLast = player.minute + 1 == player.minutes.size();
        step.kind = MarketStep::Kind::BarClose;
        step.bar = player.minutes[player.minute];
        step.wasPlayedAsTicks = true;
        step.endsSession = isLast && player.endsSession;
        player.tick = 0;
        ++player.minute;
        if (isLast)
            expandNext(player, due.at);
    }
    enqueue(due.player);
    return step;
}

std::vector<Bar> TickedBars::begun(const InstrumentId &instrument) const
{
    for (const Player &player : m_players)
        if (player.series.instrument == instrument)
            return player.begun;
    return {};
}

} // namespace core
