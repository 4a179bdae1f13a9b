#include "core/net/Proxy.h"

namespace core::net {

QNetworkProxy proxyFor(bool isSecure)
{
    const QNetworkProxy given = QNetworkProxy::applicationProxy();
    return isSecure && given.type() != QNetworkProxy::DefaultProxy ? given : QNetworkProxy(QNetworkProxy::NoProxy);
}

} // namespace core::net
