#include "app/exchange/alpaca/options/OptionData.h"

#include "app/exchange/alpaca/DataJson.h"
#include "app/exchange/alpaca/AlpacaTrading.h"
#include "app/exchange/alpaca/Text.h"
#include "core/market/NewYorkTime.h"

#include <algorithm>

namespace app::alpaca {

using namespace core;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t mostSymbols = 100;
constexpr Duration indicativeDelay = 15min; ///< Of trades; the free feed's.

std::string greeksJson(const OptionValue &value)
{
    JsonWriter json;
    json.beginObject().member("delta", value.delta).member("gamma", value.gamma).member("rho", value.rho);
    return json.member("theta", value.theta).member("vega", value.vega).endObject().take();
}

bool isLate(const Query &query)
{
    return query.valueOr("feed", "indicative") == "indicative";
}

} // namespace

Answer<HttpResponse> OptionData::answer(const std::vector<std::string> &path, const Query &query) const
{
    if (const std::string feed = query.valueOr("feed", "indicative"); feed != "indicative" && feed != "opra")
        return refuse(badRequest("invalid feed: " + feed));
    if (path.size() == 2 && path[0] == "snapshots")
        return chain(path[1], query);
    const auto contracts = named(query);
    if (!contracts)
        return refuse(contracts.error());
    if (path.size() == 1 && path[0] == "snapshots")
        return snapshots(*contracts, query);
    if (path.size() == 1 && (path[0] == "bars" || path[0] == "trades"))
        return history(*contracts, path[0], query);
    if (path.size() == 2 && path[1] == "latest" && (path[0] == "quotes" || path[0] == "trades"))
        return latest(*contracts, path[0], query);
    return refuse(notFound("endpoint not found"));
}

/// Unknown ones are left out, in order of their symbols.
Answer<std::vector<Asset>> OptionData::named(const Query &query) const
{
    auto symbols = query.list("symbols");
    if (symbols.empty())
        return refuse(badRequest("symbols is required"));
    if (symbols.size() > mostSymbols)
        return refuse(badRequest("at most 100 symbols may be asked for at once"));
    std::sort(symbols.begin(), symbols.end());
    symbols.erase(std::unique(symbols.begin(), symbols.end()), symbols.end());
    std::vector<Asset> found;
    for (const std::string &symbol : symbols)
        if (auto contract = m_options.chain.find(symbol, newYorkDate(m_now())); contract && contract->symbol == symbol)
            found.push_back(std::move(*contract));
    return found;
}

Answer<HttpResponse> OptionData::chain(const std::string &name, const Query &query) const
{
    const Asset *underlying = m_assets.find(name);
    if (!underlying || underlying->isCrypto)
        return refuse(badRequest("invalid underlying symbol: " + name));
    const auto filter = ContractFilter::read(query);
    if (!filter)
        return refuse(badRequest(filter.error().message));
    const auto today = newYorkDate(m_now());
    std::vector<Asset> contracts = m_options.chain.contracts(*underlying, today);
    std::erase_if(contracts, [&](const Asset &each) { return each.option->expiry < today || !filter->holds(each); });
    return snapshots(contracts, query);
}

bool OptionData::isNewerThan(Timestamp since, const Asset &contract, const Query &query) const
{
    const auto quote = m_options.market.quote(contract);
    const auto trade = lastTrade(contract, query);
    return (quote && quote->at >= since) || (trade && trade->at >= since);
}

