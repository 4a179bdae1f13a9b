#include "tests/bench/Wire.h"

#include <QFile>

namespace bench {

std::string onTheWire(const std::string &file)
{
    QFile source(QStringLiteral(COUNTERSIGN_SOURCE_DIR "/tests/data/") + QString::fromStdString(file));
    if (!source.open(QIODevice::ReadOnly))
        qFatal("no payload %s", qPrintable(source.fileName()));
    std::string message;
    bool isInText = false;
    bool isEscaped = false;
    for (const char c : source.readAll().toStdString()) {
        if (isInText || (c != ' ' && c != '\n'))
            message += c;
        if (c == '"' && !isEscaped)
            isInText = !isInText;
        isEscaped = isInText && c == '\\' && !isEscaped;
    }
    return message;
}

} // namespace bench
