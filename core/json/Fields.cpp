#include "core/json/Fields.h"

#include <charconv>
#include <cmath>
#include <cstdlib>

namespace core::json {

namespace {

Result<std::int64_t> parseInteger(std::string_view text)
{
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size())
        return failure(ErrorCode::BadInput, "\"" + std::string(text) + "\" is not a whole number");
    return number;
}

Result<double> parseNumber(std::string_view text)
{
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(number))
        return failure(ErrorCode::BadInput, "\"" + std::string(text) + "\" is not a number");
    return number;
}

/// 1970 until 2200: any two moments of it lie so near that nanoseconds can count what is between them.
constexpr std::int64_t lastMillis = 7'258'118'400'000;

Result<Timestamp> parseMillis(std::string_view text)
{
    const auto millis = parseInteger(text);
    if (!millis)
        return failure(millis.error());
    if (*millis < 0 || *millis >= lastMillis)
        return failure(ErrorCode::BadInput, std::string(text) + " is no moment of these centuries");
    return timestampFromMillis(*millis);
}

Result<Timestamp> parseIso(std::string_view text)
{
    auto at = parseIsoText(text);
    if (at && (*at < Timestamp() || *at >= timestampFromMillis(lastMillis)))
        return failure(ErrorCode::BadInput, std::string(text) + " is no moment of these centuries");
    return at;
}

} // namespace

Fields::Fields(Value object, std::string path, std::optional<Error> &problem)
    : m_object(object), m_path(std::move(path)), m_problem(problem)
{
    if (!object.isObject())
        complain("", "it is not an object");
}

Fields::Fields(Value object, const Fields &list, std::string_view key, std::size_t index)
    : m_object(object), m_list(&list), m_listKey(key), m_index(index), m_problem(list.m_problem)
{
    if (!object.isObject())
        complain("", "it is not an object");
}

std::string Fields::place() const
{
    return m_list ? m_list->place() + std::string(m_listKey) + "[" + std::to_string(m_index) + "]." : m_path;
}

void Fields::complain(std::string_view key, const std::string &what)
{
    if (!m_problem)
        m_problem = Error{ErrorCode::BadInput, what, {}, 0, place() + std::string(key)};
}

std::string_view Fields::token(std::string_view key, Value found)
{
    if (m_problem)
        return {};
    if (isNone(found))
        complain(key, "it is missing");
    else if (found.kind() != Kind::Text && found.kind() != Kind::Number)
        complain(key, "it is neither text nor a number");
    return found.text();
}

template <class T>
T Fields::read(std::string_view key, Value found, Result<T> (*parse)(std::string_view))
{
    const std::string_view text = token(key, found);
    if (m_problem)
        return T();
    const auto value = parse(text);
    if (!value)
        complain(key, value.error().message);
    return value.value_or(T());
}

template <class T>
std::optional<T> Fields::maybe(std::string_view key, Result<T> (*parse)(std::string_view))
{
    const Value found = m_object[key];
    return isNone(found) ? std::nullopt : std::optional(read(key, found, parse));
}

std::string Fields::text(std::string_view key)
{
    return std::string(token(key, m_object[key]));
}

std::optional<std::string> Fields::maybeText(std::string_view key)
{
    const Value found = m_object[key];
    return isNone(found) ? std::nullopt : std::optional(std::string(token(key, found)));
}

Decimal Fields::decimal(std::string_view key, Value found)
{
    return read(key, found, &Decimal::parse);
}

Decimal Fields::roundedDecimal(std::string_view key, Value found)
{
    return read(key, found, &Decimal::parseRounded);
}

Money Fields::money(std::string_view key)
{
    return Money(read(key, m_object[key], &WideDecimal::parse));
}

std::optional<Money> Fields::maybeMoney(std::string_view key)
{
    const auto amount = maybe(key, &WideDecimal::parse);
    return amount ? std::optional(Money(*amount)) : std::nullopt;
}

std::int64_t Fields::integer(std::string_view key)
{
    return read(key, m_object[key], &parseInteger);
}

std::optional<std::int64_t> Fields::maybeInteger(std::string_view key)
{
    return maybe(key, &parseInteger);
}

bool Fields::flag(std::string_view key)
{
    const Value value = m_object[key];
    if (const auto truth = value.truth(); truth && !m_problem)
        return *truth;
    const std::string_view word = token(key, value);
    if (word != "true" && word != "false")
        complain(key, "it is neither true nor false");
    return word == "true";
}

std::optional<bool> Fields::maybeFlag(std::string_view key)
{
    return isNone(key) ? std::nullopt : std::optional(flag(key));
}

double Fields::number(std::string_view key)
{
    return read(key, m_object[key], &parseNumber);
}

std::optional<double> Fields::maybeNumber(std::string_view key)
{
    return maybe(key, &parseNumber);
}

Timestamp Fields::isoTime(std::string_view key)
{
    return read(key, m_object[key], &parseIso);
}

std::optional<Timestamp> Fields::maybeIsoTime(std::string_view key)
{
    return maybe(key, &parseIso);
}

Timestamp Fields::milliTime(std::string_view key)
{
    return read(key, m_object[key], &parseMillis);
}

std::optional<Timestamp> Fields::maybeMilliTime(std::string_view key)
{
    return maybe(key, &parseMillis);
}

void Fields::forEach(std::string_view key, const std::function<void(Fields &)> &read)
{
    const Value list = m_object[key];
    if (m_problem || list.isAbsent() || list.isNull())
        return;
    if (!list.isArray())
        return complain(key, "it is not a list");
    std::size_t index = 0;
    for (const Value each : list) {
        Fields fields(each, *this, key, index++);
        if (m_problem)
            return;
        read(fields);
    }
}

void Fields::inside(std::string_view key, const std::function<void(Fields &)> &read)
{
    if (m_problem)
        return;
    Fields fields(m_object[key], place() + std::string(key) + ".", m_problem);
    if (!m_problem)
        read(fields);
}

} // namespace core::json
