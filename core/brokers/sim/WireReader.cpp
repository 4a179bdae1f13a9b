#include "core/brokers/sim/WireReader.h"

#include <set>

namespace core::venue {

WireReader::WireReader(simdjson::dom::object object, std::string path, std::optional<Error> &problem)
    : m_object(object), m_path(std::move(path)), m_problem(problem)
{
    // Of a field that comes twice nobody can say which one was meant.
    std::set<std::string_view> seen;
    for (const auto &field : m_object)
        if (!seen.insert(field.key).second)
            complain(std::string(field.key).c_str(), "it comes twice");
}

void WireReader::complain(const char *key, const std::string &what)
{
    if (!m_problem)
        m_problem = Error{ErrorCode::BadInput, what, {}, 0, m_path + key};
}

std::optional<simdjson::dom::element> WireReader::find(const char *key)
{
    if (m_problem)
        return std::nullopt;
    simdjson::dom::element element;
    if (m_object.at_key(key).get(element) == simdjson::SUCCESS)
        return element;
    complain(key, "it is missing");
    return std::nullopt;
}

bool WireReader::isNull(const char *key)
{
    const auto element = find(key);
    return !element || element->is_null();
}

std::string WireReader::text(const char *key)
{
    std::string_view text;
    if (const auto element = find(key); element && element->get(text) != simdjson::SUCCESS)
        complain(key, "it is not text");
    return std::string(text);
}

std::int64_t WireReader::integer(const char *key)
{
    std::int64_t number = 0;
    if (const auto element = find(key); element && element->get(number) != simdjson::SUCCESS)
        complain(key, "it is not a whole number");
    return number;
}

std::int64_t WireReader::count(const char *key)
{
    const std::int64_t number = integer(key);
    if (number < 0)
        complain(key, "it is negative");
    return number;
}

bool WireReader::flag(const char *key)
{
    bool truth = false;
    if (const auto element = find(key); element && element->get(truth) != simdjson::SUCCESS)
        complain(key, "it is neither true nor false");
    return truth;
}

double WireReader::number(const char *key)
{
    double number = 0;
    if (const auto element = find(key); element && element->get(number) != simdjson::SUCCESS)
        complain(key, "it is not a number");
    return number;
}

Timestamp WireReader::time(const char *key)
{
    return Timestamp(Duration(integer(key)));
}

std::optional<Timestamp> WireReader::maybeTime(const char *key)
{
    return isNull(key) ? std::nullopt : std::optional(time(key));
}

Decimal WireReader::decimal(const char *key)
{
    const auto value = Decimal::parse(text(key));
    if (!value)
        complain(key, value.error().message);
    return value.value_or(Decimal());
}

Money WireReader::money(const char *key)
{
    const auto value = WideDecimal::parse(text(key));
    if (!value)
        complain(key, value.error().message);
    return Money(value.value_or(WideDecimal()));
}

std::optional<Money> WireReader::maybeMoney(const char *key)
{
    return isNull(key) ? std::nullopt : std::optional(money(key));
}

void WireReader::forEach(const char *key, const std::function<void(WireReader &)> &read)
{
    simdjson::dom::array array;
    if (const auto element = find(key); element && element->get(array) != simdjson::SUCCESS)
        complain(key, "it is not a list");
    if (m_problem)
        return;
    for (const simdjson::dom::element each : array) {
        simdjson::dom::object object;
        if (each.get(object) != simdjson::SUCCESS)
            return complain(key, "it holds something that is no object");
        WireReader reader(object, m_path + key + ".", m_problem);
        read(reader);
    }
}

void WireReader::inside(const char *key, const std::function<void(WireReader &)> &read)
{
    simdjson::dom::object object;
    if (const auto element = find(key); element && element->get(object) != simdjson::SUCCESS)
        complain(key, "it is not an object");
    if (m_problem)
        return;
    WireReader reader(object, m_path + key + ".", m_problem);
    read(reader);
}

} // namespace core::venue
