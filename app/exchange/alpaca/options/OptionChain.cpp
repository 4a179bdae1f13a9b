#include "app/exchange/alpaca/options/OptionChain.h"

#include "core/market/UsEquityCalendar.h"

#include <algorithm>
#include <cstdio>

namespace app::alpaca {

using namespace core;
using namespace std::chrono;

namespace {

constexpr std::int64_t strikesToEachSide = 10;
constexpr days weeklies{35};
constexpr days monthlies{190};
constexpr std::int64_t tenth = Decimal::one / 10;

bool isThirdFriday(sys_days friday)
{
    const auto day = unsigned(year_month_day(friday).day());
    return day >= 15 && day <= 21;
}

/// Contracts of a Friday without trading expire the day before.
sys_days expiryOf(sys_days friday)
{
    while (!isTradingDay(friday))
        friday -= days(1);
    return friday;
}

std::int64_t stepFor(Price price)
{
    const std::int64_t dollars = price.value().nanos() / Decimal::one;
    return dollars < 50 ? 10 : dollars < 100 ? 25 : dollars < 500 ? 50 : 100;
}

/// Root, date, C or P, and the strike in thousandths, eight digits.
std::string symbolOf(const std::string &root, sys_days expiry, bool isCall, Price strike)
{
    const year_month_day date(expiry);
    char tail[32];
    std::snprintf(tail, sizeof tail, "%02d%02u%02u%c%08lld", int(date.year()) % 100, unsigned(date.month()),
                  unsigned(date.day()), isCall ? 'C' : 'P',
                  static_cast<long long>(strike.value().nanos() / (Decimal::one / 1000)));
    return root + tail;
}

Asset contractOf(const Asset &underlying, sys_days expiry, bool isCall, Price strike)
{
    Asset contract;
    contract.symbol = symbolOf(underlying.symbol, expiry, isCall, strike);
    contract.exchange = underlying.exchange;
    contract.plays = underlying.plays;
    contract.option = OptionTerms{&underlying, expiry, isCall, strike};
    contract.instrument = usualInstrument({"alpaca", contract.symbol});
    contract.instrument.multiplier = Decimal::fromInteger(100);
    contract.name = contractName(contract);
    return contract;
}

} // namespace

std::string contractName(const Asset &contract)
{
    constexpr const char *months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const OptionTerms &terms = *contract.option;
    const year_month_day date(terms.expiry);
    char day[32];
    std::snprintf(day, sizeof day, " %s %02u %d ", months[unsigned(date.month()) - 1], unsigned(date.day()),
                  int(date.year()));
    return terms.underlying->symbol + day + terms.strike.toString() + (terms.isCall ? " Call" : " Put");
}

void OptionChain::listAround(const Asset &underlying, Price price)
{
    if (underlying.isCrypto || price.sign() <= 0)
        return;
    const auto [place, isNew] = m_strikes.try_emplace(underlying.symbol);
    Strikes &listed = place->second;
    if (isNew)
        listed.step = stepFor(price);
    const std::int64_t middle = price.value().nanos() / (listed.step * tenth);
    const std::int64_t lowest = std::max<std::int64_t>(1, middle - strikesToEachSide);
    listed.lowest = isNew ? lowest : std::min(listed.lowest, lowest);
    listed.highest = isNew ? middle + strikesToEachSide : std::max(listed.highest, middle + strikesToEachSide);
}

std::vector<sys_days> OptionChain::expiries(sys_days today) const
{
    std::vector<sys_days> found;
    for (sys_days friday = m_firstDay + (Friday - weekday(m_firstDay)); friday <= today + monthlies; friday += days(7))
        if ((friday <= today + weeklies || isThirdFriday(friday)) && expiryOf(friday) >= m_firstDay)
            found.push_back(expiryOf(friday));
    return found;
}

std::vector<Asset> OptionChain::contracts(const Asset &underlying, sys_days today) const
{
    std::vector<Asset> found;
    const auto listed = m_strikes.find(underlying.symbol);
    if (listed == m_strikes.end())
        return found;
    for (const sys_days expiry : expiries(today))
        for (const bool isCall : {true, false})
            for (std::int64_t i = listed->second.lowest; i <= listed->second.highest; ++i)
                found.push_back(contractOf(underlying, expiry, isCall,
                                           Price(Decimal::fromNanos(i * listed->second.step * tenth))));
    return found;
}

std::optional<Asset> OptionChain::find(const std::string &name, sys_days today) const
{
    for (const Asset &underlying : m_assets.all()) {
        const bool isId = name.find('-') != std::string::npos;
        if (!isId && !name.starts_with(underlying.symbol))
            continue;
        for (Asset &contract : contracts(underlying, today))
            if ((isId ? assetIdOf(contract.symbol) : contract.symbol) == name) {
                contract.id = assetIdOf(contract.symbol);
                return std::move(contract);
            }
    }
    return std::nullopt;
}

} // namespace app::alpaca
