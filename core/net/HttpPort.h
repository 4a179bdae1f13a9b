#pragma once

#include "core/base/Timestamp.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace core::net {

/// Header lines in the order in which they were added. Names are found in any case (RFC 9110 5.1). A value may be a
/// key: values are overwritten when they are given up. (Lines of an initialiser list are copied out of it, and those
/// copies are not: keys are added one by one.)
class HttpHeaders {
public:
    using Line = std::pair<std::string, std::string>;

    HttpHeaders() = default;
    HttpHeaders(std::initializer_list<Line> lines) : m_lines(lines) {}
    ~HttpHeaders();
    HttpHeaders(const HttpHeaders &other) = default;
    HttpHeaders(HttpHeaders &&other) noexcept = default;
    HttpHeaders &operator=(HttpHeaders other) noexcept
    {
        m_lines.swap(other.m_lines);
        return *this;
    }
    void add(std::string name, std::string value);
    /// The first line of that name; nothing when there is none.
    [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const;
    [[nodiscard]] bool has(std::string_view name) const { return find(name).has_value(); }
    [[nodiscard]] const std::vector<Line> &lines() const { return m_lines; }

private:
    std::vector<Line> m_lines;
};

/// One request. Everything goes on the wire as it stands here, byte for byte, because it may be signed.
struct HttpRequest {
    std::string method; ///< `GET`, `POST`, `PATCH`, `PUT` or `DELETE`.
    /// Absolute and already encoded: `https://host[:port]/path?query`. No user, no fragment.
    std::string url;
    /// Without `Host`, `Content-Length`, `Connection` and the like: those are the transport's.
    HttpHeaders headers{};
    std::string body{};
    Duration timeout = std::chrono::seconds(10); ///< Real time, from `send` to the last byte of the answer.
    std::string purpose{}; ///< One word for records: "order", "clock". Never sent.
};

/// When the request left and when its answer began to arrive.
struct RoundTrip {
    Timestamp sent{};
    Timestamp received{};
    Duration steadySent{};
    Duration steadyReceived{};
};

/// The venue's whole answer, of any status: a redirect is an answer too, and nobody follows it.
struct HttpAnswer {
    int status = 0;
    HttpHeaders headers{};
    std::string body{}; ///< Unpacked, when it came packed.
    RoundTrip times{};
};

/// Proof that not one byte of the request left this machine.
struct NotSent {
    std::string why;
};

/// The request may have arrived and may have been acted on: broken off, silent, or not readable as HTTP.
/// Whatever is not proven unsent is this.
struct NoAnswer {
    std::string why;
};

using HttpOutcome = std::variant<HttpAnswer, NotSent, NoAnswer>;

/// Sends requests. Lives on one thread, the engine's.
class HttpPort {
public:
    using Done = std::function<void(HttpOutcome)>;

    virtual ~HttpPort() = default;
    /// Calls `done` exactly once, later, on the same thread, never from inside `send`. A port that is
    /// destroyed calls nobody back: what was under way then has an unknown outcome. `done` may send
    /// again and may destroy the port.
    virtual void send(HttpRequest request, Done done) = 0;
};

/// Letters of ASCII alone, as header names are compared.
[[nodiscard]] bool isSameName(std::string_view a, std::string_view b);

} // namespace core::net
