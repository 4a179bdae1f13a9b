#include "app/exchange/alpaca/options/OptionListing.h"

#include "app/exchange/alpaca/Text.h"
#include "core/market/NewYorkTime.h"
#include "core/market/UsEquityCalendar.h"

#include <algorithm>

namespace app::alpaca {

using namespace core;
using namespace std::chrono;

namespace {

using DayBefore = std::function<Price(const Asset &)>;

/// A date alone, as these parameters are; nothing for what is none.
std::optional<sys_days> dateOf(const std::string &text)
{
    const auto at = text.size() == 10 ? parseIsoText(text) : failure(ErrorCode::BadInput, "");
    return at ? std::optional(floor<days>(*at)) : std::nullopt;
}

/// Reads into `place` what is said; the name of what cannot be read is kept.
template <class T, class Read>
void take(const Query &query, const char *name, std::optional<T> &place, const Read &read, std::string &wrong)
{
    const auto text = query.value(name);
    if (!text)
        return;
    const auto value = read(*text);
    if (value)
        place = T(*value);
    else
        wrong = name;
}

sys_days lastClosedDay(Timestamp now)
{
    sys_days day = newYorkDate(now);
    while (!isTradingDay(day) || sessionOf(day)->close > now)
        day -= days(1);
    return day;
}

void writeDeliverables(JsonWriter &json, const Asset &contract)
{
    json.key("deliverables").beginArray().beginObject().member("type", "equity");
    json.member("symbol", contract.option->underlying->symbol).member("asset_id", contract.option->underlying->id);
    json.member("amount", "100").member("allocation_percentage", "100").member("settlement_type", "T+1");
    json.member("settlement_method", "CCC").member("delayed_settlement", false).endObject().endArray();
}

void writeContract(JsonWriter &json, const Asset &contract, const OptionListing &options, Timestamp now,
                   const DayBefore &dayBefore, bool showsDeliverables)
{
    const OptionTerms &terms = *contract.option;
    const bool isActive = terms.expiry >= newYorkDate(now);
    const sys_days lastDay = lastClosedDay(now);
    const Price spot = dayBefore(*terms.underlying);
    const Price close(Decimal::fromDouble(options.market.estimate(terms, spot, sessionOf(lastDay)->close).value.price));
    json.beginObject().member("id", assetIdOf(contract.symbol)).member("symbol", contract.symbol);
    json.member("name", contract.name).member("status", isActive ? "active" : "inactive").member("tradable", isActive);
    json.member("expiration_date", dateText(terms.expiry)).member("root_symbol", terms.underlying->symbol);
    json.member("underlying_symbol", terms.underlying->symbol).member("underlying_asset_id", terms.underlying->id);
    json.member("type", terms.isCall ? "call" : "put").member("style", "american");
    json.member("strike_price", terms.strike.toString()).member("multiplier", "100").member("size", "100");
    json.member("open_interest", std::to_string(options.market.openInterest(contract)));
    json.member("open_interest_date", dateText(lastDay));
    json.member("close_price", contract.instrument.roundedPrice(close, Rounding::HalfEven).toString());
    json.member("close_price_date", dateText(lastDay));
    if (showsDeliverables)
        writeDeliverables(json, contract);
    json.endObject();
}

std::vector<const Asset *> underlyingsOf(const Assets &assets, const Query &query)
{
    std::vector<const Asset *> found;
    const auto wanted = query.list("underlying_symbols");
    for (const Asset &asset : assets.all())
        if (!asset.isCrypto && (wanted.empty() || std::find(wanted.begin(), wanted.end(), asset.symbol) != wanted.end()))
            found.push_back(&asset);
    return found;
}

/// The Sunday of the week in which that day lies.
sys_days nextWeekend(sys_days today)
{
    return today + (Sunday - weekday(today));
}

} // namespace

Answer<ContractFilter> ContractFilter::read(const Query &query)
{
    ContractFilter filter;
    std::string wrong;
    const auto word = [](const std::string &text) {
        return text == "call" || text == "put" ? std::optional(text == "call") : std::nullopt;
    };
    const auto price = [](const std::string &text) { return Decimal::parse(text); };
    take(query, "expiration_date_gte", filter.from, dateOf, wrong);
    take(query, "expiration_date_lte", filter.to, dateOf, wrong);
    if (query.has("expiration_date")) {
        take(query, "expiration_date", filter.from, dateOf, wrong);
        filter.to = filter.from;
    }
    take(query, "type", filter.isCall, word, wrong);
    take(query, "strike_price_gte", filter.leastStrike, price, wrong);
    take(query, "strike_price_lte", filter.mostStrike, price, wrong);
    filter.root = query.valueOr("root_symbol", "");
    return wrong.empty() ? Answer<ContractFilter>(filter) : refuse(badParameter("invalid " + wrong));
}

bool ContractFilter::holds(const Asset &contract) const
{
    const OptionTerms &terms = *contract.option;
    return (!from || terms.expiry >= *from) && (!to || terms.expiry <= *to) && (!isCall || terms.isCall == *isCall) &&
           (!leastStrike || terms.strike >= *leastStrike) && (!mostStrike || terms.strike <= *mostStrike) &&
           (root.empty() || root == terms.underlying->symbol);
}

Answer<std::string> contractsJson(const Assets &assets, const OptionListing &options, const Query &query, Timestamp now,
                                  const DayBefore &dayBefore)
{
    auto filter = ContractFilter::read(query);
    if (!filter)
        return refuse(filter.error());
    const sys_days today = newYorkDate(now);
    if (!filter->to)
        filter->to = nextWeekend(today);
    const auto first = HistoryPage::parseToken(query.value("page_token"));
    const auto limit = Decimal::parse(query.valueOr("limit", "100"));
    const std::int64_t most = limit ? limit->nanos() / Decimal::one : 0;
    if (!first || most < 1 || most > 10'000)
        return refuse(badParameter(first ? "invalid limit" : "invalid page_token"));
    const bool wantsActive = query.valueOr("status", "active") == "active";
    std::size_t number = 0;
    JsonWriter json;
    json.beginObject().key("option_contracts").beginArray();
    for (const Asset *underlying : underlyingsOf(assets, query))
        for (const Asset &contract : options.chain.contracts(*underlying, today)) {
            const bool isWanted = filter->holds(contract) && (contract.option->expiry >= today) == wantsActive &&
                                  query.valueOr("style", "american") == "american";
            if (isWanted && number++ >= *first && number <= *first + std::size_t(most))
                writeContract(json, contract, options, now, dayBefore, query.valueOr("show_deliverables", "") == "true");
        }
    json.endArray().key("next_page_token");
    const std::size_t end = *first + std::size_t(most);
    number > end ? json.value(std::to_string(end)) : json.null();
    return json.endObject().take();
}

Answer<std::string> contractJson(const OptionListing &options, const std::string &name, Timestamp now,
                                 const DayBefore &dayBefore)
{
    const auto contract = options.chain.find(name, newYorkDate(now));
    if (!contract)
        return refuse(notFound("option contract " + name + " not found"));
    JsonWriter json;
    writeContract(json, *contract, options, now, dayBefore, true);
    return json.take();
}

} // namespace app::alpaca
