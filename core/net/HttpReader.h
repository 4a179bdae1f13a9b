#pragma once

#include "core/net/HttpPort.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace core::net {

/// Reads one answer of HTTP/1.1 out of the bytes of a connection, in pieces of any size. Strict where a
/// doubt could join or split answers. Source: RFC 9112, sections 4 to 7.
class HttpReader {
public:
    enum class State {
        Reading,
        Done,   ///< `take` gives the answer.
        Broken, ///< `why` says why this is no answer. Nothing more can be read from this connection.
    };

    /// @param most  Bytes of a body, packed or unpacked, beyond which the answer is Broken.
    explicit HttpReader(std::size_t most) : m_most(most) {}

    void feed(std::string_view bytes);
    /// The other end closed: that ends a body without a length, and breaks any other.
    void end();

    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] const std::string &why() const { return m_why; }
    [[nodiscard]] bool hasBegun() const { return m_hasBegun; }
    /// The connection is at the beginning of a next answer; to be asked when Done.
    [[nodiscard]] bool staysOpen() const { return m_staysOpen && m_buffer.empty(); }
    /// Without times, which are not the reader's to know. Once.
    [[nodiscard]] HttpAnswer take() { return std::move(m_answer); }

private:
    enum class Part { StatusLine, Header, Body, ChunkSize, Chunk, ChunkEnd, Trailer, UntilClosed };

    [[nodiscard]] std::string_view unread() const;
    [[nodiscard]] bool step();
    [[nodiscard]] bool readBody();
    [[nodiscard]] bool readUntilClosed();
    [[nodiscard]] bool stepLine();
    void readLine(std::string_view line);
    void readStatus(std::string_view line);
    void readHeader(std::string_view line);
    void readChunkSize(std::string_view line);
    void finishHead();
    void chooseBody();
    void finish();
    void breakOff(std::string why);

    std::size_t m_most;
    State m_state = State::Reading;
    Part m_part = Part::StatusLine;
    std::string m_buffer;
    std::size_t m_at = 0; ///< What is before it has been read.
    std::size_t m_headBytes = 0;
    std::uint64_t m_left = 0; ///< Of the body or of the chunk.
    HttpAnswer m_answer;
    std::string m_why;
    bool m_hasBegun = false;
    bool m_staysOpen = true;
};

} // namespace core::net
