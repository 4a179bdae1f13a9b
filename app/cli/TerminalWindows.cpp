#include "app/cli/Terminal.h"

#include <cstdio>

#include <io.h>
#include <windows.h>

namespace cli {

bool isErrorTerminal()
{
    return _isatty(_fileno(stderr)) != 0;
}

bool isInputTerminal()
{
    return _isatty(_fileno(stdin)) != 0;
}

HiddenTyping::HiddenTyping() : m_isTerminal(isInputTerminal())
{
    show(false);
}

HiddenTyping::~HiddenTyping()
{
    show(true);
}

void HiddenTyping::show(bool isShown) const
{
    const HANDLE input = GetStdHandle(STD_INPUT_HANDLE);
    DWORD mode = 0;
    if (!m_isTerminal || !GetConsoleMode(input, &mode))
        return;
    const DWORD echo = ENABLE_ECHO_INPUT;
    SetConsoleMode(input, isShown ? mode | echo : mode & ~echo);
}

} // namespace cli
