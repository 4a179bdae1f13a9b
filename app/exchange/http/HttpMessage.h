#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace app {

struct HttpHeader {
    std::string name; ///< As it was sent.
    std::string value;
    bool operator==(const HttpHeader &) const = default;
};

/// One request as it came, nothing decoded.
struct HttpRequest {
    std::string method;
    std::string target; ///< Path and query as they were sent.
    std::vector<HttpHeader> headers;
    std::string body;
    bool keepsAlive = true;

    [[nodiscard]] std::string_view path() const;  ///< The target up to its question mark.
    [[nodiscard]] std::string_view query() const; ///< What follows the question mark.
    /// The first header of that name, whatever its case.
    [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const;
    [[nodiscard]] bool isWebSocketUpgrade() const;
    bool operator==(const HttpRequest &) const = default;
};

/// How an answer leaves: whole, cut in its middle, in two halves with a pause, or not at all.
enum class HttpDelivery { Whole, CutInHalf, Slow, Reset };

struct HttpResponse {
    int status = 200;
    std::string body{};
    std::string contentType = "application/json";
    std::vector<HttpHeader> headers{};
    HttpDelivery delivery = HttpDelivery::Whole;
    std::chrono::nanoseconds slowness{};   ///< The pause of a slow one.
    std::chrono::nanoseconds dateOffset{}; ///< How wrong its `Date` is.
};

/// Where an answer goes. May be called later, and at most once.
using HttpReply = std::function<void(HttpResponse)>;

/// As a `Date` header has it, to the second below.
[[nodiscard]] std::string httpDate(std::chrono::sys_time<std::chrono::nanoseconds> at);

/// The bytes of a response. A 204 has neither body nor length.
[[nodiscard]] std::string toBytes(const HttpResponse &response, bool keepsAlive, const std::string &date);

[[nodiscard]] bool isSameName(std::string_view a, std::string_view b); ///< ASCII case apart.

} // namespace app
