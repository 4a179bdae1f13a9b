#pragma once

#include "app/exchange/bybit/StreamSession.h"
#include "core/json/Document.h"

#include <map>

namespace app::bybit {

/// The clients of one stream, and what all of Bybit's streams have in common: subscribe,
/// unsubscribe.
class StreamServer {
public:
    StreamServer(std::string path, FaultTarget target, const FrontPorts &ports)
        : m_path(std::move(path)), m_target(target), m_ports(ports)
    {
    }
    virtual ~StreamServer() = default;

    [[nodiscard]] const std::string &path() const { return m_path; }
    void take(std::unique_ptr<StreamPeer> peer, const HttpRequest &upgrade);
    [[nodiscard]] std::int64_t mostWaiting() const;

protected:
    /// An op that is none of the common ones.
    virtual void hear(StreamSession &session, std::string_view op, const core::json::Value &message,
                      const std::string &requestId) = 0;
    /// Why these topics cannot be had together; empty if they can.
    [[nodiscard]] virtual std::string objectionTo(const StreamSession &session,
                                                  const std::vector<std::string> &topics) const = 0;
    [[nodiscard]] virtual const char *subscribedText() const = 0;
    virtual void onSubscribed(StreamSession &, const std::string &) {}
    /// To whoever has that topic.
    void publish(const std::string &topic, const std::string &text);
    [[nodiscard]] std::set<std::string> allTopics() const;

private:
    void hearText(StreamSession &session, std::string_view text);
    void subscribe(StreamSession &session, const core::json::Value &message,
                   const std::string &requestId);
    void unsubscribe(StreamSession &session, const core::json::Value &message,
                     const std::string &requestId);

    std::string m_path;
    FaultTarget m_target;
    FrontPorts m_ports;
    std::map<StreamSession *, std::unique_ptr<StreamSession>> m_sessions;
};

}  // namespace app::bybit
