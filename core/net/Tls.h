#pragma once

#include <QSslConfiguration>

namespace core::net {

/// How every connection of the program is encrypted: TLS 1.2 at least, the other end's certificate checked
/// against the roots of the system and against its name, HTTP/1.1 and nothing else spoken on it.
[[nodiscard]] QSslConfiguration tlsConfiguration();

} // namespace core::net
