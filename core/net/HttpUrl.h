#pragma once

#include "core/base/Error.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace core::net {

/// An absolute URL in the parts that a connection needs. Nothing is decoded, encoded or normalised.
struct HttpUrl {
    bool isSecure = true;
    std::string host;      ///< Without the brackets of an IPv6 address.
    std::uint16_t port = 0;
    std::string authority; ///< As in the `Host` header: with brackets, and with the port if it was written.
    std::string target;    ///< `/path?query`, byte for byte; `/` when the URL has none.

    /// Connections may be shared by URLs of one origin.
    [[nodiscard]] std::string origin() const;
};

/// `localhost` in any case, 127.x.x.x and ::1 (without brackets).
[[nodiscard]] bool isThisComputer(std::string_view host);

enum class UrlKind {
    Http,   ///< https, http
    Socket, ///< wss, ws
};

/// BadInput on anything but visible ASCII, on a user or a fragment, on another scheme. Unencrypted schemes
/// only to this computer (`localhost`, 127.x.x.x, ::1): keys never travel in the clear.
[[nodiscard]] Result<HttpUrl> splitUrl(std::string_view url, UrlKind kind);

} // namespace core::net
