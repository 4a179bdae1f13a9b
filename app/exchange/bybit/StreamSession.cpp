#include "app/exchange/bybit/StreamSession.h"

#include <charconv>

namespace app::bybit {

using namespace core;

int activeSeconds(const HttpRequest &upgrade)
{
    constexpr int usual = 600;
    const std::string text = Query(upgrade.query()).valueOr("max_active_time", "");
    int count = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
    const std::string_view unit(end, std::size_t(text.data() + text.size() - end));
    if (error != std::errc() || count <= 0 || count > usual || (unit != "s" && unit != "m"))
        return usual;
    const int seconds = unit == "m" ? count * 60 : count;
    return seconds >= 30 && seconds <= usual ? seconds : usual;
}

StreamSession::StreamSession(std::unique_ptr<QWebSocket> socket, const HttpRequest &upgrade,
                             Faults &faults, FaultTarget target)
    : m_socket(std::move(socket)),
      m_pushes(faults, target,
               {[this](const std::string &text) { send(text); }, [this] { m_socket->close(); },
                [this] { m_socket->abort(); }, withWrongIds})
{
    static std::int64_t made = 0;
    m_id = "local-" + std::to_string(++made);
    connect(m_socket.get(), &QWebSocket::textMessageReceived, this, [this](const QString &text) {
        m_idle.start();
        Q_EMIT received(text.toUtf8());
    });
    connect(m_socket.get(), &QWebSocket::disconnected, this, &StreamSession::ended);
    connect(&m_idle, &QTimer::timeout, this, [this] { m_socket->close(); });
    m_idle.start(activeSeconds(upgrade) * 1000);
}

void StreamSession::send(const std::string &text)
{
    m_socket->sendTextMessage(QString::fromStdString(text));
}

std::string streamAnswer(const StreamSession &session, std::string_view op,
                         const std::string &requestId, const std::string &problem, const char *fine)
{
    JsonWriter json;
    json.beginObject()
        .member("success", problem.empty())
        .member("ret_msg", problem.empty() ? fine : problem.c_str());
    json.member("conn_id", session.id());
    if (!requestId.empty())
        json.member("req_id", requestId);
    return json.member("op", op).endObject().take();
}

}  // namespace app::bybit
