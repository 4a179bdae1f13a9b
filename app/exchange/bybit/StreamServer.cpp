#include "app/exchange/bybit/StreamServer.h"

#include <algorithm>

namespace app::bybit {

using namespace core;

void StreamServer::take(std::unique_ptr<StreamPeer> peer, const HttpRequest &upgrade)
{
    auto session = std::make_unique<StreamSession>(std::move(peer), upgrade, m_ports, m_target);
    StreamSession *const there = session.get();
    m_sessions[there] = std::move(session);
    there->setListener({[this, there](std::string_view text) { hearText(*there, text); },
                        [this, there] { m_sessions.erase(there); }});
}

std::int64_t StreamServer::mostWaiting() const
{
    std::int64_t most = 0;
    for (const auto &[there, session] : m_sessions)
        most = std::max(most, session->waiting());
    return most;
}

std::set<std::string> StreamServer::allTopics() const
{
    std::set<std::string> all;
    for (const auto &[there, session] : m_sessions)
        all.insert(session->topics.begin(), session->topics.end());
    return all;
}

void StreamServer::publish(const std::string &topic, const std::string &text)
{
    for (const auto &[there, session] : m_sessions)
        if (session->topics.contains(topic))
            session->push(text);
}

void StreamServer::hearText(StreamSession &session, std::string_view text)
{
    m_ports.log.addMessage(m_path, std::string(text));
    const auto document = json::Document::parse(text);
    if (!document || !document->root().isObject())
        return session.send(streamAnswer(session, "", "", "error:invalid message", ""));
    const json::Value message = document->root();
    const std::string requestId(message["req_id"].text());
    const auto op = message["op"].text();
    if (op == "subscribe")
        subscribe(session, message, requestId);
    else if (op == "unsubscribe")
        unsubscribe(session, message, requestId);
    else
        hear(session, op, message, requestId);
}

/// One bad topic fails the whole request.
void StreamServer::subscribe(StreamSession &session, const json::Value &message,
                             const std::string &requestId)
{
    std::vector<std::string> topics;
    for (const json::Value each : message["args"])
        topics.emplace_back(each.text());
    std::string problem = topics.empty() ? "error:args is empty" : objectionTo(session, topics);
    for (const std::string &topic : topics)
        if (problem.empty() && session.topics.contains(topic))
            problem = "error:already subscribed,topic:" + topic;
    if (problem.empty())
        session.topics.insert(topics.begin(), topics.end());
    session.send(streamAnswer(session, "subscribe", requestId, problem, subscribedText()));
    if (problem.empty())
        for (const std::string &topic : topics)
            onSubscribed(session, topic);
}

void StreamServer::unsubscribe(StreamSession &session, const json::Value &message,
                               const std::string &requestId)
{
    for (const json::Value each : message["args"])
        session.topics.erase(std::string(each.text()));
    session.send(streamAnswer(session, "unsubscribe", requestId, "", subscribedText()));
}

}  // namespace app::bybit
