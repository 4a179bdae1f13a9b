#pragma once

#include "core/base/Id.h"
#include "core/domain/Bar.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace core {

enum class Side { Buy, Sell };
enum class Direction { Long, Short, Flat };
enum class SignalKind { Buy, Sell, Close, PartialClose };
enum class SignalSource { Technical, Model, OrderBook, Person };

[[nodiscard]] const char *sideName(Side side);
[[nodiscard]] std::optional<Side> parseSide(std::string_view name);
[[nodiscard]] Side opposite(Side side);
[[nodiscard]] const char *directionName(Direction direction);
[[nodiscard]] const char *signalKindName(SignalKind kind);
[[nodiscard]] std::optional<SignalKind> parseSignalKind(std::string_view name);
[[nodiscard]] const char *signalSourceName(SignalSource source);

/// What a strategy says on a closed bar: it knows no account, size, clock or id.
struct Idea {
    SignalKind kind = SignalKind::Buy;
    double confidence = 1.0; ///< 0..1
    std::string reason;      ///< One English sentence with the figures.
    double closeShare = 1.0; ///< Share of the position to close, for Close and PartialClose.
    std::vector<std::pair<std::string, std::string>> metadata{};
};

/// What a source thinks: an idea with its place and time. Immutable.
struct Signal {
    SignalId id;
    BotId bot;
    std::string strategy;
    SeriesId series;
    SignalSource source = SignalSource::Technical;
    Idea idea;
    Timestamp barCloseTime;
    Price referencePrice;            ///< Close of the signal's bar.
    std::optional<Price> atr;        ///< ATR(14) of the signal's timeframe; absent while warming up.
    bool isOnRepairedBars = false;
};

} // namespace core
