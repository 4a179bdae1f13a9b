#include "core/indicators/Parameters.h"

#include "core/base/Json.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <optional>

namespace core {

namespace {

/// The whole text as a number of that type, or nothing.
template <class Number>
std::optional<Number> parsed(const std::string &text)
{
    Number value{};
    const char *end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    return error == std::errc() && stop == end ? std::optional(value) : std::nullopt;
}

std::string joined(const std::vector<std::string> &words)
{
    std::string text;
    for (const std::string &word : words)
        text += (text.empty() ? "" : ", ") + word;
    return text;
}

tl::unexpected<Error> refusal(const Parameter &parameter, std::string message)
{
    return failure(Error{.code = ErrorCode::BadInput,
                         .message = std::move(message),
                         .field = parameter.name});
}

/// Whole numbers without an exponent.
std::string boundText(const Parameter &parameter, double bound)
{
    return parameter.kind == ParameterKind::Integer ? std::to_string(std::int64_t(bound))
                                                    : jsonNumber(bound);
}

Result<> checkBounds(const Parameter &parameter, double value)
{
    if (std::isfinite(value) && value >= parameter.min && value <= parameter.max)
        return {};
    return refusal(parameter, "must be from " + boundText(parameter, parameter.min) + " to " +
                                  boundText(parameter, parameter.max));
}

Result<> check(const Parameter &parameter, const std::string &text)
{
    const auto notA = [&](const std::string &what) {
        return refusal(parameter, "\"" + text + "\" is not " + what);
    };
    switch (parameter.kind) {
    case ParameterKind::Integer: {
        const auto value = parsed<int>(text);
        return value ? checkBounds(parameter, *value) : notA("a whole number");
    }
    case ParameterKind::Number: {
        const auto value = parsed<double>(text);
        return value ? checkBounds(parameter, *value) : notA("a number");
    }
    case ParameterKind::Choice:
        if (std::ranges::find(parameter.choices, text) == parameter.choices.end())
            return notA("one of " + joined(parameter.choices));
        return {};
    case ParameterKind::Switch:
        return text == "true" || text == "false" ? Result<>() : notA("true or false");
    }
    bug("unknown kind of parameter");
}

} // namespace

const char *parameterKindName(ParameterKind kind)
{
    switch (kind) {
    case ParameterKind::Integer: return "integer";
    case ParameterKind::Number: return "number";
    case ParameterKind::Choice: return "choice";
    case ParameterKind::Switch: return "bool";
    }
    bug("unknown kind of parameter");
}

const std::string &ParameterValues::text(std::string_view name) const
{
    const auto found = m_texts.find(name);
    if (found == m_texts.end())
        bug("asked for a parameter that does not exist");
    return found->second;
}

int ParameterValues::integer(std::string_view name) const
{
    const auto value = parsed<int>(text(name));
    if (!value)
        bug("asked for a parameter as another kind");
    return *value;
}

double ParameterValues::number(std::string_view name) const
{
    const auto value = parsed<double>(text(name));
    if (!value)
        bug("asked for a parameter as another kind");
    return *value;
}

const std::string &ParameterValues::choice(std::string_view name) const
{
    return text(name);
}

bool ParameterValues::isOn(std::string_view name) const
{
    return text(name) == "true";
}

Result<ParameterValues> checkedParameters(const std::string &owner,
                                          const std::vector<Parameter> &known,
                                          const std::map<std::string, std::string> &given)
{
    ParameterValues values;
    for (const Parameter &parameter : known)
        values.m_texts.emplace(parameter.name, parameter.defaultValue);
    for (const auto &[name, text] : given) {
        const auto parameter = std::ranges::find(known, name, &Parameter::name);
        if (parameter == known.end())
            return failure(Error{.code = ErrorCode::BadInput,
                                 .message = owner + " has no parameter of this name",
                                 .field = name});
        if (const auto outcome = check(*parameter, text); !outcome)
            return failure(outcome.error());
        values.m_texts.insert_or_assign(name, text);
    }
    return values;
}

} // namespace core
