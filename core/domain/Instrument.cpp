#include "core/domain/Instrument.h"

#include <string_view>

namespace core {

const char *assetClassName(AssetClass kind)
{
    switch (kind) {
    case AssetClass::Stock: return "stock";
    case AssetClass::Crypto: return "crypto";
    case AssetClass::Perpetual: return "perpetual";
    }
    return "stock";
}

namespace {

bool isCryptoVenue(std::string_view venue)
{
    return venue == "alpaca-crypto" || venue.starts_with("bybit-") || venue.starts_with("binance-");
}

} // namespace

Instrument usualInstrument(const InstrumentId &id)
{
    Instrument instrument{.id = id};
    if (!isCryptoVenue(id.venue))
        return instrument;
    const bool isPerpetual = id.venue == "bybit-linear" || id.venue == "binance-usdm";
    instrument.assetClass = isPerpetual ? AssetClass::Perpetual : AssetClass::Crypto;
    instrument.session = SessionKind::AlwaysOpen;
    instrument.currency = id.venue == "alpaca-crypto" ? "USD" : "USDT";
    instrument.tickSize = Decimal::fromNanos(10'000'000);
    instrument.lotSize = Decimal::fromNanos(10'000);      // 0.00001
    instrument.minNotional = Money(Decimal::fromInteger(5));
    instrument.shortable = isPerpetual;
    return instrument;
}

} // namespace core
