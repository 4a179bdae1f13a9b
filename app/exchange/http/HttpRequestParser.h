#pragma once

#include "app/exchange/http/HttpMessage.h"

#include <cstddef>
#include <variant>

namespace app {

/// Why a request was not read; the connection has no meaning after it.
struct HttpProblem {
    int status = 400;
    std::string what;
    bool operator==(const HttpProblem &) const = default;
};

/// Takes the bytes of one connection in whatever pieces they come and gives its requests in order.
/// Strict: whatever two readers could understand differently (lengths that contradict each other, folded
/// or odd header lines, a missing host) is refused. Source: RFC 9112, sections 2 to 7.
class HttpRequestParser {
public:
    static constexpr std::size_t maxHeadBytes = 32 * 1024;
    static constexpr std::size_t maxBodyBytes = 1024 * 1024;
    static constexpr std::size_t maxHeaders = 100;

    struct NeedsMore {
        bool operator==(const NeedsMore &) const = default;
    };
    using Outcome = std::variant<NeedsMore, HttpRequest, HttpProblem>;

    void feed(std::string_view bytes) { m_buffer += bytes; }
    /// The next request, if it is there whole. After a problem it is always that problem.
    [[nodiscard]] Outcome next();
    /// Nothing of a further request has been fed.
    [[nodiscard]] bool isBetweenRequests() const { return m_stage == Stage::Head && m_buffer.empty(); }

    /// Reads a head that ends with its empty line; the body's length stays unread.
    [[nodiscard]] static std::variant<HttpRequest, HttpProblem> parseHead(std::string_view head);

private:
    enum class Stage { Head, Body, ChunkSize, ChunkData, Trailer, Failed };
    /// True when the stage moved on, and the next may be tried.
    [[nodiscard]] bool readHead();
    [[nodiscard]] bool readBody();
    [[nodiscard]] bool readChunkSize();
    [[nodiscard]] bool readChunkData();
    [[nodiscard]] bool readTrailer();
    [[nodiscard]] bool step();
    void chooseBody();
    bool fail(int status, std::string what);

    std::string m_buffer;
    Stage m_stage = Stage::Head;
    HttpRequest m_request;
    std::size_t m_wanted = 0; ///< Bytes of the body or of the chunk.
    std::size_t m_trailerBytes = 0;
    bool m_isWhole = false;
    HttpProblem m_problem;
};

} // namespace app
