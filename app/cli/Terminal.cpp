#include "app/cli/Terminal.h"

#include <unistd.h>

namespace cli {

bool isErrorTerminal()
{
    return isatty(STDERR_FILENO) == 1;
}

} // namespace cli
