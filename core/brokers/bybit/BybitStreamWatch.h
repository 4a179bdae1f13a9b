#pragma once

#include "core/base/Timestamp.h"

#include <map>
#include <optional>
#include <string>

namespace core::bybit {

/// Whether a stream tells what the venue's lists show. One that answers every ping and tells nothing else looks
/// alive; only what it did not tell says that it is not. Moments are of Clock::steady.
class BybitStreamWatch {
public:
    /// Lists and stream are of different machines: so long may the one be behind the other.
    static constexpr Duration patience = std::chrono::seconds(3);

    /// The stream came up, or went: nothing that was before is expected of it.
    void begin()
    {
        m_missing.clear();
        m_lists = 0;
        m_isAsked = false;
    }
    /// Lists are asked for.
    void asked(bool isUp) { m_isAsked = isUp; }
    /// They are here. False: they may show what happened before the stream was up.
    [[nodiscard]] bool answered() { return m_isAsked && ++m_lists > 1; }
    /// They show what nobody here has heard of.
    void listed(const std::string &what, Duration at) { m_missing.try_emplace(what, at); }
    void told(const std::string &what) { m_missing.erase(what); }
    /// What the lists have shown for too long.
    [[nodiscard]] std::optional<std::string> missed(Duration now) const
    {
        for (const auto &[what, since] : m_missing)
            if (now - since >= patience)
                return what;
        return std::nullopt;
    }

private:
    std::map<std::string, Duration> m_missing;
    int m_lists = 0; ///< Asked for and answered while it was up.
    bool m_isAsked = false;
};

} // namespace core::bybit
