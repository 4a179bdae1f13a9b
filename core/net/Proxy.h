#pragma once

#include <QNetworkProxy>
#include <QString>

namespace core::net {

/// The proxy that the program was given (QNetworkProxy::setApplicationProxy), which then
/// looks up names by itself. None for this computer, and none without encryption, which never leaves it. Never Qt's
/// default, which asks the system each time, and that may take seconds.
/// @param host  A name or an address, without brackets.
[[nodiscard]] QNetworkProxy proxyFor(const QString &host, bool isSecure);

} // namespace core::net
