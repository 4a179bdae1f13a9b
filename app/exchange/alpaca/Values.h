#pragma once

#include "core/domain/Order.h"

#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

/// The venue's side of Alpaca, written from the protocol sheet alone: it shares no code with our client.
namespace app::alpaca {

enum class Status {
    PendingNew,
    Accepted,
    New,
    Held,
    PartiallyFilled,
    Filled,
    PendingCancel,
    Canceled,
    Expired,
    PendingReplace,
    Replaced,
    Rejected,
};
enum class Type { Market, Limit, Stop, StopLimit, TrailingStop };
enum class Force { Day, Gtc, Opg, Cls, Ioc, Fok };
enum class OrderClass { Simple, Bracket, Oco, Oto };

[[nodiscard]] const char *statusName(Status status);
[[nodiscard]] const char *typeName(Type type);
[[nodiscard]] const char *forceName(Force force);
[[nodiscard]] const char *className(OrderClass orderClass);
[[nodiscard]] std::optional<Type> parseType(std::string_view name);
[[nodiscard]] std::optional<Force> parseForce(std::string_view name);
[[nodiscard]] std::optional<OrderClass> parseClass(std::string_view name);
/// Nothing will happen to it any more.
[[nodiscard]] bool isOver(Status status);

/// An answer that is no success: the status, the code of the body and its sentence.
struct Problem {
    int status = 422;
    std::int64_t code = 42210000;
    std::string message;
    std::vector<std::pair<std::string, std::string>> details{}; ///< Further members of the body, texts.
};
template <class T = void>
using Answer = tl::expected<T, Problem>;

[[nodiscard]] inline tl::unexpected<Problem> refuse(Problem problem)
{
    return tl::unexpected<Problem>(std::move(problem));
}
[[nodiscard]] inline Problem badParameter(std::string message)
{
    return {422, 40010001, std::move(message)};
}
[[nodiscard]] inline Problem unprocessable(std::string message)
{
    return {422, 42210000, std::move(message)};
}
[[nodiscard]] inline Problem forbidden(std::string message)
{
    return {403, 40310000, std::move(message)};
}
[[nodiscard]] inline Problem notFound(std::string message)
{
    return {404, 40410000, std::move(message)};
}

struct Asset;

/// What makes the contract of an option.
struct OptionTerms {
    const Asset *underlying = nullptr;
    std::chrono::sys_days expiry{};
    bool isCall = true;
    core::Price strike{};
};

/// What is traded. `plays` is the series of the played market whose prices it has.
struct Asset {
    std::string id{};
    std::string symbol{}; ///< `AAPL`, `BTC/USD`.
    std::string name{};
    std::string exchange{};
    bool isCrypto = false;
    core::InstrumentId plays{};
    core::Instrument instrument{}; ///< In the account's own books.
    core::Money minimum{};         ///< Of an order's value.
    std::optional<OptionTerms> option{}; ///< Of a contract; it plays what its underlying plays.

    [[nodiscard]] const char *className() const { return isCrypto ? "crypto" : option ? "us_option" : "us_equity"; }
    /// What so many cost at a price: a contract is a hundred shares.
    [[nodiscard]] core::Money worth(core::Price price, core::Quantity quantity) const
    {
        return core::notional(price, quantity, instrument.multiplier);
    }
    [[nodiscard]] bool isMarginable() const { return !isCrypto && !option; }
    /// The older form, without the slash, in which positions still come.
    [[nodiscard]] std::string plainSymbol() const;
};

/// What a client wants, as it can be read from the body of a POST.
struct Draft {
    std::string clientId;
    std::string symbol;
    std::optional<core::Quantity> quantity;
    std::optional<core::Decimal> notional;
    core::Side side = core::Side::Buy;
    Type type = Type::Market;
    Force force = Force::Day;
    OrderClass orderClass = OrderClass::Simple;
    std::optional<core::Price> limit;
    std::optional<core::Price> stop;
    std::optional<core::Decimal> trailPrice;
    std::optional<core::Decimal> trailPercent;
    bool isExtended = false;
    std::string intent; ///< `buy_to_open` and its like; empty where the client said nothing.
    std::optional<core::Price> takeProfit;
    std::optional<core::Price> stopLoss;
    std::optional<core::Price> stopLossLimit;

    [[nodiscard]] bool isFractional() const;
};

struct Order {
    std::string id;
    const Asset *asset = nullptr;
    Draft terms;
    Status status = Status::PendingNew;
    core::Quantity filled{};
    core::Money filledNotional{};
    std::optional<core::Price> highWater;
    std::string parent;            ///< Of a leg.
    std::vector<std::string> legs; ///< The newest of each.
    std::string group;             ///< Of exits that end one another.
    std::string replaces;
    std::string replacedBy;
    core::Timestamp createdAt;
    core::Timestamp updatedAt;
    std::optional<core::Timestamp> filledAt, expiredAt, expiresAt, canceledAt, failedAt, replacedAt, cancelAskedAt;
    Status ending = Status::Canceled; ///< What it is when the books say that it is cancelled.
    bool isRouted = false;            ///< The books know it.

    [[nodiscard]] bool isLive() const { return !isOver(status); }
    [[nodiscard]] bool isLeg() const { return !parent.empty(); }
    /// Legs and their parent: the wash-trade guard does not look at them.
    [[nodiscard]] bool isAdvanced() const { return isLeg() || terms.orderClass != OrderClass::Simple; }
    [[nodiscard]] core::Quantity remaining() const { return terms.quantity.value_or(core::Quantity()) - filled; }
    [[nodiscard]] std::optional<core::Money> averagePrice() const;
};

struct Position {
    const Asset *asset = nullptr;
    core::Quantity quantity{}; ///< Signed.
    core::Money cost{};        ///< Signed, of what is left.
    bool isOvernight = false;  ///< It was there when the last day ended.

    /// Of one share or coin; of a contract as its price is quoted.
    [[nodiscard]] core::WideDecimal averagePrice() const;
};

/// One execution, as activities and order events tell of it.
struct Execution {
    std::string id{};          ///< Of the activity.
    std::string executionId{}; ///< Of the order event.
    std::string order{};
    const Asset *asset = nullptr;
    core::Side side = core::Side::Buy;
    core::Quantity quantity{};
    core::Price price{};
    core::Timestamp at{};
    core::Quantity leaves{};
    core::Quantity cumulated{};
    bool isLast = false;
    core::Quantity positionAfter{};
    core::Decimal fee{}; ///< Crypto only; in what was received.
};

/// What became of a contract on its last day: exercised (OPEXC), without worth (OPEXP), or the shares that an
/// exercise brought or took (OPTRD).
struct OptionEnd {
    std::string id{}; ///< Of the activity.
    std::string type{};
    const Asset *asset = nullptr;
    core::Quantity quantity{}; ///< Of shares signed.
    core::Price price{};
    core::Money net{};
    core::Timestamp at{};
};

} // namespace app::alpaca
