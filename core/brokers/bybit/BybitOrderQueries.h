#pragma once

#include "core/brokers/bybit/BybitOrderRequests.h"

#include <vector>

namespace core::bybit {

/// At most seven days, which is what the venue answers for at once. Made only by `between`.
class Window {
public:
    static constexpr std::chrono::days longest{7};

    /// The span in pieces, oldest first; a moment where two meet is in both. None if `from` is after `to`.
    [[nodiscard]] static std::vector<Window> between(Timestamp from, Timestamp to);
    [[nodiscard]] Timestamp from() const { return m_from; }
    [[nodiscard]] Timestamp to() const { return m_to; }

private:
    Window(Timestamp from, Timestamp to) : m_from(from), m_to(to) {}
    Timestamp m_from;
    Timestamp m_to;
};

inline constexpr int orderPage = 50;
inline constexpr int executionPage = 100;

/// Open orders, newest first. Linear must be asked per settle coin; spot has none.
[[nodiscard]] Request openLinearOrders(std::string_view settleCoin, std::string_view cursor = {});
[[nodiscard]] Request openSpotOrders(std::string_view cursor = {});
/// One order by its id, open or closed a short while ago. Nothing found: ask `orderInHistory`, then
/// `executionsOf`; only all three say that it never arrived. The last two look seven days back.
[[nodiscard]] Request openOrder(const OrderName &order);
[[nodiscard]] Request orderInHistory(const OrderName &order);
[[nodiscard]] Request executionsOf(const OrderName &order, std::string_view cursor = {});
/// Closed orders. Those without a fill are forgotten after 24 hours; the list lags the stream by seconds.
[[nodiscard]] Request orderHistory(Category category, const Window &window, std::string_view cursor = {});
/// Fills, funding and all else that was executed.
[[nodiscard]] Request executions(Category category, const Window &window, std::string_view cursor = {});
/// The same of the last seven days, as the venue's own clock counts them. Newest first.
[[nodiscard]] Request latestHistory(Category category, std::string_view cursor = {});
[[nodiscard]] Request latestExecutions(Category category, std::string_view cursor = {});

} // namespace core::bybit
