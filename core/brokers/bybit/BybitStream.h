#pragma once

#include "core/brokers/bybit/BybitAccountWire.h"
#include "core/brokers/bybit/BybitExecutionWire.h"
#include "core/brokers/bybit/BybitMarketData.h"
#include "core/brokers/bybit/BybitOrderWire.h"

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace core::bybit {

/// What a socket answers to what was sent on it. Each kind of socket has its own spelling; here is one.
struct StreamReply {
    enum class To { Login, Subscribe, Unsubscribe, Ping, Other };
    To to = To::Other;
    bool isGood = false;
    std::string text{};      ///< The venue's words of a refusal; never shown where it may repeat keys.
    std::string requestId{}; ///< Ours, sent back; empty where the venue leaves it out.
    std::int64_t code = 0;   ///< Where the refusal has one: see `judgeCode`.
};

struct KlinesTold {
    std::vector<KlineUpdate> bars;
};
struct TradesTold {
    std::vector<PublicTrade> trades; ///< Oldest first.
};
struct OrdersTold {
    std::vector<OrderState> orders;
    Timestamp at{};
};
struct ExecutionsTold {
    std::vector<ExecutionState> executions;
    Timestamp at{};
};
/// A message comes after every order, changed or not.
struct PositionsTold {
    std::vector<PositionState> positions;
    Timestamp at{};
};
struct WalletTold {
    Wallet wallet;
    Timestamp at{};
};
/// A topic that we did not ask for, or do not read.
struct OtherTold {
    std::string topic;
};

/// A message of one of our own topics that cannot be read is an Error, BadInput with the field: what it
/// would have said is then not known, and is to be asked for.
using PublicMessage = std::variant<StreamReply, KlinesTold, TradesTold, BookMessage, TickerMessage, OtherTold>;
using PrivateMessage = std::variant<StreamReply, OrdersTold, ExecutionsTold, PositionsTold, WalletTold, OtherTold>;

/// @param category  The socket's: public messages do not say it.
/// Source: bybit-exchange.github.io/docs/v5/websocket/public, July 2026.
[[nodiscard]] Result<PublicMessage> readPublicMessage(Category category, std::string_view bytes);
/// Rows of products that we do not trade (inverse, options) are left out.
/// Source: bybit-exchange.github.io/docs/v5/websocket/private, July 2026.
[[nodiscard]] Result<PrivateMessage> readPrivateMessage(std::string_view bytes);

} // namespace core::bybit
