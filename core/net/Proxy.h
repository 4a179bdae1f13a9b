#pragma once

#include <QNetworkProxy>

namespace core::net {

/// The proxy that the program was given (QNetworkProxy::setApplicationProxy), which then looks up names by
/// itself; none without encryption, which stays on this computer. Never Qt's default, which asks the system
/// each time, and that may take seconds.
[[nodiscard]] QNetworkProxy proxyFor(bool isSecure);

} // namespace core::net
