#include "core/net/HttpReader.h"

#include "core/net/Inflate.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace core::net {

namespace {

constexpr std::size_t longestHead = 64 * 1024; ///< All lines together, trailers too.
constexpr std::size_t longestChunkLine = 1024;

/// A whole number without a sign, digits only; at most 2^60.
std::optional<std::uint64_t> number(std::string_view text, int base)
{
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
    if (text.empty() || error != std::errc() || end != text.data() + text.size() || value > (1ULL << 60))
        return std::nullopt;
    return value;
}

std::string_view trimmed(std::string_view text)
{
    const std::size_t begin = text.find_first_not_of(" \t");
    if (begin == std::string_view::npos)
        return {};
    return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

/// The one value of a header that may stand only once; empty if it is missing. Nothing if two differ.
std::optional<std::string_view> only(const HttpHeaders &headers, std::string_view name)
{
    std::optional<std::string_view> value;
    for (const auto &[each, text] : headers.lines()) {
        if (!isSameName(each, name))
            continue;
        if (value && *value != text)
            return std::nullopt;
        value = text;
    }
    return value.value_or(std::string_view());
}

} // namespace

void HttpReader::breakOff(std::string why)
{
    m_state = State::Broken;
    m_why = std::move(why);
}

void HttpReader::feed(std::string_view bytes)
{
    if (bytes.empty())
        return;
    m_hasBegun = true;
    m_buffer.append(bytes);
    while (m_state == State::Reading && step()) {
    }
    m_buffer.erase(0, std::exchange(m_at, 0));
}

std::string_view HttpReader::unread() const
{
    return std::string_view(m_buffer).substr(m_at);
}

void HttpReader::end()
{
    if (m_state != State::Reading)
        return;
    m_staysOpen = false;
    if (m_part == Part::UntilClosed)
        finish();
    else
        breakOff(m_hasBegun ? "the connection ended before the answer was whole"
                            : "the connection ended without an answer");
}

/// False when more bytes are needed.
bool HttpReader::step()
{
    switch (m_part) {
    case Part::Body:
    case Part::Chunk: return readBody();
    case Part::UntilClosed: return readUntilClosed();
    default: return stepLine();
    }
}

bool HttpReader::stepLine()
{
    const std::string_view text = unread();
    const std::size_t end = text.find('\n');
    const std::size_t size = end == std::string_view::npos ? text.size() : end + 1;
    const bool isChunkLine = m_part == Part::ChunkSize || m_part == Part::ChunkEnd;
    if (size > (isChunkLine ? longestChunkLine : longestHead - m_headBytes)) {
        breakOff("the head of the answer is too long");
        return false;
    }
    if (end == std::string_view::npos)
        return false;
    m_headBytes += isChunkLine ? 0 : size;
    m_at += size;
    readLine(text.substr(0, end > 0 && text[end - 1] == '\r' ? end - 1 : end));
    return true;
}

void HttpReader::readLine(std::string_view line)
{
    switch (m_part) {
    case Part::StatusLine: return readStatus(line);
    case Part::Header: return line.empty() ? finishHead() : readHeader(line);
    case Part::ChunkSize: return readChunkSize(line);
    case Part::ChunkEnd:
        if (!line.empty())
            return breakOff("a chunk of the answer is longer than its size");
        m_part = Part::ChunkSize;
        return;
    case Part::Trailer: // nothing in it is for us
        if (line.empty())
            finish();
        return;
    default: return;
    }
}

/// `HTTP/1.1 200 OK`; the words behind the number may be missing.
void HttpReader::readStatus(std::string_view line)
{
    const bool isOne = line.size() >= 12 && line.starts_with("HTTP/1.") && line[8] == ' ' &&
                       (line.size() == 12 || line[12] == ' ');
    const auto status = isOne ? number(line.substr(9, 3), 10) : std::nullopt;
    if (!status || *status < 100)
        return breakOff("this is no HTTP");
    m_answer.status = static_cast<int>(*status);
    m_staysOpen = line[7] == '1';
    m_part = Part::Header;
}

void HttpReader::readHeader(std::string_view line)
{
    const std::size_t colon = line.find(':');
    const std::string_view name = line.substr(0, std::min(colon, line.size()));
    if (colon == std::string_view::npos || name.empty() || name.find_first_of(" \t") != std::string_view::npos)
        return breakOff("a header of the answer cannot be read");
    m_answer.headers.add(std::string(name), std::string(trimmed(line.substr(colon + 1))));
}

void HttpReader::finishHead()
{
    if (m_answer.status == 101)
        return breakOff("the venue changed the protocol unasked");
    if (m_answer.status < 200) { // "go on", "early hints": the answer is still to come
        m_answer = {};
        m_part = Part::StatusLine;
        return;
    }
    if (const auto connection = m_answer.headers.find("Connection");
        connection && !isSameName(*connection, "keep-alive"))
        m_staysOpen = false; // "close", or something that is not understood
    chooseBody();
}

void HttpReader::chooseBody()
{
    const auto coding = only(m_answer.headers, "Transfer-Encoding");
    const auto length = only(m_answer.headers, "Content-Length");
    if (!coding || !length)
        return breakOff("the answer has two lengths");
    if (m_answer.status == 204 || m_answer.status == 304)
        return finish();
    if (!coding->empty()) {
        if (!isSameName(*coding, "chunked"))
            return breakOff("the answer comes in an unknown coding");
        m_staysOpen = m_staysOpen && length->empty(); // two lengths: the one counts, but nothing after it
        m_part = Part::ChunkSize;
        return;
    }
    if (length->empty()) {
        m_part = Part::UntilClosed;
        return;
    }
    const auto size = number(*length, 10);
    if (!size)
        return breakOff("the answer has no proper length");
    if (*size > m_most)
        return breakOff("the answer is too long");
    m_left = *size;
    m_part = Part::Body;
    if (m_left == 0)
        finish();
}

void HttpReader::readChunkSize(std::string_view line)
{
    const auto size = number(trimmed(line.substr(0, std::min(line.find(';'), line.size()))), 16);
    if (!size)
        return breakOff("a chunk of the answer has no proper size");
    if (*size > m_most - m_answer.body.size())
        return breakOff("the answer is too long");
    m_left = *size;
    m_part = m_left == 0 ? Part::Trailer : Part::Chunk;
}

/// Takes what is there of the body, or of a chunk.
bool HttpReader::readBody()
{
    const std::string_view part = unread().substr(0, m_left);
    m_answer.body.append(part);
    m_at += part.size();
    m_left -= part.size();
    if (m_left > 0)
        return false;
    if (m_part == Part::Chunk)
        m_part = Part::ChunkEnd;
    else
        finish();
    return true;
}

bool HttpReader::readUntilClosed()
{
    const std::string_view part = unread();
    if (part.size() > m_most - m_answer.body.size())
        breakOff("the answer is too long");
    m_answer.body.append(part);
    m_at += part.size();
    return false;
}

void HttpReader::finish()
{
    const auto coding = only(m_answer.headers, "Content-Encoding");
    if (!coding)
        return breakOff("the answer is packed in two ways");
    const bool isPacked = isSameName(*coding, "gzip") || isSameName(*coding, "x-gzip");
    if (!isPacked && !coding->empty() && !isSameName(*coding, "identity"))
        return breakOff("the answer is packed in a way that was not asked for");
    if (isPacked && !m_answer.body.empty()) {
        auto body = gunzip(m_answer.body, m_most);
        if (!body)
            return breakOff(body.error().message);
        m_answer.body = std::move(*body);
    }
    m_state = State::Done;
}

} // namespace core::net
