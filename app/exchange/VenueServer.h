#pragma once

#ifndef Q_MOC_RUN // moc 6.4 cannot read the standard library's <concepts>
#include "core/brokers/sim/VenueWire.h"
#include "core/simulation/PlayedVenue.h"
#endif

#include <QTcpServer>
#include <QTcpSocket>

#include <map>

namespace app {

/// Serves one played venue to programs of this machine, by the lines of VenueWire. Whoever says what
/// cannot be understood is told why and cut off; nothing that a client sends ends the process.
class VenueServer final : public QObject {
    Q_OBJECT

public:
    /// The venue outlives the server. `token` is what a client must show.
    VenueServer(core::PlayedVenue &venue, std::string token, QObject *parent = nullptr);
    ~VenueServer() override;

    /// On 127.0.0.1 only; port 0 takes a free one. Busy when it is taken.
    [[nodiscard]] core::Result<> listen(quint16 port);
    [[nodiscard]] quint16 port() const { return m_server.serverPort(); }
    /// Serves a connection that somebody else has accepted.
    void adopt(QTcpSocket *socket);
    /// Somebody is slow to read what was pushed: the market had better wait for him.
    [[nodiscard]] bool isBacklogged() const;

private:
    struct Session {
        QTcpSocket *socket = nullptr;
        std::int64_t number = 0;
        bool isWelcome = false;
        bool wantsEvents = false;
        bool isEnded = false; ///< Cut off: what it still sends is not looked at.
    };
    void accept();
    void read(Session &session);
    void takeLine(Session &session, const QByteArray &line);
    void tell(const core::Event &event);
    void say(Session &session, const core::venue::Message &message);
    void cutOff(Session &session, core::ErrorCode code, const std::string &why);

    void take(Session &session, const core::venue::Hello &hello);
    void take(Session &session, const core::venue::Submit &submit);
    void take(Session &session, const core::venue::Cancel &cancel);
    void take(Session &session, const core::venue::Query &query);
    void take(Session &session, const core::venue::AskSnapshot &ask);
    void take(Session &session, const core::venue::AskBars &ask);
    void take(Session &session, const core::venue::Advance &advance);
    void take(Session &session, const core::venue::AskBooks &ask);

    core::PlayedVenue &m_venue;
    std::string m_token;
    QTcpServer m_server;
    std::map<QTcpSocket *, Session> m_sessions;
    Session *m_asker = nullptr; ///< While a query is answered: nobody else need hear it.
    std::vector<core::venue::Books::Taken> m_requests;
    std::int64_t m_nextSession = 1;
};

} // namespace app
