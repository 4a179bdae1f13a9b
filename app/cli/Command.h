#pragma once

#include "app/cli/Arguments.h"

namespace cli {

/// One command of countersign-cli: its words ("data validate"), what it understands and what it does.
struct Command {
    const char *name;
    const char *usage;
    std::vector<OptionSpec> options;
    int (*run)(const Arguments &arguments);
};

} // namespace cli
