#pragma once

#include <functional>
#include <memory>
#include <string>

namespace core::net {

/// Stands between Qt's event loop and whoever a transport calls: an exception that leaves a callback there ends
/// the program, and with it the watch over open positions. What is caught is told instead. Shared by the transports
/// of one venue; without a listener an exception goes on, as in tests.
class CallGuard {
public:
    using Caught = std::function<void(const std::string &what)>;

    void setListener(Caught caught) { m_caught = std::move(caught); }
    void run(const std::function<void()> &call) const;

private:
    Caught m_caught;
};

} // namespace core::net
