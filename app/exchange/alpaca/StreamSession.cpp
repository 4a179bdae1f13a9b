#include "app/exchange/alpaca/StreamSession.h"

#include "app/exchange/alpaca/MessagePack.h"

namespace app::alpaca {

namespace {

bool wantsMessagePack(const HttpRequest &upgrade)
{
    return upgrade.header("Content-Type").value_or("").find("msgpack") != std::string_view::npos;
}

} // namespace

StreamSession::StreamSession(std::unique_ptr<StreamPeer> peer, const HttpRequest &upgrade, Frames usual,
                             const FrontPorts &ports, FaultTarget target)
    : m_peer(std::move(peer)), m_frames(wantsMessagePack(upgrade) ? Frames::MessagePack : usual),
      m_pushes(ports, target, {[this](const std::string &text) { send(text); }, [this] { close(); }, [this] { abort(); },
                               withWrongIds})
{
}

void StreamSession::setListener(Listener listener)
{
    const bool unpacks = m_frames == Frames::MessagePack;
    m_peer->setListener({[unpacks, received = std::move(listener.received)](std::string_view bytes, bool isBinary) {
                             const auto text = isBinary && unpacks ? unpacked(bytes)
                                                                   : core::Result<std::string>(std::string(bytes));
                             received(bytes, text ? std::string_view(*text) : bytes);
                         },
                         std::move(listener.ended)});
}

void StreamSession::send(const std::string &text)
{
    if (m_frames == Frames::Text)
        m_peer->sendText(text);
    else if (m_frames == Frames::Binary)
        m_peer->sendBinary(text);
    else if (const auto document = core::json::Document::parse(text))
        m_peer->sendBinary(packed(document->root()));
    else // spoilt on the way
        m_peer->sendBinary(text);
}

} // namespace app::alpaca
