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

/// Years 1970 to 2261: what nanoseconds can count.
Result<Timestamp> parseMillis(std::string_view text)
{
    const auto millis = parseInteger(text);
    if (!millis)
        return failure(millis.error());
    if (*millis < 0 || *millis > 9'200'000'000'000)
        return failure(ErrorCode::BadInput, std::string(text) + " is no moment of these centuries");
    return timestampFromMillis(*millis);
}

} // namespace

Fields::Fields(Value object, std::string path, std::optional<Error> &problem)
    : m_object(object), m_path(std::move(path)), m_problem(problem)
{
    if (!object.isObject())
        complain("", "it is not an object");
}

void Fields::complain(std::string_view key, const std::string &what)
{
    if (!m_problem)
        m_problem = Error{ErrorCode::BadInput, what, {}, 0, m_path + std::string(key)};
}

bool Fields::isNone(std::string_view key) const
{
    const Value value = m_object[key];
    return m_problem || value.isAbsent() || value.isNull() ||
           (value.kind() == Kind::Text && value.text().empty());
}

std::string_view Fields::token(std::string_view key)
{
    const Value value = m_object[key];
    if (m_problem)
        return {};
    if (isNone(key))
        complain(key, "it is missing");
    else if (value.kind() != Kind::Text && value.kind() != Kind::Number)
        complain(key, "it is neither text nor a number");
    return value.text();
}

template <class T>
T Fields::read(std::string_view key, Result<T> (*parse)(std::string_view))
{
    const std::string_view text = token(key);
    if (m_problem)
        return T();
    const auto value = parse(text);
    if (!value)
        complain(key, value.error().message);
    return value.value_or(T());
}

std::string Fields::text(std::string_view key)
{
    return std::string(token(key));
}

std::optional<std::string> Fields::maybeText(std::string_view key)
{
    return isNone(key) ? std::nullopt : std::optional(text(key));
}

Decimal Fields::decimal(std::string_view key)
{
    return read(key, &Decimal::parse);
}

Decimal Fields::roundedDecimal(std::string_view key)
{
    return read(key, &Decimal::parseRounded);
}

Money Fields::money(std::string_view key)
{
    return Money(read(key, &WideDecimal::parse));
}

std::optional<Money> Fields::maybeMoney(std::string_view key)
{
    return isNone(key) ? std::nullopt : std::optional(money(key));
}

std::int64_t Fields::integer(std::string_view key)
{
    return read(key, &parseInteger);
}

std::optional<std::int64_t> Fields::maybeInteger(std::string_view key)
{
    return isNone(key) ? std::nullopt : std::optional(integer(key));
}

bool Fields::flag(std::string_view key)
{
    const Value value = m_object[key];
    if (const auto truth = value.truth(); truth && !m_problem)
        return *truth;
    const std::string_view word = token(key);
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
    return read(key, &parseNumber);
}

std::optional<double> Fields::maybeNumber(std::string_view key)
{
    return isNone(key) ? std::nullopt : std::optional(number(key));
}

Timestamp Fields::isoTime(std::string_view key)
{
    return read(key, &parseIsoText);
}

std::optional<Timestamp> Fields::maybeIsoTime(std::string_view key)
{
    return isNone(key) ? std::nullopt : std::optional(isoTime(key));
}

Timestamp Fields::milliTime(std::string_view key)
{
    return read(key, &parseMillis);
}

std::optional<Timestamp> Fields::maybeMilliTime(std::string_view key)
{
    return isNone(key) ? std::nullopt : std::optional(milliTime(key));
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
        Fields fields(each, m_path + std::string(key) + "[" + std::to_string(index++) + "].", m_problem);
        if (m_problem)
            return;
        read(fields);
    }
}

void Fields::inside(std::string_view key, const std::function<void(Fields &)> &read)
{
    if (m_problem)
        return;
    Fields fields(m_object[key], m_path + std::string(key) + ".", m_problem);
    if (!m_problem)
        read(fields);
}

} // namespace core::json
