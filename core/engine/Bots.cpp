#include "core/engine/Bots.h"

#include "core/strategies/StrategyCatalogue.h"

#include <algorithm>

namespace core {

namespace {

constexpr std::size_t historyLimit = 2000;
constexpr std::size_t historySlack = 500; ///< Trimmed in lots, so that trimming costs next to nothing.

void trim(SeriesHistory &history)
{
    if (history.bars.size() < historyLimit + historySlack)
        return;
    const auto surplus = static_cast<std::ptrdiff_t>(history.bars.size() - historyLimit);
    history.bars.erase(history.bars.begin(), history.bars.begin() + surplus);
    for (auto &[name, values] : history.lines)
        values.erase(values.begin(), values.begin() + surplus);
}

} // namespace

Result<Bots> Bots::create(const std::vector<BotSettings> &settings, bool keepsHistory)
{
    Bots bots;
    bots.m_keepsHistory = keepsHistory;
    for (const BotSettings &bot : settings) {
        if (!bot.isOn)
            continue;
        for (const InstrumentId &instrument : bot.instruments) {
            auto strategy = makeStrategy(bot.strategy, bot.parameters);
            if (!strategy)
                return failure(strategy.error());
            auto seat = std::make_unique<Seat>();
            seat->settings = bot;
            seat->strategy = std::move(*strategy);
            if (const auto owner = bots.m_owners.find(instrument); owner != bots.m_owners.end())
                return failure({ErrorCode::BadInput,
                                instrument.text() + " is held by bot \"" + owner->second->id.text() +
                                    "\" already: one instrument has one owner",
                                {}, 0, "instruments"});
            bots.m_owners[instrument] = &seat->settings;
            bots.m_seats[{instrument, bot.timeframe}].push_back(std::move(seat));
        }
    }
    return bots;
}

std::vector<Bots::Voice> Bots::onBar(const SeriesId &series, const Bar &bar)
{
    std::vector<Voice> voices;
    const auto found = m_seats.find(series);
    if (found == m_seats.end())
        return voices;
    for (const auto &seat : found->second) {
        seat->atr.update(bar.high.toDouble(), bar.low.toDouble(), bar.close.toDouble());
        std::optional<Idea> idea = seat->strategy->onBar(bar);
        if (m_keepsHistory)
            remember(series, bar, *seat);
        if (!idea)
            continue;
        Voice voice{&seat->settings, std::move(*idea), std::nullopt};
        if (seat->atr.ready())
            voice.atr = Price(Decimal::fromDouble(seat->atr.value()));
        voices.push_back(std::move(voice));
    }
    return voices;
}

void Bots::remember(const SeriesId &series, const Bar &bar, const Seat &seat)
{
    SeriesHistory &history = m_history[series];
    if (history.bars.empty() || history.bars.back().openTime < bar.openTime)
        history.bars.push_back(bar);
    for (const auto &[name, value] : seat.strategy->lines()) {
        std::vector<double> &values = history.lines[name];
        values.resize(history.bars.size() - 1, std::numeric_limits<double>::quiet_NaN());
        values.push_back(value);
    }
    ++history.revision;
    trim(history);
}

const BotSettings *Bots::ownerOf(const InstrumentId &instrument) const
{
    const auto found = m_owners.find(instrument);
    return found == m_owners.end() ? nullptr : found->second;
}

int Bots::lookBackBars(const SeriesId &series) const
{
    int most = 0;
    if (const auto found = m_seats.find(series); found != m_seats.end())
        for (const auto &seat : found->second)
            most = std::max(most, seat->strategy->warmUpBars());
    return most;
}

std::vector<SeriesId> Bots::series() const
{
    std::vector<SeriesId> all;
    for (const auto &[series, seats] : m_seats)
        all.push_back(series);
    return all;
}

} // namespace core
