#include "app/exchange/alpaca/Values.h"

#include <array>

namespace app::alpaca {

using namespace core;

namespace {

constexpr std::array statusNames{"pending_new", "accepted",       "new",      "held",
                                 "partially_filled", "filled",    "pending_cancel", "canceled",
                                 "expired",     "pending_replace", "replaced", "rejected"};
constexpr std::array typeNames{"market", "limit", "stop", "stop_limit", "trailing_stop"};
constexpr std::array forceNames{"day", "gtc", "opg", "cls", "ioc", "fok"};
constexpr std::array classNames{"simple", "bracket", "oco", "oto"};

template <class Enum, std::size_t Size>
std::optional<Enum> parseWord(const std::array<const char *, Size> &names, std::string_view name)
{
    for (std::size_t i = 0; i < Size; ++i)
        if (name == names[i])
            return static_cast<Enum>(i);
    return std::nullopt;
}

} // namespace

const char *statusName(Status status)
{
    return statusNames[std::size_t(status)];
}

const char *typeName(Type type)
{
    return typeNames[std::size_t(type)];
}

const char *forceName(Force force)
{
    return forceNames[std::size_t(force)];
}

const char *className(OrderClass orderClass)
{
    return classNames[std::size_t(orderClass)];
}

std::optional<Type> parseType(std::string_view name)
{
    return parseWord<Type>(typeNames, name);
}

std::optional<Force> parseForce(std::string_view name)
{
    return parseWord<Force>(forceNames, name);
}

std::optional<OrderClass> parseClass(std::string_view name)
{
    return name.empty() ? OrderClass::Simple : parseWord<OrderClass>(classNames, name);
}

bool isOver(Status status)
{
    switch (status) {
    case Status::Filled:
    case Status::Canceled:
    case Status::Expired:
    case Status::Replaced:
    case Status::Rejected: return true;
    default: return false;
    }
}

std::string Asset::plainSymbol() const
{
    std::string plain = symbol;
    std::erase(plain, '/');
    return plain;
}

bool Draft::isFractional() const
{
    return notional || (quantity && quantity->value().nanos() % Decimal::one != 0);
}

std::optional<Money> Order::averagePrice() const
{
    if (filled.isZero())
        return std::nullopt;
    return Money(filledNotional.value().over(filled.value()));
}

WideDecimal Position::averagePrice() const
{
    return cost.value().over(WideDecimal::product(quantity.value(), asset->instrument.multiplier));
}

} // namespace app::alpaca
