#pragma once

#include "app/exchange/http/HttpMessage.h"
#include "core/base/Timestamp.h"

#include <deque>
#include <map>
#include <optional>

namespace app::bybit {

/// Requests of the last second of real time, of each endpoint; and of the last five, of all
/// together.
class RateWindows {
public:
    explicit RateWindows(int perAddress) : m_perAddress(perAddress) {}

    /// False when the address has sent too much; refused ones count too.
    [[nodiscard]] bool takeOfAddress(core::Timestamp now);
    struct Taken {
        bool isLeft = true;
        std::vector<HttpHeader> headers;  ///< Quota, what is left, and when there is more.
    };
    /// A batch takes a unit for each of its orders; it passes whole if one is left.
    [[nodiscard]] Taken take(const std::string &endpoint, int quota, core::Timestamp now, int units = 1);

private:
    int m_perAddress;
    std::deque<core::Timestamp> m_all;
    std::map<std::string, std::deque<core::Timestamp>> m_taken;
};

}  // namespace app::bybit
