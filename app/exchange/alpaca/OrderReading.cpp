#include "app/exchange/alpaca/OrderReading.h"

#include "core/json/Document.h"

namespace app::alpaca {

using namespace core;

namespace {

/// Members of a body; the first thing that is wrong with them is kept.
class Members {
public:
    explicit Members(json::Value object) : m_object(object) {}

    [[nodiscard]] std::string text(const char *name)
    {
        const json::Value value = m_object[name];
        if (value.isAbsent() || value.isNull() || value.kind() == json::Kind::Text)
            return std::string(value.text());
        complain(std::string(name) + " must be a string");
        return {};
    }
    template <class T>
    [[nodiscard]] std::optional<T> amount(const char *name)
    {
        return amountIn<T>(m_object, name, name);
    }
    template <class T>
    [[nodiscard]] std::optional<T> nested(const char *object, const char *name)
    {
        const json::Value inside = m_object[object];
        if (!inside.isAbsent() && !inside.isNull() && !inside.isObject())
            complain(std::string(object) + " must be an object");
        return amountIn<T>(inside, name, std::string(object) + "." + name);
    }
    [[nodiscard]] bool flag(const char *name)
    {
        const json::Value value = m_object[name];
        if (!value.isAbsent() && !value.isNull() && !value.truth())
            complain(std::string(name) + " must be a boolean");
        return value.truth().value_or(false);
    }
    template <class T>
    [[nodiscard]] T word(const char *name, std::optional<T> (*parse)(std::string_view), bool isWanted)
    {
        const std::string said = text(name);
        const auto known = parse(said);
        if (said.empty() && isWanted)
            complain(std::string(name) + " is required");
        else if (!known && !said.empty())
            complain("invalid " + std::string(name));
        return known.value_or(T());
    }
    void complain(std::string what)
    {
        if (!m_problem)
            m_problem = badParameter(std::move(what));
    }
    [[nodiscard]] const std::optional<Problem> &problem() const { return m_problem; }

private:
    /// The service takes decimals as texts and as numbers.
    template <class T>
    [[nodiscard]] std::optional<T> amountIn(json::Value object, const char *name, const std::string &shown)
    {
        const json::Value value = object[name];
        if (value.isAbsent() || value.isNull())
            return std::nullopt;
        const bool isAmount = value.kind() == json::Kind::Text || value.kind() == json::Kind::Number;
        const auto parsed = isAmount ? Decimal::parse(value.text()) : failure(ErrorCode::BadInput, "");
        if (parsed && parsed->sign() > 0)
            return T(*parsed);
        complain(parsed ? shown + " must be > 0" : "invalid " + shown);
        return std::nullopt;
    }

    json::Value m_object;
    std::optional<Problem> m_problem;
};

std::optional<Side> parseSide(std::string_view name)
{
    if (name == "buy" || name == "sell")
        return name == "buy" ? Side::Buy : Side::Sell;
    return std::nullopt;
}

Problem noObject()
{
    return {400, 40010000, "request body format is invalid"};
}

void takePrices(Members &members, Draft &draft)
{
    draft.quantity = members.amount<Quantity>("qty");
    draft.notional = members.amount<Decimal>("notional");
    draft.limit = members.amount<Price>("limit_price");
    draft.stop = members.amount<Price>("stop_price");
    draft.trailPrice = members.amount<Decimal>("trail_price");
    draft.trailPercent = members.amount<Decimal>("trail_percent");
    draft.takeProfit = members.nested<Price>("take_profit", "limit_price");
    draft.stopLoss = members.nested<Price>("stop_loss", "stop_price");
    draft.stopLossLimit = members.nested<Price>("stop_loss", "limit_price");
}

void checkClientId(Members &members, const std::string &id)
{
    if (id.size() > 128)
        members.complain("client_order_id must be no more than 128 characters");
}

} // namespace

Answer<Draft> readDraft(std::string_view body)
{
    const auto document = json::Document::parse(body);
    if (!document || !document->root().isObject())
        return refuse(noObject());
    Members members(document->root());
    Draft draft;
    draft.symbol = members.text("symbol");
    if (draft.symbol.empty())
        members.complain("symbol is required");
    takePrices(members, draft);
    draft.side = members.word<Side>("side", parseSide, true);
    draft.type = members.word<Type>("type", parseType, true);
    draft.force = members.word<Force>("time_in_force", parseForce, true);
    draft.orderClass = members.word<OrderClass>("order_class", parseClass, false);
    draft.isExtended = members.flag("extended_hours");
    draft.intent = members.text("position_intent");
    if (!draft.intent.empty() && draft.intent != std::string(sideName(draft.side)) + "_to_open" &&
        draft.intent != std::string(sideName(draft.side)) + "_to_close")
        members.complain("invalid position_intent");
    draft.clientId = members.text("client_order_id");
    checkClientId(members, draft.clientId);
    if (!draft.quantity && !draft.notional)
        members.complain("qty or notional is required");
    if (draft.quantity && draft.notional)
        members.complain("only one of qty or notional is accepted");
    return members.problem() ? Answer<Draft>(refuse(*members.problem())) : draft;
}

Answer<Changes> readChanges(std::string_view body)
{
    const auto document = json::Document::parse(body);
    if (!document || !document->root().isObject())
        return refuse(noObject());
    Members members(document->root());
    Changes changes;
    changes.clientId = members.text("client_order_id");
    checkClientId(members, changes.clientId);
    changes.quantity = members.amount<Quantity>("qty");
    changes.limit = members.amount<Price>("limit_price");
    changes.stop = members.amount<Price>("stop_price");
    changes.trail = members.amount<Decimal>("trail");
    if (!members.text("time_in_force").empty())
        changes.force = members.word<Force>("time_in_force", parseForce, false);
    if (changes.quantity && changes.quantity->value().nanos() % Decimal::one != 0)
        members.complain("qty must be integer");
    return members.problem() ? Answer<Changes>(refuse(*members.problem())) : changes;
}

} // namespace app::alpaca
