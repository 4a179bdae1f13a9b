#pragma once

#include "core/base/Decimal.h"
#include "core/base/Timestamp.h"
#include "tests/bench/Table.h"

#include <QJsonObject>
#include <QJsonValue>

#include <string>
#include <string_view>

/// What the rows of messages from and to venues share.
namespace bench {

/// A payload of tests/data as a venue sends it: without the blanks between its tokens.
[[nodiscard]] std::string onTheWire(const std::string &file);

/// Reads the same message again and again; `read` gives what it read as a text, empty if it could not.
/// Ways of one row that read the same show the same figure.
template <class Read, class Show>
[[nodiscard]] Way decodes(std::string name, std::string message, Read read, Show show)
{
    return {std::move(name), [message = std::move(message), read, show](benchmark::State &state) {
                std::string figure;
                for (auto _ : state) {
                    auto told = read(message);
                    benchmark::DoNotOptimize(told);
                    if (figure.empty())
                        figure = show(told);
                }
                if (figure.empty())
                    return state.SkipWithError("it could not be read");
                state.SetLabel(figure);
            }};
}

/// How the peer gets values out of Qt's JSON. A number went through a double there: what it shows may be the
/// same, what it holds need not be.
[[nodiscard]] inline std::string qtText(const QJsonValue &value)
{
    return value.isString() ? value.toString().toStdString() : std::string();
}
[[nodiscard]] inline core::Decimal qtDecimal(const QJsonValue &value)
{
    return value.isString() ? core::Decimal::parse(qtText(value)).value_or(core::Decimal())
                            : core::Decimal::fromDouble(value.toDouble());
}
[[nodiscard]] inline core::Timestamp qtIsoTime(const QJsonValue &value)
{
    return core::parseIsoText(qtText(value)).value_or(core::Timestamp());
}
[[nodiscard]] inline core::Timestamp qtMillis(const QJsonValue &value)
{
    return core::timestampFromMillis(value.isString() ? value.toString().toLongLong() : value.toInteger());
}

} // namespace bench
