#include "app/cli/Interruption.h"

#include <csignal>

namespace cli {

namespace {

/// A signal handler may touch nothing but such a variable.
volatile std::sig_atomic_t asked = 0;

void ask(int signal)
{
    asked = 1;
    std::signal(signal, SIG_DFL);
}

} // namespace

Interruption::Interruption()
{
    asked = 0;
    std::signal(SIGINT, ask);
    std::signal(SIGTERM, ask);
}

Interruption::~Interruption()
{
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);
}

bool Interruption::isAsked() const
{
    return asked != 0;
}

} // namespace cli
