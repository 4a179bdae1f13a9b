#include "app/exchange/StdinWatch.h"

#include <QFile>

#include <cstdio>
#include <thread>

namespace app {

void StdinWatch::start()
{
    // Detached: it may sit in its read until the very end of the process, and shares nothing but the mark.
    std::thread([isClosed = m_isClosed] {
        QFile input;
        if (input.open(stdin, QIODevice::ReadOnly | QIODevice::Unbuffered))
            for (char byte = 0; input.read(&byte, 1) > 0;) {
            }
        isClosed->store(true);
    }).detach();
}

} // namespace app
