#include "core/brokers/alpaca/AlpacaOptions.h"

#include "core/brokers/alpaca/AlpacaOrder.h"
#include "core/brokers/alpaca/AlpacaReading.h"

namespace core::alpaca {

namespace {

using json::Fields;
using std::chrono::sys_days;

OptionRight readRight(Fields &fields)
{
    const std::string word = fields.text("type");
    if (word != "call" && word != "put")
        fields.complain("type", "\"" + word + "\" is neither call nor put");
    return word == "put" ? OptionRight::Put : OptionRight::Call;
}

OptionContract readContract(Fields &fields)
{
    OptionContract contract;
    contract.symbol = fields.text("symbol");
    contract.name = textOf(fields, "name");
    contract.underlying = fields.text("underlying_symbol");
    contract.right = readRight(fields);
    contract.style = textOf(fields, "style") == "european" ? OptionStyle::European : OptionStyle::American;
    contract.expiry = std::chrono::floor<std::chrono::days>(fields.isoTime("expiration_date"));
    contract.strike = fields.amount<Price>("strike_price");
    contract.multiplier = fields.amount<Decimal>("multiplier");
    contract.size = fields.amount<Decimal>("size");
    contract.isTradable = flagOf(fields, "tradable");
    contract.isActive = textOf(fields, "status") == "active";
    contract.openInterest = fields.maybeNumber("open_interest");
    contract.closePrice = fields.maybeRounded<Price>("close_price");
    return contract;
}

ContractPage readContracts(Fields &fields)
{
    ContractPage page{.contracts = {}, .nextToken = fields.maybeText("next_page_token")};
    if (!fields.value("option_contracts").isArray())
        fields.complain("option_contracts", "it is not a list");
    fields.forEach("option_contracts", [&](Fields &each) { page.contracts.push_back(readContract(each)); });
    return page;
}

/// Those that are missing are zero in nobody's sense, so the whole is none then.
std::optional<Greeks> readGreeks(Fields &fields)
{
    for (const char *key : {"delta", "gamma", "theta", "vega", "rho"})
        if (fields.isNone(key))
            return std::nullopt;
    return Greeks{fields.number("delta"), fields.number("gamma"), fields.number("theta"), fields.number("vega"),
                  fields.number("rho")};
}

ChainEntry readEntry(Fields &fields, std::string symbol)
{
    ChainEntry entry{.symbol = std::move(symbol), .prices = readSnapshot(fields)};
    entry.impliedVolatility = fields.maybeNumber("impliedVolatility");
    if (!fields.isNone("greeks"))
        fields.inside("greeks", [&](Fields &greeks) { entry.greeks = readGreeks(greeks); });
    return entry;
}

/// Digits, as `isOptionSymbol` has seen.
int number(std::string_view digits)
{
    int value = 0;
    for (const char c : digits)
        value = value * 10 + (c - '0');
    return value;
}

} // namespace

Result<ContractPage> parseContracts(std::string_view bytes)
{
    return json::readObject<ContractPage>(bytes, &readContracts);
}

std::optional<OptionSymbol> readOptionSymbol(std::string_view symbol)
{
    if (!isOptionSymbol(symbol))
        return std::nullopt;
    const std::string_view root = symbol.substr(0, symbol.size() - 15);
    const std::string_view rest = symbol.substr(root.size());
    const std::chrono::year_month_day date{std::chrono::year(2000 + number(rest.substr(0, 2))),
                                           std::chrono::month(static_cast<unsigned>(number(rest.substr(2, 2)))),
                                           std::chrono::day(static_cast<unsigned>(number(rest.substr(4, 2))))};
    if (!date.ok())
        return std::nullopt;
    const std::int64_t thousandths = number(rest.substr(7));
    return OptionSymbol{.root = std::string(root),
                        .expiry = sys_days(date),
                        .right = rest[6] == 'P' ? OptionRight::Put : OptionRight::Call,
                        .strike = Price(Decimal::fromNanos(thousandths * 1'000'000))};
}

Result<ChainPage> parseChain(std::string_view bytes)
{
    const auto document = json::Document::parse(bytes);
    if (!document)
        return failure(document.error());
    std::optional<Error> problem;
    Fields root(document->root(), "", problem);
    ChainPage page{.entries = {}, .nextToken = root.maybeText("next_page_token")};
    const json::Value contracts = root.value("snapshots");
    if (!contracts.isObject())
        root.complain("snapshots", "it is missing");
    for (const json::Value each : contracts) {
        Fields fields(each, std::string(each.key()) + ".", problem);
        if (!problem)
            page.entries.push_back(readEntry(fields, std::string(each.key())));
    }
    if (problem)
        return failure(std::move(*problem));
    return page;
}

} // namespace core::alpaca
