#include "app/exchange/Keys.h"

#include "core/json/Fields.h"

#include <QFile>
#include <QRandomGenerator>

namespace app {

using namespace core;

namespace {

std::optional<alpaca::KeyPair> readAlpaca(json::Fields &fields)
{
    std::optional<alpaca::KeyPair> pair;
    if (!fields.isNone("alpaca"))
        fields.inside("alpaca", [&](json::Fields &inside) { pair = {inside.text("key"), inside.text("secret")}; });
    return pair;
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
    return {{"PK" + newSecret(18), newSecret(40)}}; // paper keys begin so
}

Result<Keys> readKeys(const std::string &path)
{
    QFile file(QString::fromStdString(path));
    if (!file.open(QIODevice::ReadOnly))
        return failure({ErrorCode::NotFound, file.errorString().toStdString(), path});
    const auto pair = json::readObject<std::optional<alpaca::KeyPair>>(file.readAll().toStdString(), readAlpaca);
    if (!pair)
        return failure({pair.error().code, pair.error().message, path, 0, pair.error().field});
    Keys keys = newKeys();
    if (*pair)
        keys.alpaca = **pair;
    return keys;
}

} // namespace app
