#include "app/exchange/alpaca/options/OptionMarket.h"

#include "core/market/UsEquityCalendar.h"

#include <algorithm>
#include <cmath>

namespace app::alpaca {

using namespace core;
using namespace std::chrono;
using namespace std::chrono_literals;

namespace {

constexpr double interest = 0.04;
constexpr Decimal cent = Decimal::fromNanos(Decimal::one / 100);
constexpr double shareOfSpread = 0.01; ///< Of the price, to each side.

Decimal inCents(double price, Rounding rounding)
{
    return Decimal::fromDouble(std::max(price, 0.0)).roundedTo(cent, rounding);
}

double yearsLeft(const OptionTerms &terms, Timestamp at)
{
    return std::max(duration<double>(expiryTime(terms) - at).count(), 0.0) / duration<double>(24h * 365).count();
}

double logMoneyness(const OptionTerms &terms, Price spot)
{
    return std::log(terms.strike.toDouble() / spot.toDouble());
}

} // namespace

Timestamp expiryTime(const OptionTerms &terms)
{
    return sessionOf(terms.expiry)->close;
}

/// Scattered evenly over all numbers (FNV-1a, then SplitMix64).
std::uint64_t OptionMarket::number(const std::string &what) const
{
    std::uint64_t hash = 1469598103934665603ULL ^ m_seed;
    for (const char letter : what)
        hash = (hash ^ static_cast<unsigned char>(letter)) * 1099511628211ULL;
    return SeededRandom(hash).next();
}

double OptionMarket::uniform(const std::string &what) const
{
    return SeededRandom(number(what)).uniform();
}

OptionEstimate OptionMarket::estimate(const OptionTerms &terms, Price spot, Timestamp at) const
{
    const double distance = std::clamp(logMoneyness(terms, spot), -0.5, 0.5);
    const double flat = 0.18 + 0.35 * uniform(terms.underlying->symbol);
    // A smile that leans to the low strikes, as those of stocks do.
    const double volatility = flat - 0.15 * distance + 0.4 * distance * distance;
    return {blackScholes({terms.isCall, spot.toDouble(), terms.strike.toDouble(), yearsLeft(terms, at), volatility,
                          interest}),
            volatility};
}

QuoteRow OptionMarket::quoteAt(const Asset &contract, Price spot, Timestamp at) const
{
    const double price = estimate(*contract.option, spot, at).value.price;
    QuoteRow row;
    row.at = at;
    row.bid = Price(inCents(price * (1 - shareOfSpread), Rounding::Floor));
    row.ask = Price(std::max(inCents(price * (1 + shareOfSpread), Rounding::Ceiling), row.bid.value() + cent));
    const std::uint64_t sizes = number(contract.symbol + spot.toString());
    if (row.bid.sign() > 0)
        row.bidSize = Decimal::fromInteger(std::int64_t(1 + sizes % 200));
    row.askSize = Decimal::fromInteger(std::int64_t(1 + sizes / 1000 % 200));
    return row;
}

std::optional<QuoteRow> OptionMarket::quote(const Asset &contract) const
{
    const auto seen = m_memory.lastSeen(*contract.option->underlying);
    return seen ? std::optional(quoteAt(contract, seen->price, seen->at)) : std::nullopt;
}

std::optional<OptionEstimate> OptionMarket::estimate(const Asset &contract) const
{
    const auto seen = m_memory.lastSeen(*contract.option->underlying);
    return seen ? std::optional(estimate(*contract.option, seen->price, seen->at)) : std::nullopt;
}

std::vector<Trade> OptionMarket::trades(const Asset &contract, Timestamp from, Timestamp to) const
{
    std::vector<Trade> found;
    const OptionTerms &terms = *contract.option;
    for (const DataBar &minute : m_memory.bars(*terms.underlying, {}, from - 1min, to)) {
        const Timestamp at = minute.at + minute.length - 1ms;
        const double distance = logMoneyness(terms, minute.close);
        const std::uint64_t dice = number(contract.symbol + std::to_string(toMillis(minute.at)));
        const double chance = 0.02 + 0.5 * std::exp(-40 * distance * distance);
        if (at < from || at > to || at > expiryTime(terms) || double(dice % 10'000) >= 10'000 * chance)
            continue;
        const Decimal price = inCents(estimate(terms, minute.close, at).value.price, Rounding::HalfEven);
        if (price.sign() > 0) // nobody trades what is worth nothing
            found.push_back({at, Price(price), Decimal::fromInteger(std::int64_t(1 + dice / 10'000 % 40)), 0, true});
    }
    return found;
}

std::vector<DataBar> OptionMarket::bars(const Asset &contract, const BarLength &length, Timestamp from, Timestamp to) const
{
    std::vector<DataBar> bars;
    for (const Trade &trade : trades(contract, length.leftEdge(from, false), to)) {
        const Timestamp edge = length.leftEdge(trade.at, false);
        const double size = trade.size.toDouble();
        if (edge < from)
            continue;
        if (bars.empty() || bars.back().at != edge)
            bars.push_back({edge, trade.price, trade.price, trade.price, trade.price, 0, 0, 0});
        DataBar &bar = bars.back();
        bar.high = std::max(bar.high, trade.price);
        bar.low = std::min(bar.low, trade.price);
        bar.close = trade.price;
        bar.vwap = (bar.vwap * bar.volume + trade.price.toDouble() * size) / (bar.volume + size);
        bar.volume += size;
        ++bar.trades;
    }
    return bars;
}

std::int64_t OptionMarket::openInterest(const Asset &contract) const
{
    return std::int64_t(number("held " + contract.symbol) % 5000);
}

} // namespace app::alpaca
