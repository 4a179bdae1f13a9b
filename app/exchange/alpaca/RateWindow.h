#pragma once

#include "app/exchange/http/HttpMessage.h"
#include "core/base/Timestamp.h"

namespace app::alpaca {

/// So many requests in each minute of real time, and the headers that say so.
class RateWindow {
public:
    explicit RateWindow(int limit) : m_limit(limit) {}

    /// False when the minute is used up.
    [[nodiscard]] bool take(core::Timestamp now);
    /// Limit, remaining and the second at which the next minute begins.
    [[nodiscard]] std::vector<HttpHeader> headers() const;

private:
    int m_limit;
    int m_used = 0;
    std::int64_t m_minute = 0; ///< Since 1970.
};

} // namespace app::alpaca
