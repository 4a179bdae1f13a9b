#pragma once

#include <QByteArray>
#include <QFile>
#include <QString>
#include <QTest>

#include <string>

namespace support {

/// A file of tests/data/alpaca. They are written by hand from the venue's documentation.
inline std::string payload(const char *name)
{
    QFile file(QStringLiteral(COUNTERSIGN_SOURCE_DIR "/tests/data/alpaca/") + QString::fromUtf8(name));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("there is no payload %s", name);
    return file.readAll().toStdString();
}

} // namespace support
