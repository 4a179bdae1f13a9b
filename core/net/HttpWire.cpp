#include "core/net/HttpWire.h"

#include <algorithm>
#include <array>

namespace core::net {

namespace {

constexpr std::array<std::string_view, 5> methods{"GET", "POST", "PATCH", "PUT", "DELETE"};
constexpr std::array<std::string_view, 10> transportHeaders{"Host",    "Content-Length", "Transfer-Encoding",
                                                            "Expect",  "Connection",     "Keep-Alive",
                                                            "Upgrade", "Trailer",        "TE",
                                                            "Accept-Encoding"};
constexpr std::string_view tokenMarks = "!#$%&'*+-.^_`|~";

bool isTokenLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           tokenMarks.find(c) != std::string_view::npos;
}

/// Why the line may not be sent; the value is not told, it may be a key.
std::string whyNot(const HttpHeaders::Line &line)
{
    const auto &[name, value] = line;
    if (name.empty() || !std::all_of(name.begin(), name.end(), isTokenLetter))
        return "a header has no proper name";
    if (std::any_of(transportHeaders.begin(), transportHeaders.end(),
                    [&name = name](std::string_view each) { return isSameName(each, name); }))
        return "the header " + name + " is set by the transport";
    if (std::any_of(value.begin(), value.end(), [](char c) { return (c < ' ' && c != '\t') || c == '\x7f'; }))
        return "the header " + name + " has a letter that may not stand there";
    return {};
}

void addLine(std::string &bytes, std::string_view name, std::string_view value)
{
    bytes.append(name).append(": ").append(value).append("\r\n");
}

bool isKnown(std::string_view method)
{
    return std::find(methods.begin(), methods.end(), method) != methods.end();
}

/// More than the request takes.
std::size_t roomFor(const HttpRequest &request, const HttpUrl &url)
{
    constexpr std::size_t ours = 256; // the lines that are the transport's
    std::size_t room = ours + request.method.size() + url.target.size() + url.authority.size() + request.body.size();
    for (const auto &[name, value] : request.headers.lines())
        room += name.size() + value.size() + 4;
    return room;
}

} // namespace

bool isRead(const HttpRequest &request)
{
    return request.method == "GET";
}

Result<> checkHeaders(const HttpHeaders &headers)
{
    for (const HttpHeaders::Line &line : headers.lines())
        if (const std::string why = whyNot(line); !why.empty())
            return failure(ErrorCode::BadInput, why);
    return {};
}

Result<std::string> requestBytes(const HttpRequest &request, const HttpUrl &url)
{
    if (!isKnown(request.method))
        return failure(ErrorCode::BadInput, "the method \"" + request.method + "\" is not spoken");
    if (isRead(request) && !request.body.empty())
        return failure(ErrorCode::BadInput, "a GET has no body");
    if (const auto checked = checkHeaders(request.headers); !checked)
        return failure(checked.error());
    std::string bytes; // one piece of memory, so that whoever wipes it wipes all there was
    bytes.reserve(roomFor(request, url));
    bytes.append(request.method).append(1, ' ').append(url.target).append(" HTTP/1.1\r\n");
    addLine(bytes, "Host", url.authority);
    for (const auto &[name, value] : request.headers.lines())
        addLine(bytes, name, value);
    if (!request.headers.has("User-Agent"))
        addLine(bytes, "User-Agent", "Countersign");
    addLine(bytes, "Accept-Encoding", "gzip");
    if (!request.body.empty() || (request.method != "GET" && request.method != "DELETE"))
        addLine(bytes, "Content-Length", std::to_string(request.body.size()));
    bytes.append("\r\n").append(request.body);
    return bytes;
}

} // namespace core::net
