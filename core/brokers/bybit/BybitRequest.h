#pragma once

#include "core/base/Json.h"
#include "core/domain/Order.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace core::bybit {

/// One request, before it has a host. Path, query and body go on the wire as they stand here, byte for
/// byte, because these bytes are what is signed.
struct Request {
    std::string method; ///< `GET` or `POST`. A GET has no body: one with a body is answered by a 403.
    std::string path;   ///< `/v5/…`
    std::string query;  ///< Encoded, without the `?`; empty for none.
    std::string body;   ///< Compact JSON; empty for none.
    bool isSigned = true;
    int units = 1; ///< What it takes from its rate: a batch counts each order.

    /// `path`, or `path?query`.
    [[nodiscard]] std::string target() const { return query.empty() ? path : path + "?" + query; }
    bool operator==(const Request &) const = default;
};

/// Writes the text after the `?`, in the order in which it is added. Everything but letters, digits and
/// `-._~` is percent-encoded, once. What is absent adds nothing.
class Query {
public:
    Query &add(std::string_view name, std::string_view value);
    Query &add(std::string_view name, const char *value) { return add(name, std::string_view(value)); }
    Query &add(std::string_view name, std::int64_t value) { return add(name, std::to_string(value)); }
    Query &add(std::string_view name, int value) { return add(name, std::int64_t(value)); }
    /// Unix milliseconds.
    Query &add(std::string_view name, Timestamp at) { return add(name, toMillis(at)); }
    template <class T>
    Query &add(std::string_view name, const std::optional<T> &maybe)
    {
        return maybe ? add(name, *maybe) : *this;
    }
    /// A cursor comes with percent sequences in it and goes back as it came; empty adds nothing.
    Query &addCursor(std::string_view cursor);

    [[nodiscard]] std::string take() { return std::move(m_text); }

private:
    void begin(std::string_view name);
    void append(char c);

    std::string m_text;
};

[[nodiscard]] Request publicGet(std::string path, Query query = {});
[[nodiscard]] Request signedGet(std::string path, Query query = {});
[[nodiscard]] Request signedPost(std::string path, JsonWriter &body);

} // namespace core::bybit
