#include "app/exchange/bybit/Products.h"

#include <algorithm>

namespace app::bybit {

using namespace core;

namespace {

constexpr std::string_view quoteCoin = "USDT";

/// Steps and bounds of the coins that everybody trades; any other has those in the middle.
struct Filters {
    const char *base;
    const char *linearTick, *linearStep;
    const char *spotTick, *spotStep;
};
constexpr Filters known[] = {
    {"BTC", "0.1", "0.001", "0.01", "0.000001"},
    {"ETH", "0.01", "0.01", "0.01", "0.00001"},
    {"", "0.01", "0.01", "0.01", "0.001"},
};

const Filters &filtersOf(std::string_view base)
{
    for (const Filters &each : known)
        if (each.base == base)
            return each;
    return known[2];
}

Decimal decimal(const char *text)
{
    return Decimal::parse(text).value();
}

Product product(Category category, const InstrumentId &plays)
{
    const bool isSpot = category == Category::Spot;
    Product made;
    made.category = category;
    made.plays = plays;
    made.base = plays.symbol.substr(0, plays.symbol.size() - quoteCoin.size());
    const Filters &filters = filtersOf(made.base);
    made.instrument = usualInstrument({isSpot ? "bybit-spot" : "bybit-linear", plays.symbol});
    made.instrument.tickSize = decimal(isSpot ? filters.spotTick : filters.linearTick);
    made.instrument.lotSize = decimal(isSpot ? filters.spotStep : filters.linearStep);
    made.instrument.minQuantity = Quantity(made.instrument.lotSize);
    made.instrument.minNotional = Money(Decimal::fromInteger(5));
    made.moneyStep = decimal("0.0000001");
    made.mostLimit = Quantity(decimal(isSpot ? "9000" : "1000"));
    made.mostMarket = Quantity(decimal(isSpot ? "4500" : "500"));
    made.mostLeverage = decimal("100");
    return made;
}

}  // namespace

Products::Products(const std::vector<SeriesId> &played)
{
    const auto isPlayed = [&](const InstrumentId &id) {
        return std::any_of(played.begin(), played.end(),
                           [&](const SeriesId &each) { return each.instrument == id; });
    };
    for (const SeriesId &each : played) {
        const InstrumentId &id = each.instrument;
        if (!id.symbol.ends_with(quoteCoin))
            continue;
        if (id.venue == "bybit-linear") {
            m_all.push_back(product(Category::Linear, id));
            if (!isPlayed({"bybit-spot", id.symbol}))
                m_all.push_back(product(Category::Spot, id));
        } else if (id.venue == "bybit-spot") {
            m_all.push_back(product(Category::Spot, id));
        }
    }
}

const Product *Products::find(Category category, std::string_view symbol) const
{
    const auto found = std::find_if(m_all.begin(), m_all.end(), [&](const Product &each) {
        return each.category == category && each.symbol() == symbol;
    });
    return found == m_all.end() ? nullptr : &*found;
}

const Product &Products::of(const InstrumentId &own) const
{
    return *std::find_if(m_all.begin(), m_all.end(),
                         [&](const Product &each) { return each.instrument.id == own; });
}

std::vector<const Product *> Products::playedBy(const InstrumentId &played) const
{
    std::vector<const Product *> found;
    for (const Product &each : m_all)
        if (each.plays == played)
            found.push_back(&each);
    return found;
}

}  // namespace app::bybit
