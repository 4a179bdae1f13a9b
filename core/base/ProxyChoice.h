#pragma once

#include "core/base/Error.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace core {

/// By which way connections leave this computer.
struct ProxyChoice {
    enum class Way {
        System, ///< As the operating system says; asked once, at the start.
        None,   ///< Straight, whatever the system says.
        Http,   ///< By CONNECT.
        Socks5,
    };
    Way way = Way::System;
    std::string host{}; ///< Of Http and Socks5.
    std::uint16_t port = 0;

    bool operator==(const ProxyChoice &) const = default;
};

/// `system`, `none`, `http://HOST:PORT` or `socks5://HOST:PORT`. BadInput for anything else; for a name or a
/// password in it above all, because a file is no place for either.
[[nodiscard]] Result<ProxyChoice> parseProxyChoice(std::string_view text);

} // namespace core
