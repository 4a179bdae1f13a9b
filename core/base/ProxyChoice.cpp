#include "core/base/ProxyChoice.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace core {

namespace {

bool isHostLetter(char letter)
{
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9') ||
           letter == '.' || letter == '-' || letter == '_';
}

std::optional<std::uint16_t> portOf(std::string_view text)
{
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    const bool isWhole = error == std::errc() && end == text.data() + text.size();
    return isWhole && port > 0 ? std::optional(port) : std::nullopt;
}

tl::unexpected<Error> notKnown()
{
    return failure(ErrorCode::BadInput, "is system, none, http://HOST:PORT or socks5://HOST:PORT");
}

} // namespace

Result<ProxyChoice> parseProxyChoice(std::string_view text)
{
    using Way = ProxyChoice::Way;
    if (text == "system")
        return ProxyChoice{};
    if (text == "none")
        return ProxyChoice{.way = Way::None};
    const auto after = text.find("://");
    const std::string_view scheme = text.substr(0, after);
    if (after == std::string_view::npos || (scheme != "http" && scheme != "socks5"))
        return notKnown();
    std::string_view rest = text.substr(after + 3);
    if (rest.find('@') != std::string_view::npos)
        return failure(ErrorCode::BadInput, "must not hold a name or a password: a file is no place for them");
    if (rest.ends_with('/'))
        rest.remove_suffix(1);
    const auto colon = rest.rfind(':');
    if (colon == std::string_view::npos || colon == 0)
        return notKnown();
    const std::string_view host = rest.substr(0, colon);
    const auto port = portOf(rest.substr(colon + 1));
    if (!port || !std::ranges::all_of(host, isHostLetter))
        return notKnown();
    return ProxyChoice{.way = scheme == "http" ? Way::Http : Way::Socks5, .host = std::string(host), .port = *port};
}

} // namespace core
