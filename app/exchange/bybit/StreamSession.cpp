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

StreamSession::StreamSession(std::unique_ptr<StreamPeer> peer, const HttpRequest &upgrade,
                             const FrontPorts &ports, FaultTarget target)
    : m_peer(std::move(peer)),
      m_pushes(ports, target,
               {[this](const std::string &text) { send(text); }, [this] { m_peer->close(); },
                [this] { m_peer->abort(); }, withWrongIds}),
      m_alarms(ports.alarms),
      m_idleAfter(std::chrono::seconds(activeSeconds(upgrade)))
{
    static std::int64_t made = 0;
    m_id = "local-" + std::to_string(++made);
    watchIdle();
}

void StreamSession::setListener(Listener listener)
{
    m_peer->setListener({[this, received = std::move(listener.received)](std::string_view text, bool isBinary) {
                             if (isBinary)
                                 return;
                             ++m_heard;
                             watchIdle();
                             received(text);
                         },
                         std::move(listener.ended)});
}

void StreamSession::watchIdle()
{
    m_alarms.set(m_idleAfter, m_owner, [this, heard = m_heard] {
        if (heard == m_heard)
            m_peer->close();
    });
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
