#include "core/net/Proxy.h"

#include "core/net/HttpUrl.h"

namespace core::net {

QNetworkProxy proxyFor(const QString &host, bool isSecure)
{
    const QNetworkProxy given = QNetworkProxy::applicationProxy();
    const bool isUsed = isSecure && given.type() != QNetworkProxy::DefaultProxy && !isThisComputer(host.toStdString());
    return isUsed ? given : QNetworkProxy(QNetworkProxy::NoProxy);
}

} // namespace core::net
