#include "app/exchange/http/HttpRequestParser.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace app {

namespace {

constexpr std::string_view lineEnd = "\r\n";
constexpr std::string_view headEnd = "\r\n\r\n";

bool isTokenByte(char byte)
{
    const bool isAlphanumeric =
        (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
    return isAlphanumeric || std::string_view("!#$%&'*+-.^_`|~").find(byte) != std::string_view::npos;
}

bool isToken(std::string_view text)
{
    return !text.empty() && std::all_of(text.begin(), text.end(), isTokenByte);
}

bool isTarget(std::string_view text)
{
    return text.starts_with('/') && std::all_of(text.begin(), text.end(), [](char byte) { return byte > 32 && byte < 127; });
}

bool isValue(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](char byte) {
        const auto code = static_cast<unsigned char>(byte);
        return code == '\t' || (code >= 32 && code != 127);
    });
}

std::string_view trimmed(std::string_view text)
{
    const auto first = text.find_first_not_of(" \t");
    return first == std::string_view::npos ? std::string_view()
                                           : text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::optional<std::size_t> parseLength(std::string_view text, int base)
{
    std::size_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
    const bool isDigits = !text.empty() && error == std::errc() && end == text.data() + text.size();
    return isDigits ? std::optional(value) : std::nullopt;
}

std::size_t countOf(const HttpRequest &request, std::string_view name)
{
    return std::size_t(std::count_if(request.headers.begin(), request.headers.end(),
                                     [&](const HttpHeader &each) { return isSameName(each.name, name); }));
}

bool parseRequestLine(std::string_view line, HttpRequest &request, bool &isOld)
{
    const auto first = line.find(' ');
    const auto last = line.rfind(' ');
    if (first == std::string_view::npos || first == last)
        return false;
    request.method = line.substr(0, first);
    request.target = line.substr(first + 1, last - first - 1);
    const std::string_view version = line.substr(last + 1);
    isOld = version == "HTTP/1.0";
    return isToken(request.method) && isTarget(request.target) && (isOld || version == "HTTP/1.1");
}

bool parseHeaderLine(std::string_view line, HttpRequest &request)
{
    const auto colon = line.find(':');
    if (colon == std::string_view::npos || !isToken(line.substr(0, colon)))
        return false;
    const std::string_view value = trimmed(line.substr(colon + 1));
    request.headers.push_back({std::string(line.substr(0, colon)), std::string(value)});
    return isValue(value);
}

} // namespace

std::variant<HttpRequest, HttpProblem> HttpRequestParser::parseHead(std::string_view head)
{
    HttpRequest request;
    bool isOld = false;
    auto end = head.find(lineEnd);
    if (!parseRequestLine(head.substr(0, end), request, isOld))
        return HttpProblem{400, "the request line is not HTTP/1.1"};
    while (true) {
        const auto begin = end + lineEnd.size();
        end = head.find(lineEnd, begin);
        if (end == begin)
            break;
        if (!parseHeaderLine(head.substr(begin, end - begin), request))
            return HttpProblem{400, "a header line is malformed"};
        if (request.headers.size() > maxHeaders)
            return HttpProblem{431, "there are too many headers"};
    }
    if (!isOld && countOf(request, "Host") != 1)
        return HttpProblem{400, "there must be exactly one Host header"};
    const auto connection = request.header("Connection");
    request.keepsAlive = !isOld && !(connection && isSameName(*connection, "close"));
    return request;
}

bool HttpRequestParser::fail(int status, std::string what)
{
    m_problem = {status, std::move(what)};
    m_stage = Stage::Failed;
    return false;
}

bool HttpRequestParser::readHead()
{
    const auto end = m_buffer.find(headEnd);
    const std::size_t size = end == std::string::npos ? m_buffer.size() : end + headEnd.size();
    if (size > maxHeadBytes)
        return fail(431, "the head of the request is too long");
    if (end == std::string::npos)
        return false;
    auto parsed = parseHead(std::string_view(m_buffer).substr(0, size));
    if (const auto *problem = std::get_if<HttpProblem>(&parsed))
        return fail(problem->status, problem->what);
    m_request = std::move(std::get<HttpRequest>(parsed));
    m_buffer.erase(0, size);
    chooseBody();
    return m_stage != Stage::Failed;
}

