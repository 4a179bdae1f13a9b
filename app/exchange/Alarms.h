#pragma once

#include "core/base/Timestamp.h"

#include <functional>
#include <memory>

namespace app {

/// A member of whoever sets alarms: what he has set goes with him.
class AlarmOwner {
public:
    AlarmOwner() = default;
    AlarmOwner(const AlarmOwner &) = delete;
    AlarmOwner &operator=(const AlarmOwner &) = delete;
    [[nodiscard]] std::weak_ptr<const void> life() const { return m_life; }

private:
    std::shared_ptr<const int> m_life = std::make_shared<const int>(0);
};

/// What a venue does later, in real time: the exchange's own, or that of a test.
class Alarms {
public:
    virtual ~Alarms() = default;
    /// Does it once, later, on the same thread, never from inside this call; not if its owner is gone by then.
    virtual void set(core::Duration wait, const AlarmOwner &owner, std::function<void()> what) = 0;
};

} // namespace app
