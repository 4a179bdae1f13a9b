#pragma once

#include "core/base/Timestamp.h"
#include "core/brokers/bybit/BybitInstrument.h"

namespace fuzz {

/// An instrument against which what Bybit says is used.
[[nodiscard]] inline core::bybit::InstrumentFacts factsOf(core::bybit::Category category)
{
    core::bybit::InstrumentFacts facts;
    facts.category = category;
    facts.status = "Trading";
    facts.instrument.id = core::bybit::instrumentId(category, "KLMUSDT");
    facts.instrument.tickSize = core::Decimal::fromNanos(50'000'000);
    facts.instrument.lotSize = core::Decimal::fromNanos(10'000'000);
    facts.baseCoin = "KLM";
    facts.quoteCoin = facts.settleCoin = "USDT";
    return facts;
}

} // namespace fuzz
