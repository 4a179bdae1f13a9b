// The wire words of the domain's enumerations, in one table each.
#include "core/domain/Mode.h"
#include "core/domain/Order.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace core {

namespace {

template <class Enum>
struct Word {
    Enum value;
    const char *name;
};
template <class Enum>
Word(Enum, const char *) -> Word<Enum>; // clang before 17 needs it said

template <class Enum, std::size_t N>
const char *nameOf(const std::array<Word<Enum>, N> &words, Enum value)
{
    for (const auto &word : words)
        if (word.value == value)
            return word.name;
    return "?";
}

template <class Enum, std::size_t N>
std::optional<Enum> valueOf(const std::array<Word<Enum>, N> &words, std::string_view name)
{
    for (const auto &word : words)
        if (name == word.name)
            return word.value;
    return std::nullopt;
}

constexpr std::array destinations{
    Word{Destination::Replay, "replay"}, Word{Destination::Demo, "demo"},
    Word{Destination::Paper, "paper"}, Word{Destination::Live, "live"}};
constexpr std::array modes{Word{DecisionMode::Manual, "manual"}, Word{DecisionMode::Hybrid, "hybrid"},
                           Word{DecisionMode::Auto, "auto"}};
constexpr std::array tradingStates{
    Word{TradingState::Running, "running"}, Word{TradingState::ReduceOnly, "reduce-only"},
    Word{TradingState::Halted, "halted"}, Word{TradingState::Flattening, "flattening"}};
constexpr std::array sides{Word{Side::Buy, "buy"}, Word{Side::Sell, "sell"}};
constexpr std::array directions{Word{Direction::Long, "long"}, Word{Direction::Short, "short"},
                                Word{Direction::Flat, "flat"}};
constexpr std::array kinds{Word{SignalKind::Buy, "buy"}, Word{SignalKind::Sell, "sell"},
                           Word{SignalKind::Close, "close"},
                           Word{SignalKind::PartialClose, "partial-close"}};
constexpr std::array sources{
    Word{SignalSource::Technical, "technical"}, Word{SignalSource::Model, "model"},
    Word{SignalSource::OrderBook, "order-book"}, Word{SignalSource::Person, "person"}};
constexpr std::array types{Word{OrderType::Market, "market"}, Word{OrderType::Limit, "limit"},
                           Word{OrderType::Stop, "stop"}, Word{OrderType::StopLimit, "stop-limit"}};
constexpr std::array tifs{Word{TimeInForce::Day, "day"}, Word{TimeInForce::GoodTillCancelled, "gtc"},
                          Word{TimeInForce::ImmediateOrCancel, "ioc"}};
constexpr std::array roles{Word{OrderRole::Entry, "entry"}, Word{OrderRole::Stop, "stop"},
                           Word{OrderRole::Target, "target"}, Word{OrderRole::Exit, "exit"}};
constexpr std::array amendmentSteps{Word{AmendmentStep::Asked, "asked"}, Word{AmendmentStep::Made, "made"},
                                    Word{AmendmentStep::Refused, "refused"}};
constexpr std::array statuses{
    Word{OrderStatus::Intended, "intended"},
    Word{OrderStatus::Sent, "sent"},
    Word{OrderStatus::Unknown, "unknown"},
    Word{OrderStatus::Working, "working"},
    Word{OrderStatus::PartiallyFilled, "partially-filled"},
    Word{OrderStatus::Filled, "filled"},
    Word{OrderStatus::Cancelled, "cancelled"},
    Word{OrderStatus::Rejected, "rejected"},
    Word{OrderStatus::Expired, "expired"}};

} // namespace

const char *destinationName(Destination destination) { return nameOf(destinations, destination); }
std::optional<Destination> parseDestination(std::string_view name) { return valueOf(destinations, name); }
const char *decisionModeName(DecisionMode mode) { return nameOf(modes, mode); }
std::optional<DecisionMode> parseDecisionMode(std::string_view name) { return valueOf(modes, name); }
const char *tradingStateName(TradingState state) { return nameOf(tradingStates, state); }
std::optional<TradingState> parseTradingState(std::string_view name) { return valueOf(tradingStates, name); }
const char *sideName(Side side) { return nameOf(sides, side); }
std::optional<Side> parseSide(std::string_view name) { return valueOf(sides, name); }
Side opposite(Side side) { return side == Side::Buy ? Side::Sell : Side::Buy; }
const char *directionName(Direction direction) { return nameOf(directions, direction); }
const char *signalKindName(SignalKind kind) { return nameOf(kinds, kind); }
std::optional<SignalKind> parseSignalKind(std::string_view name) { return valueOf(kinds, name); }
const char *signalSourceName(SignalSource source) { return nameOf(sources, source); }
const char *orderTypeName(OrderType type) { return nameOf(types, type); }
std::optional<OrderType> parseOrderType(std::string_view name) { return valueOf(types, name); }
const char *timeInForceName(TimeInForce tif) { return nameOf(tifs, tif); }
std::optional<TimeInForce> parseTimeInForce(std::string_view name) { return valueOf(tifs, name); }
const char *orderRoleName(OrderRole role) { return nameOf(roles, role); }
std::optional<OrderRole> parseOrderRole(std::string_view name) { return valueOf(roles, name); }
const char *orderStatusName(OrderStatus status) { return nameOf(statuses, status); }
std::optional<OrderStatus> parseOrderStatus(std::string_view name) { return valueOf(statuses, name); }

const char *amendmentStepName(AmendmentStep step)
{
    return nameOf(amendmentSteps, step);
}

std::optional<AmendmentStep> parseAmendmentStep(std::string_view name)
{
    return valueOf(amendmentSteps, name);
}

bool isFinal(OrderStatus status)
{
    return status == OrderStatus::Filled || status == OrderStatus::Cancelled ||
           status == OrderStatus::Rejected || status == OrderStatus::Expired;
}

bool isWorking(OrderStatus status)
{
    return status == OrderStatus::Working || status == OrderStatus::PartiallyFilled;
}

Quantity Order::mostQuantity() const
{
    return amendment && amendment->quantity ? std::max(request.quantity, *amendment->quantity) : request.quantity;
}

Quantity Order::leastQuantity() const
{
    return amendment && amendment->quantity ? std::min(request.quantity, *amendment->quantity) : request.quantity;
}

std::optional<Price> Order::worstStop() const
{
    if (!request.stopPrice || !amendment || !amendment->stopPrice)
        return request.stopPrice;
    return request.side == Side::Sell ? std::min(*request.stopPrice, *amendment->stopPrice)
                                      : std::max(*request.stopPrice, *amendment->stopPrice);
}

bool Order::has(const Amendment &terms) const
{
    return (!terms.quantity || *terms.quantity == request.quantity) &&
           (!terms.limitPrice || terms.limitPrice == request.limitPrice) &&
           (!terms.stopPrice || terms.stopPrice == request.stopPrice);
}

std::optional<Price> Order::averagePrice() const
{
    if (filled.isZero())
        return std::nullopt;
    // Both may be the venue's word, which need not make sense together.
    constexpr double mostOfAPrice = 9.2e9;
    if (std::abs(filledNotional.toDouble()) > mostOfAPrice * std::abs(filled.toDouble()))
        return std::nullopt;
    return Price(filledNotional.value().over(filled.value()).narrowed(Rounding::HalfEven));
}

} // namespace core
