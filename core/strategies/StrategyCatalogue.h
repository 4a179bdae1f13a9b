#pragma once

#include "core/base/Error.h"
#include "core/indicators/Parameters.h"
#include "core/strategies/Strategy.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace core {

/// One strategy that can be run by name.
struct StrategySpec {
    std::string name;
    std::string sentence; ///< What it does, in plain English.
    std::vector<Parameter> parameters;
    Result<std::unique_ptr<Strategy>> (*make)(const ParameterValues &values);
};

[[nodiscard]] const std::vector<StrategySpec> &strategyCatalogue();

/// BadInput with the field `strategy` for an unknown name; nullptr is never the answer.
[[nodiscard]] Result<const StrategySpec *> findStrategy(const std::string &name);

/// Defaults where no parameter is given. BadInput names the field: `strategy` or the parameter.
[[nodiscard]] Result<std::unique_ptr<Strategy>>
makeStrategy(const std::string &name, const std::map<std::string, std::string> &parameters);

} // namespace core
