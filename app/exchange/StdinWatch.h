#pragma once

#include <atomic>
#include <memory>

namespace app {

/// Knows when whoever started this program has closed its input, or is gone. Waits on a thread of its
/// own, because no event loop can wait for a console or a pipe on every system.
class StdinWatch {
public:
    void start();
    [[nodiscard]] bool isClosed() const { return m_isClosed->load(); }

private:
    std::shared_ptr<std::atomic<bool>> m_isClosed = std::make_shared<std::atomic<bool>>(false);
};

} // namespace app
