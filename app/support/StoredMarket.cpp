#include "app/support/StoredMarket.h"

#include "core/history/BarFile.h"
#include "core/history/BarStore.h"

#include <algorithm>

namespace app {

using namespace core;

namespace {

using Bars = std::vector<Bar>;

Result<> addSeries(StoredMarket &market, const SeriesId &series, const std::string &path, Bars bars,
                   int warmUpBars, std::optional<Timestamp> from)
{
    auto first = bars.begin() + std::min<std::ptrdiff_t>(warmUpBars, std::ssize(bars));
    if (from)
        first = std::lower_bound(bars.begin(), bars.end(), *from,
                                 [](const Bar &bar, Timestamp at) { return bar.openTime < at; });
    if (first == bars.end())
        return failure(
            {ErrorCode::BadInput, "there are no bars left to play after the warm-up", path});
    market.start =
        market.played.empty() ? first->openTime : std::min(market.start, first->openTime);
    market.warmUp[series] = Bars(bars.begin(), first);
    market.played.push_back({series, Bars(first, bars.end())});
    return {};
}

} // namespace

std::vector<SeriesId> seriesOf(const EngineSettings &settings)
{
    std::vector<SeriesId> series;
    for (const BotSettings &bot : settings.bots)
        if (bot.isOn)
            for (const InstrumentId &instrument : bot.instruments)
                series.push_back({instrument, bot.timeframe});
    return series;
}

Result<StoredMarket> readStoredMarket(const EngineSettings &settings, const std::string &folder,
                                      int warmUpBars, std::optional<Timestamp> from)
{
    StoredMarket market;
    for (const SeriesId &series : seriesOf(settings)) {
        const auto path = findBars(folder, series);
        if (!path)
            return failure(path.error());
        auto bars = readBars(*path, {series.timeframe, usualInstrument(series.instrument).session});
        if (!bars)
            return failure(bars.error());
        if (auto added = addSeries(market, series, *path, std::move(*bars), warmUpBars, from);
            !added)
            return failure(added.error());
    }
    if (market.played.empty())
        return failure(ErrorCode::BadInput, "no bot of this profile is on");
    return market;
}

VenueRules venueRules(const Profile &profile)
{
    VenueRules rules;
    rules.feeRate = profile.account.fee;
    rules.halfSpread = Decimal::fromNanos(profile.account.slippage.nanos() / 2);
    rules.maxRandomSlippage = Decimal::fromNanos(profile.account.slippage.nanos() / 2);
    rules.roundsToTick = true;
    rules.seed = profile.seed;
    return rules;
}

} // namespace app
