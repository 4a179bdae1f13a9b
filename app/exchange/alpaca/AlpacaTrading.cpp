#include "app/exchange/alpaca/AlpacaTrading.h"

#include "app/exchange/alpaca/Json.h"
#include "core/json/Document.h"
#include "core/market/NewYorkTime.h"

#include <algorithm>
#include <charconv>

namespace app::alpaca {

using namespace core;
using namespace std::chrono_literals;

namespace {

Problem unknownPath()
{
    return notFound("endpoint not found");
}

Problem wrongMethod()
{
    return {405, 40510000, "method not allowed"};
}

} // namespace

HttpResponse problemResponse(const Problem &problem)
{
    return jsonResponse(problemJson(problem), problem.status);
}

HttpResponse jsonResponse(std::string body, int status)
{
    HttpResponse response;
    response.status = status;
    response.body = std::move(body);
    response.contentType = "application/json; charset=UTF-8";
    return response;
}

HttpResponse AlpacaTrading::answer(const HttpRequest &request)
{
    const Body body = route(request);
    return body ? *body : problemResponse(body.error());
}

Answer<HttpResponse> AlpacaTrading::route(const HttpRequest &request)
{
    const auto path = pathSegments(request.path());
    const Query query(request.query());
    const std::string part = path.size() > 1 ? path[1] : "";
    const bool isGet = request.method == "GET";
    if (path.empty() || path[0] != "v2" || path.size() > 5)
        return refuse(unknownPath());
    if (part == "account")
        return account(request, path);
    if (part == "orders")
        return path.size() > 2 ? order(request, path[2]) : orders(request);
    if (part == "positions")
        return path.size() > 2 ? position(request, path[2]) : positions(request);
    if (!isGet)
        return refuse(wrongMethod());
    if (part == "orders:by_client_order_id") {
        const std::string id = query.valueOr("client_order_id", "");
        return showOrder(m_account.findByClientId(id), id, query.valueOr("nested", "") == "true");
    }
    if (part == "clock")
        return jsonResponse(clockJson(m_account.now()));
    if (part == "calendar")
        return calendar(query);
    if (part == "assets") // a pair may come with its slash as it is
        return path.size() > 2 ? asset(path.size() > 3 ? path[2] + "/" + path[3] : path[2]) : assets(query);
    if (part == "options" && path.size() > 2 && path[2] == "contracts")
        return contracts(query, path.size() > 3 ? path[3] : "");
    return refuse(unknownPath());
}

Answer<HttpResponse> AlpacaTrading::account(const HttpRequest &request, const std::vector<std::string> &path)
{
    const std::string part = path.size() > 2 ? path[2] : "";
    if (part == "configurations")
        return configurations(request);
    if (request.method != "GET")
        return refuse(wrongMethod());
    if (path.size() == 2)
        return jsonResponse(accountJson(m_account));
    if (part == "portfolio" && path.size() == 4 && path[3] == "history")
        return history(Query(request.query()));
    if (part == "activities")
        return activities(Query(request.query()), path.size() > 3 ? path[3] : "");
    return refuse(unknownPath());
}

Answer<HttpResponse> AlpacaTrading::configurations(const HttpRequest &request)
{
    if (request.method == "GET")
        return jsonResponse(configurationJson(m_account.configuration()));
    if (request.method != "PATCH")
        return refuse(wrongMethod());
    const auto document = json::Document::parse(request.body);
    if (!document || !document->root().isObject())
        return refuse(Problem{400, 40010000, "request body format is invalid"});
    const json::Value wanted = document->root();
    Configuration chosen = m_account.configuration();
    const auto flag = [&](const char *name, bool &target) { target = wanted[name].truth().value_or(target); };
    flag("suspend_trade", chosen.isSuspended);
    flag("no_shorting", chosen.noShorting);
    flag("fractional_trading", chosen.isFractional);
    flag("ptp_no_exception_entry", chosen.ptpNoExceptionEntry);
    flag("disable_overnight_trading", chosen.disableOvernight);
    if (const auto mail = wanted["trade_confirm_email"].text(); mail == "all" || mail == "none")
        chosen.tradeConfirmEmail = mail;
    const auto multiplier = wanted["max_margin_multiplier"].text();
    if (multiplier == "1" || multiplier == "2" || multiplier == "4")
        chosen.multiplier = multiplier.front() - '0';
    else if (!multiplier.empty())
        return refuse(badParameter("invalid max_margin_multiplier"));
    if (const auto level = wanted["max_options_trading_level"].text(); level.size() == 1 && level >= "0" && level <= "3")
        chosen.optionsLevel = level.front() - '0';
    m_account.configuration() = chosen;
    return jsonResponse(configurationJson(chosen));
}

namespace {

std::optional<Duration> spanOf(const std::string &period)
{
    int count = 0;
    const auto [end, error] = std::from_chars(period.data(), period.data() + period.size(), count);
    const std::string unit(end, period.data() + period.size());
    if (error != std::errc() || count < 1 || count > 1000)
        return std::nullopt;
    const Duration day = 24h;
    if (unit == "D")
        return count * day;
    if (unit == "W")
        return count * 7 * day;
    if (unit == "M")
        return count * 30 * day;
    return unit == "A" ? std::optional(count * 365 * day) : std::nullopt;
}

std::string stepFor(Duration span)
{
    const Duration day = 24h;
    return span < 7 * day ? "1Min" : span < 30 * day ? "15Min" : "1D";
}

std::optional<Duration> stepOf(const std::string &timeframe)
{
    const std::map<std::string, Duration> known{{"1Min", 1min}, {"5Min", 5min}, {"15Min", 15min}, {"1H", 1h}, {"1D", 24h}};
    const auto found = known.find(timeframe);
    return found == known.end() ? std::nullopt : std::optional(found->second);
}

} // namespace

Answer<HttpResponse> AlpacaTrading::history(const Query &query) const
{
    if (query.has("start") && query.has("end") && query.has("period"))
        return refuse(unprocessable("only two of start, end and period may be given"));
    const auto span = spanOf(query.valueOr("period", "1M"));
    if (!span)
        return refuse(badParameter("invalid period"));
    const Timestamp to = parseTime(query.valueOr("end", "")).value_or(m_account.now());
    const Timestamp from = parseTime(query.valueOr("start", "")).value_or(to - *span);
    const std::string timeframe = query.valueOr("timeframe", stepFor(to - from));
    const auto step = stepOf(timeframe);
    if (!step)
        return refuse(badParameter("invalid timeframe"));
    return jsonResponse(historyJson(m_account.books(), m_account.books().lastEquity(), from, to, *step, timeframe));
}

namespace {

/// One row of the activities: a fill, or what became of a contract.
struct Activity {
    Timestamp at;
    const std::string *id;
    const Execution *fill = nullptr;
    const OptionEnd *end = nullptr;

