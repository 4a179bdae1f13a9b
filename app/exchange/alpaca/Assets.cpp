#include "app/exchange/alpaca/Assets.h"

#include "app/exchange/alpaca/Text.h"
#include "core/base/Sha256.h"

#include <algorithm>

namespace app::alpaca {

using namespace core;

namespace {

Asset stockOf(const InstrumentId &played)
{
    Asset asset{.id = assetIdOf(played.symbol), .symbol = played.symbol, .name = played.symbol + " common stock"};
    asset.exchange = played.symbol == "SPY" ? "ARCA" : "NASDAQ";
    asset.plays = played;
    asset.instrument = usualInstrument({"alpaca", played.symbol});
    asset.instrument.lotSize = Decimal::fromNanos(1);
    asset.minimum = Money(Decimal::fromInteger(1));
    return asset;
}

Asset pairOf(const InstrumentId &played)
{
    const std::string symbol = played.symbol.substr(0, played.symbol.size() - 4) + "/USD";
    Asset asset{.id = assetIdOf(symbol), .symbol = symbol, .name = symbol, .exchange = "CRYPTO", .isCrypto = true};
    asset.plays = played;
    asset.instrument = usualInstrument({"alpaca-crypto", symbol});
    asset.instrument.lotSize = Decimal::fromNanos(1);
    asset.minimum = Money(Decimal::fromInteger(10));
    return asset;
}

} // namespace

std::string assetIdOf(const std::string &symbol)
{
    return Names(std::stoull(sha256Hex("asset " + symbol).substr(0, 15), nullptr, 16)).uuid();
}

Assets::Assets(const std::vector<SeriesId> &played)
{
    for (const SeriesId &series : played) {
        const InstrumentId &id = series.instrument;
        if (id.venue == "alpaca")
            m_assets.push_back(stockOf(id));
        else if (id.venue == "bybit-linear" && id.symbol.ends_with("USDT"))
            m_assets.push_back(pairOf(id));
    }
    std::sort(m_assets.begin(), m_assets.end(), [](const Asset &a, const Asset &b) { return a.symbol < b.symbol; });
}

const Asset *Assets::find(const std::string &name) const
{
    const auto found = std::find_if(m_assets.begin(), m_assets.end(), [&](const Asset &each) {
        return each.symbol == name || each.id == name || (each.isCrypto && each.plainSymbol() == name);
    });
    return found == m_assets.end() ? nullptr : &*found;
}

const Asset *Assets::playedBy(const InstrumentId &instrument) const
{
    const auto found = std::find_if(m_assets.begin(), m_assets.end(),
                                    [&](const Asset &each) { return each.plays == instrument; });
    return found == m_assets.end() ? nullptr : &*found;
}

} // namespace app::alpaca
