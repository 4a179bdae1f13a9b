#include "app/cli/Terminal.h"

#include <cstdio>

#include <io.h>

namespace cli {

bool isErrorTerminal()
{
    return _isatty(_fileno(stderr)) != 0;
}

} // namespace cli
