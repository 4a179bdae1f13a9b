#include "app/support/VenueAsker.h"

#include "core/net/HttpUrl.h"
#include "core/net/QtHttp.h"

namespace app {

using namespace core;

namespace {

constexpr int attempts = 3;
constexpr int pauseMillis = 1500;

/// One inquiry with all that it stands on.
struct Inquiry final : QObject {
    explicit Inquiry(QObject *parent) : QObject(parent), http(clock) {}
    SystemClock clock;
    net::QtHttp http;
    std::unique_ptr<VenueInquiry> venue; ///< Goes before its transport.
};

Result<net::HttpUrl> restBase(const VenueQuestion &question)
{
    if (question.slot.wire == Wire::Alpaca) {
        const auto endpoints = alpacaAddresses(question.slot, question.addresses);
        return endpoints ? net::splitUrl(endpoints->trading, net::UrlKind::Http)
                         : Result<net::HttpUrl>(failure(endpoints.error()));
    }
    const auto endpoints = bybitAddresses(question.slot, question.addresses);
    return endpoints ? net::splitUrl(endpoints->rest, net::UrlKind::Http)
                     : Result<net::HttpUrl>(failure(endpoints.error()));
}

bool isWorthAnotherTry(const Error &error)
{
    return error.code == ErrorCode::Unreachable || error.code == ErrorCode::Timeout;
}

} // namespace

VenueAsker::VenueAsker(QObject *parent) : QObject(parent), m_desk(new QObject), m_again(this)
{
    m_thread.setObjectName(QStringLiteral("inquiry"));
    m_desk->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_desk, &QObject::deleteLater);
    m_thread.start();
    m_again.setSingleShot(true);
    connect(&m_again, &QTimer::timeout, this, &VenueAsker::attempt);
}

VenueAsker::~VenueAsker()
{
    m_thread.quit();
    m_thread.wait(); // its loop has only short work
}

void VenueAsker::ask(VenueQuestion question, AccountKeys keys, Done done)
{
    m_question = std::move(question);
    m_keys = std::move(keys);
    m_done = std::move(done);
    m_attempt = 0;
    const auto base = restBase(m_question);
    if (!base || net::isThisComputer(base->host))
        return attempt(); // no way out is needed; what is wrong with the address is the inquiry's to say
    m_finder.find(m_question.proxy, QUrl(QString::fromStdString("https://" + base->authority + "/")),
                  [this](const Result<QNetworkProxy> &proxy) { takeProxy(proxy); });
}

void VenueAsker::takeProxy(const Result<QNetworkProxy> &proxy)
{
    if (!proxy)
        Q_EMIT warned(QString::fromStdString("Connecting without a proxy: " + proxy.error().message + "."));
    QNetworkProxy::setApplicationProxy(proxy.value_or(QNetworkProxy(QNetworkProxy::NoProxy)));
    attempt();
}

void VenueAsker::attempt()
{
    Q_EMIT attempted(++m_attempt);
    const auto answer = [this](Result<VenueFacts> facts) { // on the other thread
        QMetaObject::invokeMethod(this, [this, facts = std::move(facts)] { take(facts); }, Qt::QueuedConnection);
    };
    QMetaObject::invokeMethod(
        m_desk,
        [desk = m_desk, question = m_question, keys = m_keys, answer] {
            qDeleteAll(desk->children()); // the attempt before
            auto *inquiry = new Inquiry(desk);
            auto venue = makeInquiry(question.slot, keys, question.addresses, inquiry->http, inquiry->clock);
            if (!venue)
                return answer(failure(venue.error()));
            inquiry->venue = std::move(*venue);
            inquiry->venue->ask(question.instruments, answer);
        },
        Qt::QueuedConnection);
}

void VenueAsker::take(Result<VenueFacts> facts)
{
    if (!facts && isWorthAnotherTry(facts.error()) && m_attempt < attempts)
        return m_again.start(pauseMillis * m_attempt);
    m_keys = {};
    if (const Done done = std::exchange(m_done, nullptr))
        done(std::move(facts));
}

} // namespace app
