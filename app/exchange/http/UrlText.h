#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace app {

/// `%2F` → `/`; a broken escape stays as it is. In a query `+` is a space.
[[nodiscard]] std::string percentDecoded(std::string_view text, bool isQuery);

/// The segments of a path, decoded: "/v2/assets/BTC%2FUSD" → v2, assets, BTC/USD.
[[nodiscard]] std::vector<std::string> pathSegments(std::string_view path);

/// The parameters of a query, decoded; of a repeated one the last counts.
class Query {
public:
    explicit Query(std::string_view text);
    [[nodiscard]] bool has(const std::string &name) const { return m_values.contains(name); }
    /// Nothing for absent or empty.
    [[nodiscard]] std::optional<std::string> value(const std::string &name) const;
    [[nodiscard]] std::string valueOr(const std::string &name, std::string fallback) const;
    /// Parts between commas, without empty ones.
    [[nodiscard]] std::vector<std::string> list(const std::string &name) const;

private:
    std::map<std::string, std::string> m_values;
};

/// Parts between the separator, without empty ones.
[[nodiscard]] std::vector<std::string> splitText(std::string_view text, char separator);

} // namespace app
