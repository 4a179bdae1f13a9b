#pragma once

#include "core/domain/Amount.h"
#include "core/domain/Bar.h"

#include <simdjson.h>

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace core::venue {

/// Reads the fields of one JSON object. The first thing that is wrong is kept and everything after it
/// reads as empty, so a reader asks for all fields and looks at `problem` once, at the end. Every field
/// must be there; decimals are read from their text, never through a double.
class WireReader {
public:
    /// `problem` is shared by the readers of one line. `path` names the object in messages.
    WireReader(simdjson::dom::object object, std::string path, std::optional<Error> &problem);

    [[nodiscard]] std::string text(const char *key);
    [[nodiscard]] std::int64_t integer(const char *key);
    [[nodiscard]] std::int64_t count(const char *key); ///< Not negative.
    [[nodiscard]] bool flag(const char *key);
    [[nodiscard]] double number(const char *key);
    [[nodiscard]] Timestamp time(const char *key);
    [[nodiscard]] std::optional<Timestamp> maybeTime(const char *key);
    [[nodiscard]] Money money(const char *key);
    [[nodiscard]] std::optional<Money> maybeMoney(const char *key);
    template <class T>
    [[nodiscard]] T amount(const char *key)
    {
        return T(decimal(key));
    }
    template <class T>
    [[nodiscard]] std::optional<T> maybe(const char *key)
    {
        return isNull(key) ? std::nullopt : std::optional(T(decimal(key)));
    }
    /// A word of an enumeration, by its own reader.
    template <class T>
    [[nodiscard]] T word(const char *key, std::optional<T> (*parse)(std::string_view))
    {
        const std::string name = text(key);
        const auto value = parse(name);
        if (!value)
            complain(key, "\"" + name + "\" is not a word of this field");
        return value.value_or(T());
    }
    /// Reads every object of a list.
    template <class T>
    [[nodiscard]] std::vector<T> list(const char *key, T (*read)(WireReader &))
    {
        std::vector<T> all;
        forEach(key, [&](WireReader &each) { all.push_back(read(each)); });
        return all;
    }
    template <class T>
    [[nodiscard]] T object(const char *key, T (*read)(WireReader &))
    {
        T value{};
        inside(key, [&](WireReader &reader) { value = read(reader); });
        return value;
    }

    void complain(const char *key, const std::string &what);

private:
    [[nodiscard]] std::optional<simdjson::dom::element> find(const char *key);
    [[nodiscard]] bool isNull(const char *key);
    [[nodiscard]] Decimal decimal(const char *key);
    void forEach(const char *key, const std::function<void(WireReader &)> &read);
    void inside(const char *key, const std::function<void(WireReader &)> &read);

    simdjson::dom::object m_object;
    std::string m_path;
    std::optional<Error> &m_problem;
};

} // namespace core::venue
