#pragma once

#include "core/base/Decimal.h"
#include "core/base/Timestamp.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace core::alpaca {

/// Which base a request's path is added to.
enum class Host { Trading, Data };

/// One request, byte for byte as it goes on the wire; base and key headers are added by who sends it.
struct Request {
    Host host = Host::Trading;
    std::string method;  ///< GET, POST, PATCH or DELETE.
    std::string path;    ///< Encoded, with its leading slash.
    std::string query{}; ///< Encoded, without the question mark; may be empty.
    std::string body{};  ///< JSON, or empty.

    /// It may change something at the venue, so its outcome must be proven when the answer is lost.
    [[nodiscard]] bool isWrite() const { return method != "GET"; }
    [[nodiscard]] std::string target() const { return query.empty() ? path : path + "?" + query; }
    bool operator==(const Request &) const = default;
};

/// Percent-encoded except for letters, digits and `-._~`, so `/` and `+` are encoded too.
[[nodiscard]] std::string encoded(std::string_view text);

/// `2026-03-02T14:31:07.391204518Z`: all nine places, since two orders often share a millisecond.
[[nodiscard]] std::string wireTime(Timestamp at);

/// A query in the order in which it is written. What is none is left out.
class Query {
public:
    Query &add(std::string_view name, std::string_view value);
    Query &add(std::string_view name, const std::string &value) { return add(name, std::string_view(value)); }
    Query &add(std::string_view name, const char *value) { return add(name, std::string_view(value)); }
    Query &add(std::string_view name, int value) { return add(name, std::to_string(value)); }
    Query &add(std::string_view name, bool value) { return add(name, value ? "true" : "false"); }
    Query &add(std::string_view name, Timestamp at) { return add(name, wireTime(at)); }
    Query &add(std::string_view name, Decimal value) { return add(name, value.toString()); }
    /// Joined by commas; an empty list is left out.
    Query &add(std::string_view name, const std::vector<std::string> &values);
    template <class T>
    Query &add(std::string_view name, const std::optional<T> &value)
    {
        return value ? add(name, *value) : *this;
    }
    [[nodiscard]] std::string take() { return std::move(m_text); }

private:
    std::string m_text;
};

[[nodiscard]] Request get(Host host, std::string path, Query query = {});

} // namespace core::alpaca
