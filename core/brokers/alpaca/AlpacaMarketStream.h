#pragma once

#include "core/brokers/alpaca/AlpacaMarketReader.h"

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// The streams of prices, stocks and crypto. Each frame is a list of messages of mixed kinds.
/// Source: docs.alpaca.markets, real-time data, October 2026.
namespace core::alpaca {

enum class BarKind {
    Minute,
    Updated, ///< A minute that late prints changed, half a minute later.
    Daily,   ///< The running day so far.
};

struct TradeMessage {
    std::string symbol;
    MarketTrade trade;
};
struct QuoteMessage {
    std::string symbol;
    MarketQuote quote;
};
struct BarMessage {
    std::string symbol;
    MarketBar bar;
    BarKind kind = BarKind::Minute;
};

/// Trading halted, resumed, or restricted.
struct StatusMessage {
    std::string symbol;
    Timestamp at{};
    std::string code{};   ///< The exchange's.
    std::string text{};
    std::string reason{}; ///< Code and words.
    std::string tape{};

    [[nodiscard]] bool isHalt() const;
    [[nodiscard]] bool isResumption() const;
    [[nodiscard]] bool isShortSaleRestriction() const;
};

/// Between these prices trades may happen.
struct BandMessage {
    std::string symbol;
    Timestamp at{};
    Price up{};
    Price down{};
};

/// A print that was withdrawn (`replacement` none) or put right.
struct CorrectionMessage {
    std::string symbol;
    Timestamp at{};
    std::string tradeId{};
    std::optional<MarketTrade> replacement{};
};

/// Levels of a book. A size of zero takes a level away; there are no sequence numbers.
struct BookMessage {
    struct Level {
        Price price;
        double size = 0;
    };
    std::string symbol;
    Timestamp at{};
    std::vector<Level> bids{};
    std::vector<Level> asks{};
    bool isWhole = false; ///< It replaces the book; until the first of these there is none.
};

/// `connected`, `authenticated`.
struct StreamSuccess {
    std::string what;
};
/// The whole of what is subscribed now; what the venue did not mention is empty.
struct StreamSubscription {
    std::vector<std::string> trades{};
    std::vector<std::string> quotes{};
    std::vector<std::string> bars{};
    std::vector<std::string> updatedBars{};
    std::vector<std::string> dailyBars{};
    std::vector<std::string> statuses{};
    std::vector<std::string> bands{};
    std::vector<std::string> books{};
};

enum class StreamRemedy {
    Fix,          ///< Our message was wrong: not the same again.
    Authenticate, ///< First, then again.
    StopAskKeys,
    Ignore,
    Reconnect,
    Reduce,       ///< Too many symbols; the old ones stay.
    BackOff,      ///< Another session holds the one connection.
    ChangeFeed,   ///< The plan does not cover this one.
};
struct StreamError {
    int code = 0;
    std::string text{};
    StreamRemedy remedy = StreamRemedy::Reconnect;
    std::string sentence{}; ///< For the trader.
};

using MarketMessage = std::variant<TradeMessage, QuoteMessage, BarMessage, StatusMessage, BandMessage,
                                   CorrectionMessage, BookMessage, StreamSuccess, StreamSubscription, StreamError>;

/// What one frame held. What cannot be read is left out and counted: one bad print must not cost the rest.
struct MarketFrame {
    std::vector<MarketMessage> messages;
    int ignored = 0;    ///< Of kinds that we do not know or need.
    int unreadable = 0;
    std::string firstProblem{}; ///< Where the first of those was wrong.
};
/// BadInput when the frame is no list.
[[nodiscard]] Result<MarketFrame> parseMarketFrame(std::string_view frame);

[[nodiscard]] StreamError streamError(int code, std::string text);

/// Adds to (or takes from) what is subscribed. Messages hold at most so many symbols: servers have limits.
[[nodiscard]] std::vector<std::string> subscribeMessages(const StreamSubscription &wanted);
[[nodiscard]] std::vector<std::string> unsubscribeMessages(const StreamSubscription &unwanted);

/// The books of `latest/orderbooks`.
[[nodiscard]] Result<std::vector<BookMessage>> parseBooks(std::string_view bytes);

} // namespace core::alpaca
