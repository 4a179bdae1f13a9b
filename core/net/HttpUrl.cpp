#include "core/net/HttpUrl.h"

#include "core/net/HttpPort.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace core::net {

namespace {

tl::unexpected<Error> bad(std::string why)
{
    return failure(ErrorCode::BadInput, "bad address: " + std::move(why));
}

bool isVisible(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7f'; });
}

bool isHostLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' ||
           c == '_';
}

bool isAddressLetter(char c)
{
    return (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || (c >= '0' && c <= '9') || c == '.' || c == ':';
}

/// A whole number in [0, most], digits only.
std::optional<int> number(std::string_view text, int most)
{
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || text[0] == '-' || error != std::errc() || end != text.data() + text.size() || value > most)
        return std::nullopt;
    return value;
}

/// 127.x.x.x in four numbers: a name like 127.example.com is not of this computer.
bool isLoopbackV4(std::string_view host)
{
    int parts = 0;
    bool isFirst127 = false;
    for (std::size_t begin = 0; begin <= host.size(); ++parts) {
        const std::size_t end = std::min(host.find('.', begin), host.size());
        const auto part = number(host.substr(begin, end - begin), 255);
        if (!part)
            return false;
        if (parts == 0)
            isFirst127 = *part == 127;
        begin = end + 1;
    }
    return parts == 4 && isFirst127;
}

/// Reads `host`, `host:port`, `[address]`, `[address]:port`.
Result<> readAuthority(std::string_view text, HttpUrl &url)
{
    const bool isAddress = text.starts_with('[');
    const std::size_t hostEnd = isAddress ? text.find(']') : std::min(text.find(':'), text.size());
    if (hostEnd == std::string_view::npos)
        return bad("a bracket is not closed");
    url.host = text.substr(isAddress ? 1 : 0, hostEnd - (isAddress ? 1 : 0));
    url.authority = text;
    if (url.host.empty() ||
        !std::all_of(url.host.begin(), url.host.end(), isAddress ? isAddressLetter : isHostLetter))
        return bad("no host");
    const std::string_view rest = text.substr(hostEnd + (isAddress ? 1 : 0));
    if (rest.empty())
        return {};
    const auto port = rest.starts_with(':') ? number(rest.substr(1), 65535) : std::nullopt;
    if (!port || *port == 0)
        return bad("no port");
    url.port = static_cast<std::uint16_t>(*port);
    return {};
}

struct Scheme {
    std::string_view text;
    UrlKind kind;
    bool isSecure;
    std::uint16_t port;
};

constexpr std::array schemes{
    Scheme{"https://", UrlKind::Http, true, 443},
    Scheme{"http://", UrlKind::Http, false, 80},
    Scheme{"wss://", UrlKind::Socket, true, 443},
    Scheme{"ws://", UrlKind::Socket, false, 80},
};

} // namespace

bool isThisComputer(std::string_view host)
{
    return isSameName(host, "localhost") || host == "::1" || isLoopbackV4(host);
}

std::string HttpUrl::origin() const
{
    return (isSecure ? "s " : "p ") + host + ' ' + std::to_string(port);
}

Result<HttpUrl> splitUrl(std::string_view url, UrlKind kind)
{
    if (!isVisible(url))
        return bad("it has blanks or letters that must be encoded");
    const auto scheme = std::find_if(schemes.begin(), schemes.end(), [&](const Scheme &each) {
        return each.kind == kind && url.starts_with(each.text);
    });
    if (scheme == schemes.end())
        return bad("another scheme than expected");
    url.remove_prefix(scheme->text.size());
    const std::size_t end = std::min(url.find_first_of("/?#"), url.size());
    const std::string_view authority = url.substr(0, end);
    const std::string_view target = url.substr(end);
    if (authority.find('@') != std::string_view::npos || target.find('#') != std::string_view::npos)
        return bad("a user or a fragment has no place in it");

    HttpUrl split{scheme->isSecure, {}, scheme->port, {}, std::string(target)};
    if (const auto read = readAuthority(authority, split); !read)
        return failure(read.error());
    if (!split.target.starts_with('/'))
        split.target.insert(0, 1, '/');
    if (!split.isSecure && !isThisComputer(split.host))
        return bad("unencrypted connections go to this computer only");
    return split;
}

} // namespace core::net