Answer<HttpResponse> OptionData::snapshots(const std::vector<Asset> &contracts, const Query &query) const
{
    const auto limit = Decimal::parse(query.valueOr("limit", "100"));
    const std::int64_t most = limit ? limit->nanos() / Decimal::one : 0;
    const auto first = HistoryPage::parseToken(query.value("page_token"));
    const auto since = query.has("updated_since") ? parseTime(query.valueOr("updated_since", "")) : Timestamp();
    if (!first || !since || most < 1 || most > 1000)
        return refuse(badRequest(!first ? "invalid page_token" : since ? "invalid limit" : "invalid updated_since"));
    std::size_t number = 0;
    const std::size_t end = *first + std::size_t(most);
    JsonWriter json;
    json.beginObject().key("snapshots").beginObject();
    for (const Asset &contract : contracts) {
        if (query.has("updated_since") && !isNewerThan(*since, contract, query))
            continue;
        if (const std::size_t place = number++; place >= *first && place < end)
            json.key(contract.symbol).raw(snapshot(contract, query));
    }
    json.endObject().key("next_page_token");
    number > end ? json.value(std::to_string(end)) : json.null();
    return jsonResponse(json.endObject().take());
}

/// Of the day and the one before; what has not been traded for longer has none.
std::optional<Trade> OptionData::lastTrade(const Asset &contract, const Query &query) const
{
    const Timestamp to = m_now() - (isLate(query) ? indicativeDelay : Duration());
    const auto trades = m_options.market.trades(contract, to - 24h, to);
    return trades.empty() ? std::nullopt : std::optional(trades.back());
}

/// What is missing is left out. On the day of expiry there are no greeks.
std::string OptionData::snapshot(const Asset &contract, const Query &query) const
{
    JsonWriter json;
    json.beginObject();
    if (const auto trade = lastTrade(contract, query))
        json.key("latestTrade").raw(inBraces(optionTradeMembers(*trade)));
    if (const auto quote = m_options.market.quote(contract))
        json.key("latestQuote").raw(inBraces(optionQuoteMembers(*quote)));
    const auto days = m_options.market.bars(contract, {1, BarLength::Unit::Day}, m_now() - 24h, m_now());
    if (!days.empty()) {
        const auto minutes = m_options.market.bars(contract, {}, days.back().at, m_now());
        json.key("minuteBar").raw(inBraces(barMembers(minutes.back())));
        json.key("dailyBar").raw(inBraces(barMembers(days.back())));
    }
    const auto estimate = m_options.market.estimate(contract);
    if (estimate && contract.option->expiry > newYorkDate(m_now()))
        json.key("greeks").raw(greeksJson(estimate->value)).member("impliedVolatility", estimate->volatility);
    return json.endObject().take();
}

Answer<HttpResponse> OptionData::latest(const std::vector<Asset> &contracts, const std::string &what,
                                        const Query &query) const
{
    JsonWriter json;
    json.beginObject().key(what).beginObject();
    for (const Asset &contract : contracts) {
        if (what == "trades") {
            if (const auto trade = lastTrade(contract, query))
                json.key(contract.symbol).raw(inBraces(optionTradeMembers(*trade)));
        } else if (const auto quote = m_options.market.quote(contract)) {
            json.key(contract.symbol).raw(inBraces(optionQuoteMembers(*quote)));
        }
    }
    return jsonResponse(json.endObject().endObject().take());
}

Answer<HttpResponse> OptionData::history(const std::vector<Asset> &contracts, const std::string &what,
                                         const Query &query) const
{
    const auto span = HistorySpan::read(query, what == "bars", m_now());
    if (!span)
        return refuse(span.error());
    HistoryPage page(span->firstRow, span->rows);
    for (const Asset &contract : contracts) {
        std::vector<std::string> rows;
        if (what == "bars")
            for (const DataBar &bar : m_options.market.bars(contract, span->length, span->from, span->to))
                rows.push_back(inBraces(barMembers(bar)));
        else
            for (const Trade &trade : m_options.market.trades(contract, span->from, span->to))
                rows.push_back(inBraces(optionTradeMembers(trade)));
        if (span->isNewestFirst)
            std::reverse(rows.begin(), rows.end());
        page.add(contract.symbol, rows);
    }
    return jsonResponse(page.ofMany(what));
}

} // namespace app::alpaca
