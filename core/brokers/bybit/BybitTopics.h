#pragma once

#include "core/domain/Timeframe.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace core::bybit {

/// What is sent on the sockets. Source: bybit-exchange.github.io/docs/v5/ws/connect, July 2026.

[[nodiscard]] std::string klineTopic(Timeframe timeframe, std::string_view symbol);
[[nodiscard]] std::string tradeTopic(std::string_view symbol);
[[nodiscard]] std::string tickerTopic(std::string_view symbol);
/// @param levels  1, 50, 200 or 1000; anything else becomes the next deeper one.
[[nodiscard]] std::string bookTopic(int levels, std::string_view symbol);
/// Orders, executions, positions and wallet, in the all-in-one names: never mixed with `order.spot` and such.
[[nodiscard]] const std::vector<std::string> &privateTopics();

struct SubscribeMessage {
    std::string requestId;
    std::string text;
    std::vector<std::string> topics; ///< What a refusal of it concerns: one bad topic fails all of them.
};
enum class Subscribing { Begin, End };
/// At most ten topics to a message, which is what spot takes. @param firstId  Numbers the messages.
[[nodiscard]] std::vector<SubscribeMessage> subscribeMessages(Subscribing what, std::span<const std::string> topics,
                                                              std::uint64_t firstId);
/// Whether one public socket can hold so many topics: 21,000 characters of them.
[[nodiscard]] bool fitsOneSocket(std::span<const std::string> topics);
/// The heartbeat. Only this counts: a ping frame of the protocol does not.
[[nodiscard]] std::string pingMessage(std::uint64_t id);

} // namespace core::bybit
