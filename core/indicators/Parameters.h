#pragma once

#include "core/base/Error.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace core {

enum class ParameterKind { Integer, Number, Choice, Switch };

/// One adjustable value of an indicator or a strategy, as a form or a command line shows it.
/// Values are text on the outside: a whole number, a number, one of the choices, true or false.
struct Parameter {
    std::string name;
    ParameterKind kind = ParameterKind::Integer;
    std::string defaultValue;
    double min = 0; ///< Bounds of Integer and Number, both allowed.
    double max = 0;
    std::vector<std::string> choices{}; ///< Of Choice.
    std::string sentence{};             ///< What it does, in plain English.
};

[[nodiscard]] const char *parameterKindName(ParameterKind kind);

/// A value for every parameter, each checked. Made by `checkedParameters` only.
/// Asking for a name that is not there, or for another kind, is a bug.
class ParameterValues {
public:
    [[nodiscard]] int integer(std::string_view name) const;
    [[nodiscard]] double number(std::string_view name) const;
    [[nodiscard]] const std::string &choice(std::string_view name) const;
    [[nodiscard]] bool isOn(std::string_view name) const;

private:
    friend Result<ParameterValues> checkedParameters(const std::string &owner,
                                                     const std::vector<Parameter> &known,
                                                     const std::map<std::string, std::string> &given);
    [[nodiscard]] const std::string &text(std::string_view name) const;

    std::map<std::string, std::string, std::less<>> m_texts;
};

/// Defaults where nothing is given. BadInput with the parameter's name as field for a name that
/// `owner` does not know and for a value of the wrong kind or out of bounds.
[[nodiscard]] Result<ParameterValues> checkedParameters(const std::string &owner,
                                                        const std::vector<Parameter> &known,
                                                        const std::map<std::string, std::string> &given);

} // namespace core
