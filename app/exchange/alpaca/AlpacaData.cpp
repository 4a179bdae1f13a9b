#include "app/exchange/alpaca/AlpacaData.h"

#include "app/exchange/alpaca/AlpacaTrading.h"
#include "app/exchange/alpaca/DataJson.h"
#include "core/base/Json.h"

#include <algorithm>

namespace app::alpaca {

using namespace core;

namespace {

bool isKind(const std::string &word)
{
    return word == "bars" || word == "trades" || word == "quotes";
}

/// "trades" → "trade".
std::string oneOf(const std::string &what)
{
    return what.substr(0, what.size() - 1);
}

bool isOneOf(const std::string &word, std::initializer_list<const char *> known)
{
    return std::find(known.begin(), known.end(), word) != known.end();
}

} // namespace

bool AlpacaData::serves(const std::vector<std::string> &path)
{
    return path.size() > 1 && ((path[0] == "v2" && path[1] == "stocks") || path[0] == "v1beta3" || path[0] == "v1beta1");
}

HttpResponse AlpacaData::answer(const HttpRequest &request) const
{
    const Body body = route(request);
    return body ? *body : problemResponse(body.error());
}

Answer<HttpResponse> AlpacaData::route(const HttpRequest &request) const
{
    if (request.method != "GET")
        return refuse(Problem{405, 40510000, "method not allowed"});
    auto path = pathSegments(request.path());
    Question question{Query(request.query()), {}, {}, {}, false, false};
    if (path[0] == "v2") {
        path.erase(path.begin(), path.begin() + 2);
        return stocks(std::move(path), std::move(question));
    }
    if (path.size() > 3 && path[0] == "v1beta3" && path[1] == "crypto") {
        path.erase(path.begin(), path.begin() + 3); // every location is this venue
        question.isCrypto = true;
        return coins(path, std::move(question));
    }
    if (path.size() > 2 && path[0] == "v1beta1" && path[1] == "options")
        return m_options.answer({path.begin() + 2, path.end()}, question.query);
    return refuse(notFound("endpoint not found"));
}

Answer<> AlpacaData::nameAssets(Question &question, const std::vector<std::string> &symbols) const
{
    if (symbols.empty())
        return refuse(badRequest("symbols is required"));
    for (const std::string &symbol : symbols) {
        const Asset *asset = m_assets.find(symbol);
        if (asset && asset->isCrypto == question.isCrypto && symbol != asset->id)
            question.assets.push_back(asset);
        else
            question.unknown.push_back(symbol);
    }
    const auto bySymbol = [](const Asset *a, const Asset *b) { return a->symbol < b->symbol; };
    std::sort(question.assets.begin(), question.assets.end(), bySymbol);
    question.assets.erase(std::unique(question.assets.begin(), question.assets.end()), question.assets.end());
    return {};
}

Answer<HttpResponse> AlpacaData::stocks(std::vector<std::string> path, Question question) const
{
    const std::string feed = question.query.valueOr("feed", "iex");
    if (!isOneOf(feed, {"iex", "sip", "boats", "otc", "delayed_sip", "overnight"}))
        return refuse(badRequest("invalid feed: " + feed));
    question.isSingle = path.size() > 1 && !isKind(path[0]);
    const auto named = nameAssets(question, question.isSingle ? std::vector{path[0]} : question.query.list("symbols"));
    if (!named)
        return refuse(named.error());
    if (question.isSingle)
        path.erase(path.begin());
    question.what = path.empty() ? "" : path[0];
    const bool isLatest = path.size() == 2 && path[1] == "latest";
    if (path.size() == 1 && (question.what == "snapshots" || question.what == "snapshot"))
        return snapshots(question);
    if (!isKind(question.what) || path.size() > 2 || (path.size() == 2 && !isLatest))
        return refuse(notFound("endpoint not found"));
    if (!isLatest && feed == "overnight")
        return refuse(badRequest("invalid feed: overnight, use boats"));
    return isLatest ? latest(question) : history(question);
}

Answer<HttpResponse> AlpacaData::coins(const std::vector<std::string> &path, Question question) const
{
    if (const auto named = nameAssets(question, question.query.list("symbols")); !named)
        return refuse(named.error());
    const bool isLatest = path.size() == 2 && path[0] == "latest";
    question.what = path.back();
    if (path.size() == 1 && question.what == "snapshots")
        return snapshots(question);
    const bool isBook = isLatest && question.what == "orderbooks";
    if ((!isKind(question.what) && !isBook) || (path.size() > 1 && !isLatest))
        return refuse(notFound("endpoint not found"));
    return isLatest ? latest(question) : history(question);
}

std::vector<std::string> AlpacaData::rowsOf(const Question &question, const Asset &asset, const HistorySpan &span) const
{
    std::vector<std::string> rows;
    if (question.what == "bars")
        for (const DataBar &bar : m_memory.bars(asset, span.length, span.from, span.to))
            rows.push_back(inBraces(barMembers(bar)));
    if (question.what == "trades")
        for (const Trade &trade : m_memory.trades(asset, span.from, span.to))
            rows.push_back(inBraces(tradeMembers(trade, asset)));
    if (question.what == "quotes")
        for (const QuoteRow &quote : m_memory.quotes(asset, span.from, span.to))
            rows.push_back(inBraces(quoteMembers(quote, asset)));
    if (span.isNewestFirst)
        std::reverse(rows.begin(), rows.end());
    return rows;
}

Answer<HttpResponse> AlpacaData::history(const Question &question) const
{
    const auto span = HistorySpan::read(question.query, question.what == "bars", m_now());
    if (!span)
        return refuse(span.error());
    HistoryPage page(span->firstRow, span->rows);
    for (const Asset *asset : question.assets)
        page.add(asset->symbol, rowsOf(question, *asset, *span));
    if (!question.isSingle)
        return jsonResponse(page.ofMany(question.what));
    return jsonResponse(page.ofOne(question.what, question.assets.empty() ? question.unknown.front()
                                                                          : question.assets.front()->symbol));
}

std::optional<std::string> AlpacaData::latestOf(const Asset &asset, const std::string &what) const
{
    if (what == "trades") {
        const auto trade = m_memory.lastTrade(asset);
        return trade ? std::optional(inBraces(tradeMembers(*trade, asset))) : std::nullopt;
    }
    if (what == "quotes" || what == "orderbooks") {
        const auto quote = m_memory.lastQuote(asset);
        if (!quote)
            return std::nullopt;
        return inBraces(what == "quotes" ? quoteMembers(*quote, asset) : bookMembers(*quote));
    }
    const auto bars = m_memory.bars(asset, {}, {}, m_now());
    return bars.empty() ? std::nullopt : std::optional(inBraces(barMembers(bars.back())));
}

Answer<HttpResponse> AlpacaData::latest(const Question &question) const
{
    JsonWriter json;
    json.beginObject();
    if (question.isSingle) {
        const Asset *asset = question.assets.empty() ? nullptr : question.assets.front();
        const auto row = asset ? latestOf(*asset, question.what) : std::nullopt;
        if (!row)
            return refuse(notFound("no " + oneOf(question.what) + " found"));
        json.member("symbol", asset->symbol).key(oneOf(question.what)).raw(*row);
        return jsonResponse(json.endObject().take());
    }
    json.key(question.what).beginObject();
    for (const Asset *asset : question.assets)
        if (const auto row = latestOf(*asset, question.what))
            json.key(asset->symbol).raw(*row);
    return jsonResponse(json.endObject().endObject().take());
}

std::string AlpacaData::snapshot(const Asset &asset) const
{
    const auto days = m_memory.bars(asset, *BarLength::parse("1Day"), {}, m_now());
    const auto orNull = [](const std::optional<std::string> &row) { return row.value_or("null"); };
    const auto day = [&](std::size_t back) {
        return days.size() < back ? std::string("null") : inBraces(barMembers(days[days.size() - back]));
    };
    JsonWriter json;
    json.beginObject().key("latestTrade").raw(orNull(latestOf(asset, "trades")));
    json.key("latestQuote").raw(orNull(latestOf(asset, "quotes")));
    json.key("minuteBar").raw(orNull(latestOf(asset, "bars")));
    return json.key("dailyBar").raw(day(1)).key("prevDailyBar").raw(day(2)).endObject().take();
}

Answer<HttpResponse> AlpacaData::snapshots(const Question &question) const
{
    if (question.isSingle && !question.assets.empty())
        return jsonResponse(snapshot(*question.assets.front()));
    JsonWriter json;
    json.beginObject();
    if (question.isCrypto)
        json.key("snapshots").beginObject();
    for (const Asset *asset : question.assets)
        json.key(asset->symbol).raw(snapshot(*asset));
    for (const std::string &symbol : question.unknown)
        json.key(symbol).null();
    if (question.isCrypto)
        json.endObject();
    return jsonResponse(json.endObject().take());
}

} // namespace app::alpaca
