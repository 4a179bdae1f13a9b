#pragma once

#include "core/base/Error.h"
#include "core/net/HttpPort.h"
#include "core/net/HttpUrl.h"

namespace core::net {

/// The request in HTTP/1.1, head and body: the caller's target, headers and body byte for byte, and of
/// our own `Host`, `User-Agent` (unless given), `Accept-Encoding: gzip` and `Content-Length`. BadInput on
/// a method that is not spoken here, a header that is the transport's or would break a line, a GET with a
/// body. Source: RFC 9112.
[[nodiscard]] Result<std::string> requestBytes(const HttpRequest &request, const HttpUrl &url);

/// BadInput if one of the headers is the transport's or would break a line; the reason tells no value.
[[nodiscard]] Result<> checkHeaders(const HttpHeaders &headers);

/// GET alone: reading twice harms nobody.
[[nodiscard]] bool isRead(const HttpRequest &request);

} // namespace core::net
