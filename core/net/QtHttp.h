#pragma once

#ifndef Q_MOC_RUN // moc 6.4 cannot read the standard library's <compare>
#include "core/net/CallGuard.h"
#include "core/net/HttpCall.h"
#include "core/net/HttpPool.h"
#endif

#include <deque>
#include <map>

namespace core::net {

/// The real transport: HTTP/1.1 on Qt's encrypted sockets. Not QNetworkAccessManager, which sends a request
/// again by itself when the connection ends without an answer, a POST too and on a fresh connection too.
///
/// Whatever is not a GET is written once, on a connection of its own that nothing was said on before, and
/// never waits behind another request. GETs share kept connections. A redirect is an answer. There are no
/// cookies, no cache and no credentials but the headers of the request. Lives on the engine's thread.
class QtHttp final : public QObject, public HttpPort {
    Q_OBJECT

public:
    struct Limits {
        std::size_t maxBody = 64 * 1024 * 1024;    ///< A longer answer is no answer.
        std::size_t readsAtOnce = 6;               ///< GETs under way to one origin; more wait in line.
        std::chrono::milliseconds keepUnused{20'000}; ///< Servers close after 60 s and more, NATs after 30 s.
    };

    /// The clock is real time and outlives the transport.
    explicit QtHttp(const Clock &clock, Limits limits, QObject *parent = nullptr);
    explicit QtHttp(const Clock &clock, QObject *parent = nullptr) : QtHttp(clock, Limits(), parent) {}

    void send(HttpRequest request, Done done) override;
    /// Around everybody who is called back.
    void setGuard(std::shared_ptr<const CallGuard> guard) { m_guard = std::move(guard); }

private:
    void start(HttpCall *call);
    void giveFreshLink(HttpCall *call);
    void finish(HttpCall *call);
    void startWaiting(const std::string &origin);
    void tell(Done done, HttpOutcome outcome);

    const Clock &m_clock;
    Limits m_limits;
    HttpPool m_pool;
    std::shared_ptr<const CallGuard> m_guard = std::make_shared<CallGuard>();
    std::map<HttpCall *, Done> m_done;
    std::map<std::string, std::size_t> m_reads;           ///< Under way, by origin.
    std::map<std::string, std::deque<HttpCall *>> m_waiting; ///< GETs, by origin.
};

} // namespace core::net