void HttpRequestParser::chooseBody()
{
    const std::size_t lengths = countOf(m_request, "Content-Length");
    const std::size_t encodings = countOf(m_request, "Transfer-Encoding");
    m_stage = Stage::Body;
    m_wanted = 0;
    if (countOf(m_request, "Expect") > 0)
        fail(417, "nothing is promised before the body has come");
    else if (lengths + encodings > 1)
        fail(400, "the length of the body is said more than once");
    else if (encodings == 1 && !isSameName(*m_request.header("Transfer-Encoding"), "chunked"))
        fail(501, "the body comes whole or in chunks");
    else if (encodings == 1)
        m_stage = Stage::ChunkSize;
    else if (lengths == 1) {
        const auto length = parseLength(*m_request.header("Content-Length"), 10);
        if (!length)
            fail(400, "the content length is no number");
        else if (*length > maxBodyBytes)
            fail(413, "the body is too long");
        else
            m_wanted = *length;
    }
}

bool HttpRequestParser::readBody()
{
    if (m_buffer.size() < m_wanted)
        return false;
    m_request.body = m_buffer.substr(0, m_wanted);
    m_buffer.erase(0, m_wanted);
    m_isWhole = true;
    return true;
}

bool HttpRequestParser::readChunkSize()
{
    const auto end = m_buffer.find(lineEnd);
    const std::size_t size = std::min(end, m_buffer.size());
    if (size > 1024)
        return fail(400, "the size line of a chunk is too long");
    if (end == std::string::npos)
        return false;
    const std::string_view line = std::string_view(m_buffer).substr(0, end);
    const auto length = parseLength(trimmed(line.substr(0, line.find(';'))), 16);
    if (!length || !isValue(line))
        return fail(400, "the size of a chunk is no number");
    if (*length > maxBodyBytes - m_request.body.size())
        return fail(413, "the body is too long");
    m_buffer.erase(0, end + lineEnd.size());
    m_wanted = *length;
    m_trailerBytes = 0;
    m_stage = m_wanted == 0 ? Stage::Trailer : Stage::ChunkData;
    return true;
}

bool HttpRequestParser::readChunkData()
{
    if (m_buffer.size() < m_wanted + lineEnd.size())
        return false;
    if (m_buffer.compare(m_wanted, lineEnd.size(), lineEnd) != 0)
        return fail(400, "a chunk is longer than it says");
    m_request.body.append(m_buffer, 0, m_wanted);
    m_buffer.erase(0, m_wanted + lineEnd.size());
    m_stage = Stage::ChunkSize;
    return true;
}

/// Trailing headers are read over: nothing here has a use for them.
bool HttpRequestParser::readTrailer()
{
    const auto end = m_buffer.find(lineEnd);
    m_trailerBytes += end == std::string::npos ? 0 : end + lineEnd.size();
    if (m_trailerBytes > maxHeadBytes || (end == std::string::npos && m_buffer.size() > maxHeadBytes))
        return fail(431, "the trailer of the request is too long");
    if (end == std::string::npos)
        return false;
    m_buffer.erase(0, end + lineEnd.size());
    m_isWhole = end == 0;
    return true;
}

bool HttpRequestParser::step()
{
    switch (m_stage) {
    case Stage::Head: return readHead();
    case Stage::Body: return readBody();
    case Stage::ChunkSize: return readChunkSize();
    case Stage::ChunkData: return readChunkData();
    case Stage::Trailer: return readTrailer();
    case Stage::Failed: return false;
    }
    return false;
}

HttpRequestParser::Outcome HttpRequestParser::next()
{
    while (step()) {
        if (!m_isWhole)
            continue;
        m_isWhole = false;
        m_stage = Stage::Head;
        return std::exchange(m_request, {});
    }
    if (m_stage == Stage::Failed)
        return m_problem;
    return NeedsMore{};
}

} // namespace app
