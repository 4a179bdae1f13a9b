#include "core/strategies/StrategyCatalogue.h"

#include "core/strategies/ma-crossover/MaCrossover.h"

#include <algorithm>

namespace core {

const std::vector<StrategySpec> &strategyCatalogue()
{
    static const std::vector<StrategySpec> catalogue{
        {"ma-crossover",
         "Buys when a fast moving average rises above a slow one, sells when it falls below.",
         maCrossoverParameters(), makeMaCrossover},
    };
    return catalogue;
}

Result<const StrategySpec *> findStrategy(const std::string &name)
{
    const auto &catalogue = strategyCatalogue();
    const auto found = std::ranges::find(catalogue, name, &StrategySpec::name);
    if (found == catalogue.end())
        return failure(Error{.code = ErrorCode::BadInput,
                             .message = "there is no strategy \"" + name + "\"",
                             .field = "strategy"});
    return &*found;
}

Result<std::unique_ptr<Strategy>>
makeStrategy(const std::string &name, const std::map<std::string, std::string> &parameters)
{
    const auto spec = findStrategy(name);
    if (!spec)
        return failure(spec.error());
    const auto values = checkedParameters(name, (*spec)->parameters, parameters);
    if (!values)
        return failure(values.error());
    return (*spec)->make(*values);
}

} // namespace core
