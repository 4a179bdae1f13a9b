#pragma once

#include "core/base/Decimal.h"
#include "core/base/Timestamp.h"

#include <optional>
#include <string>
#include <string_view>

namespace core {

/// Writes one JSON document, members in the order they are given. Decimals become strings,
/// statistics numbers (shortest text that reads back to the same double), times ISO text, and
/// whatever is unknown — nullopt, NaN, infinity — null. Invalid UTF-8 becomes U+FFFD.
class JsonWriter {
public:
    JsonWriter &beginObject();
    JsonWriter &endObject();
    JsonWriter &beginArray();
    JsonWriter &endArray();
    JsonWriter &key(std::string_view name);

    JsonWriter &value(std::string_view text);
    JsonWriter &value(const char *text) { return value(std::string_view(text)); }
    JsonWriter &value(const std::string &text) { return value(std::string_view(text)); }
    JsonWriter &value(bool truth);
    JsonWriter &value(double number);
    JsonWriter &value(std::int64_t number);
    JsonWriter &value(std::uint64_t number);
    JsonWriter &value(int number) { return value(std::int64_t(number)); }
    JsonWriter &value(Decimal decimal) { return value(decimal.toString()); }
    JsonWriter &value(const WideDecimal &decimal) { return value(decimal.toString()); }
    JsonWriter &value(Timestamp at) { return value(toIsoText(at)); }
    JsonWriter &null();
    /// Text that is JSON already.
    JsonWriter &raw(std::string_view json);

    template <class T>
    JsonWriter &value(const std::optional<T> &maybe)
    {
        return maybe ? value(*maybe) : null();
    }
    template <class T>
    JsonWriter &member(std::string_view name, const T &item)
    {
        key(name);
        return value(item);
    }

    [[nodiscard]] const std::string &text() const { return m_text; }
    [[nodiscard]] std::string take() { return std::move(m_text); }

private:
    void separate();

    std::string m_text;
    bool m_needsComma = false;
};

/// A JSON string literal, quotes included.
[[nodiscard]] std::string jsonQuoted(std::string_view text);

/// Shortest decimal text that reads back to the same double; "null" when not finite.
[[nodiscard]] std::string jsonNumber(double number);

} // namespace core