    [[nodiscard]] std::string type() const { return fill ? "FILL" : end->type; }
    [[nodiscard]] const char *category() const { return fill ? "trade_activity" : "non_trade_activity"; }
};

/// Oldest first. What became of contracts shows on the next day.
std::vector<Activity> activitiesOf(const Books &books, Timestamp now)
{
    std::vector<Activity> all;
    for (const Execution &made : books.executions())
        all.push_back({made.at, &made.id, &made, nullptr});
    for (const OptionEnd &end : books.optionEnds())
        if (newYorkDate(end.at) < newYorkDate(now))
            all.push_back({end.at, &end.id, nullptr, &end});
    std::stable_sort(all.begin(), all.end(), [](const Activity &a, const Activity &b) { return a.at < b.at; });
    return all;
}

} // namespace

Answer<HttpResponse> AlpacaTrading::activities(const Query &query, const std::string &type) const
{
    auto types = type.empty() ? query.list("activity_types") : std::vector<std::string>{type};
    for (const std::string &each : types) // what never happens here is no mistake
        if (each.empty() || !std::all_of(each.begin(), each.end(), [](char c) { return c >= 'A' && c <= 'Z'; }))
            return refuse(badParameter("invalid activity type: " + each));
    const auto after = parseTime(query.valueOr("after", query.valueOr("date", "")));
    const auto until = query.has("date") && after ? std::optional(*after + 24h) : parseTime(query.valueOr("until", ""));
    const auto order = query.value("order_id");
    auto found = activitiesOf(m_account.books(), m_account.now());
    std::erase_if(found, [&](const Activity &each) {
        return (!types.empty() && std::find(types.begin(), types.end(), each.type()) == types.end()) ||
               (after && each.at <= *after) || (until && each.at >= *until) ||
               (order && (!each.fill || each.fill->order != *order)) ||
               query.valueOr("category", each.category()) != each.category();
    });
    if (query.valueOr("direction", "desc") != "asc")
        std::reverse(found.begin(), found.end());
    if (const auto token = query.value("page_token")) {
        const auto last = std::find_if(found.begin(), found.end(), [&](const Activity &each) { return *each.id == *token; });
        if (last == found.end())
            return refuse(badParameter("invalid page_token"));
        found.erase(found.begin(), last + 1);
    }
    const std::size_t size = std::size_t(std::clamp(std::atoi(query.valueOr("page_size", "100").c_str()), 1, 100));
    JsonWriter json;
    json.beginArray();
    for (std::size_t i = 0; i < std::min(size, found.size()); ++i)
        found[i].fill ? writeActivity(json, *found[i].fill) : writeActivity(json, *found[i].end);
    return jsonResponse(json.endArray().take());
}

Answer<HttpResponse> AlpacaTrading::calendar(const Query &query) const
{
    const auto today = newYorkDate(m_account.now());
    const auto dayOf = [&](const char *name, std::chrono::sys_days fallback) -> std::optional<std::chrono::sys_days> {
        const auto text = query.value(name);
        const auto parsed = text ? parseIsoText(text->substr(0, 10)) : Timestamp(fallback);
        return parsed ? std::optional(std::chrono::floor<std::chrono::days>(*parsed)) : std::nullopt;
    };
    const auto first = dayOf("start", today - std::chrono::days(365));
    const auto last = dayOf("end", today + std::chrono::days(365));
    if (!first || !last || *last - *first > std::chrono::days(365 * 60))
        return refuse(badParameter("invalid start or end"));
    return jsonResponse(calendarJson(*first, *last));
}

Answer<HttpResponse> AlpacaTrading::assets(const Query &query) const
{
    const std::string wanted = query.valueOr("asset_class", "us_equity");
    JsonWriter json;
    json.beginArray();
    for (const Asset &asset : m_assets.all())
        if (asset.className() == wanted && query.valueOr("status", "active") == "active")
            writeAsset(json, asset, m_account.configuration());
    return jsonResponse(json.endArray().take());
}

Answer<HttpResponse> AlpacaTrading::asset(const std::string &name) const
{
    const Asset *asset = m_assets.find(name);
    if (!asset)
        return refuse(notFound("asset not found for " + name));
    JsonWriter json;
    writeAsset(json, *asset, m_account.configuration());
    return jsonResponse(json.take());
}

Answer<HttpResponse> AlpacaTrading::contracts(const Query &query, const std::string &name) const
{
    const auto dayBefore = [this](const Asset &asset) { return m_account.books().dayBefore(asset); };
    const auto body = name.empty() ? contractsJson(m_assets, m_options, query, m_account.now(), dayBefore)
                                   : contractJson(m_options, name, m_account.now(), dayBefore);
    return body ? Body(jsonResponse(*body)) : refuse(body.error());
}

} // namespace app::alpaca
