#pragma once

#include "core/base/Error.h"
#include "core/indicators/BarIndicator.h"
#include "core/indicators/Parameters.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace core {

/// One indicator that can be run by name.
struct IndicatorSpec {
    std::string name;
    std::vector<Parameter> parameters;
    std::vector<std::string> outputs;
    std::unique_ptr<BarIndicator> (*make)(const ParameterValues &values);
};

[[nodiscard]] const std::vector<IndicatorSpec> &indicatorCatalogue();

/// BadInput with the field `indicator` for an unknown name; nullptr is never the answer.
[[nodiscard]] Result<const IndicatorSpec *> findIndicator(const std::string &name);

/// Defaults where no parameter is given. BadInput names the field: `indicator` or the parameter.
[[nodiscard]] Result<std::unique_ptr<BarIndicator>>
makeIndicator(const std::string &name, const std::map<std::string, std::string> &parameters);

} // namespace core
