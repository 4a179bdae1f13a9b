#include "app/exchange/Keys.h"

#include "core/json/Fields.h"

#include <QFile>
#include <QRandomGenerator>

namespace app {

using namespace core;

namespace {

template <class Pair>
std::optional<Pair> readPair(json::Fields &fields, const char *venue)
{
    std::optional<Pair> pair;
    if (!fields.isNone(venue))
        fields.inside(venue, [&](json::Fields &inside) { pair = Pair{inside.text("key"), inside.text("secret")}; });
    return pair;
}

struct Written {
    std::optional<alpaca::KeyPair> alpaca;
    std::optional<bybit::KeyPair> bybit;
};

Written readWritten(json::Fields &fields)
{
    return {readPair<alpaca::KeyPair>(fields, "alpaca"), readPair<bybit::KeyPair>(fields, "bybit")};
}

} // namespace

std::string newSecret(int length)
{
    constexpr char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    std::string secret;
    for (int i = 0; i < length; ++i)
        secret += letters[QRandomGenerator::system()->bounded(36)];
    return secret;
}

Keys newKeys()
{
    return {{"PK" + newSecret(18), newSecret(40)}, {newSecret(18), newSecret(36)}}; // paper keys begin so
}

Result<Keys> readKeys(const std::string &path)
{
    QFile file(QString::fromStdString(path));
    if (!file.open(QIODevice::ReadOnly))
        return failure({ErrorCode::NotFound, file.errorString().toStdString(), path});
    const auto written = json::readObject<Written>(file.readAll().toStdString(), readWritten);
    if (!written)
        return failure({written.error().code, written.error().message, path, 0, written.error().field});
    Keys keys = newKeys();
    if (written->alpaca)
        keys.alpaca = *written->alpaca;
    if (written->bybit)
        keys.bybit = *written->bybit;
    return keys;
}

} // namespace app
