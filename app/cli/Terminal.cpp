#include "app/cli/Terminal.h"

#include <csignal>

#include <termios.h>
#include <unistd.h>

namespace cli {

namespace {

/// What Ctrl-C puts back before it ends the program.
termios usualMode{};

void putBackAndEnd(int signal)
{
    tcsetattr(STDIN_FILENO, TCSANOW, &usualMode);
    std::signal(signal, SIG_DFL);
    std::raise(signal);
}

} // namespace

bool isErrorTerminal()
{
    return isatty(STDERR_FILENO) == 1;
}

bool isInputTerminal()
{
    return isatty(STDIN_FILENO) == 1;
}

HiddenTyping::HiddenTyping() : m_isTerminal(isInputTerminal() && tcgetattr(STDIN_FILENO, &usualMode) == 0)
{
    show(false);
}

HiddenTyping::~HiddenTyping()
{
    show(true);
}

void HiddenTyping::show(bool isShown) const
{
    if (!m_isTerminal)
        return;
    termios mode = usualMode;
    if (!isShown)
        mode.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    std::signal(SIGINT, isShown ? SIG_DFL : putBackAndEnd);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &mode);
}

} // namespace cli
