#pragma once

#include "app/exchange/Alarms.h"

#include <cstdint>
#include <map>
#include <optional>
#include <utility>

namespace support {

/// Time that passes only when somebody plays it: what is due happens in order of its time and, at one time,
/// in the order in which it was set.
class VirtualTime final : public app::Alarms {
public:
    explicit VirtualTime(core::Timestamp start) : m_clock(start) {}
    VirtualTime(const VirtualTime &) = delete;
    VirtualTime &operator=(const VirtualTime &) = delete;

    [[nodiscard]] const core::ManualClock &clock() const { return m_clock; }
    [[nodiscard]] core::Duration now() const { return m_clock.steady(); }

    void at(core::Duration when, std::function<void()> what)
    {
        m_due.emplace(std::pair(std::max(when, now()), m_next++), std::move(what));
    }
    void after(core::Duration wait, std::function<void()> what) { at(now() + wait, std::move(what)); }
    void set(core::Duration wait, const app::AlarmOwner &owner, std::function<void()> what) override
    {
        after(wait, [life = owner.life(), what = std::move(what)] {
            if (!life.expired())
                what();
        });
    }

    [[nodiscard]] std::optional<core::Duration> nextAt() const
    {
        return m_due.empty() ? std::nullopt : std::optional(m_due.begin()->first.first);
    }
    /// The clock goes to what is due next, and it happens. There must be something.
    void playNext()
    {
        auto next = m_due.extract(m_due.begin());
        moveTo(next.key().first);
        next.mapped()();
    }
    /// Never back.
    void moveTo(core::Duration when)
    {
        if (when > now())
            m_clock.advance(when - now());
    }

private:
    core::ManualClock m_clock;
    std::map<std::pair<core::Duration, std::uint64_t>, std::function<void()>> m_due;
    std::uint64_t m_next = 0;
};

} // namespace support
