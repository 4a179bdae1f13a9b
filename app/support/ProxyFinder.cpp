#include "app/support/ProxyFinder.h"

#include <QNetworkProxyFactory>

#include <mutex>
#include <thread>
#include <utility>

namespace app {

namespace {

constexpr std::chrono::seconds usualPatience(15);

QNetworkProxy manual(const core::ProxyChoice &choice)
{
    const bool isHttp = choice.way == core::ProxyChoice::Way::Http;
    return {isHttp ? QNetworkProxy::HttpProxy : QNetworkProxy::Socks5Proxy, QString::fromStdString(choice.host),
            choice.port};
}

/// The first that carries any connection; caches of single protocols do not.
QNetworkProxy firstUsable(const QList<QNetworkProxy> &found)
{
    for (const QNetworkProxy &proxy : found)
        if (proxy.type() == QNetworkProxy::NoProxy || proxy.type() == QNetworkProxy::HttpProxy ||
            proxy.type() == QNetworkProxy::Socks5Proxy)
            return proxy;
    return QNetworkProxy(QNetworkProxy::NoProxy);
}

} // namespace

/// The one thing that the two threads share: whether anybody still waits.
struct ProxyFinder::Desk {
    std::mutex mutex;
    ProxyFinder *finder = nullptr;
};

ProxyFinder::ProxyFinder(QObject *parent)
    : ProxyFinder([](const QNetworkProxyQuery &query) { return QNetworkProxyFactory::systemProxyForQuery(query); },
                  usualPatience, parent)
{
}

ProxyFinder::ProxyFinder(Ask ask, std::chrono::milliseconds patience, QObject *parent)
    : QObject(parent), m_ask(std::move(ask)), m_patience(this)
{
    m_patience.setSingleShot(true);
    m_patience.setInterval(patience);
    connect(&m_patience, &QTimer::timeout, this, [this] {
        forget();
        end(core::failure(core::ErrorCode::Timeout, "the system has not said in time which proxy to use"));
    });
}

ProxyFinder::~ProxyFinder()
{
    forget();
}

void ProxyFinder::find(const core::ProxyChoice &choice, const QUrl &address, Done done)
{
    forget();
    m_done = std::move(done);
    if (choice.way == core::ProxyChoice::Way::System)
        return askSystem(address);
    const QNetworkProxy proxy =
        choice.way == core::ProxyChoice::Way::None ? QNetworkProxy(QNetworkProxy::NoProxy) : manual(choice);
    m_desk = std::make_shared<Desk>();
    QMetaObject::invokeMethod(
        this,
        [this, proxy, mine = std::weak_ptr(m_desk)] {
            if (!mine.expired())
                take({proxy});
        },
        Qt::QueuedConnection);
}

/// The thread is left to itself: nothing ends the system's search before it is over, and nobody waits for it.
void ProxyFinder::askSystem(const QUrl &address)
{
    m_desk = std::make_shared<Desk>();
    m_desk->finder = this;
    m_patience.start();
    std::thread([desk = m_desk, ask = m_ask, address] {
        const QList<QNetworkProxy> found = ask(QNetworkProxyQuery(address));
        const std::scoped_lock lock(desk->mutex);
        if (!desk->finder)
            return;
        QMetaObject::invokeMethod(
            desk->finder,
            [finder = desk->finder, found, mine = std::weak_ptr(desk)] {
                if (const auto still = mine.lock(); still && still == finder->m_desk)
                    finder->take(found);
            },
            Qt::QueuedConnection);
    }).detach();
}

void ProxyFinder::forget()
{
    m_patience.stop();
    if (!m_desk)
        return;
    const auto desk = std::exchange(m_desk, nullptr);
    const std::scoped_lock lock(desk->mutex);
    desk->finder = nullptr;
}

void ProxyFinder::take(const QList<QNetworkProxy> &found)
{
    forget();
    end(firstUsable(found));
}

void ProxyFinder::end(core::Result<QNetworkProxy> proxy)
{
    if (const Done done = std::exchange(m_done, nullptr))
        done(std::move(proxy));
}

} // namespace app
