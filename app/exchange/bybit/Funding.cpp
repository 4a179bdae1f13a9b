#include "app/exchange/bybit/Funding.h"

#include "core/base/SeededRandom.h"

namespace app::bybit {

using namespace core;

namespace {

constexpr std::chrono::hours interval{8};
constexpr std::int64_t lowest = -10;  // of a thousandth of a per cent
constexpr std::int64_t highest = 30;

}  // namespace

Timestamp FundingRates::next(Timestamp after)
{
    return Timestamp((after.time_since_epoch() / interval + 1) * interval);
}

Decimal FundingRates::at(const Product &product, Timestamp time) const
{
    std::uint64_t hash = m_seed + std::uint64_t(toMillis(time));
    for (const char letter : product.symbol())
        hash = hash * 31 + static_cast<unsigned char>(letter);
    const auto steps = std::int64_t(SeededRandom(hash).next() % std::uint64_t(highest - lowest + 1));
    return Decimal::fromNanos((lowest + steps) * (Decimal::one / 100'000));
}

}  // namespace app::bybit
