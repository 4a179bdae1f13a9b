#pragma once

#include "core/base/Timestamp.h"
#include "core/domain/Amount.h"
#include "core/json/Document.h"

#include <functional>

namespace core::json {

/// Reads the members of one object as venues write them: a number comes as a number or as a text, and
/// "none" is an absent member, null or an empty text. `maybe…` gives nothing for none; the others
/// complain about it. The first complaint is kept and everything after it reads as empty, so a reader asks
/// for all members and looks at the problem once, at the end. Decimals are read from their token, exactly.
class Fields {
public:
    /// `problem` is shared by all readers of one document. `path` names the object in messages.
    Fields(Value object, std::string path, std::optional<Error> &problem);

    [[nodiscard]] std::string text(std::string_view key); ///< A number gives its token.
    [[nodiscard]] std::optional<std::string> maybeText(std::string_view key);
    /// T of nine places: Price, Quantity, Decimal. More places than nine, if not zero, are a complaint.
    template <class T>
    [[nodiscard]] T amount(std::string_view key)
    {
        return T(decimal(key, m_object[key]));
    }
    template <class T>
    [[nodiscard]] std::optional<T> maybeAmount(std::string_view key)
    {
        const Value found = m_object[key];
        return isNone(found) ? std::nullopt : std::optional(T(decimal(key, found)));
    }
    /// As `maybeAmount`, rounded half to even at the ninth place: averages, never what is traded.
    template <class T>
    [[nodiscard]] std::optional<T> maybeRounded(std::string_view key)
    {
        const Value found = m_object[key];
        return isNone(found) ? std::nullopt : std::optional(T(roundedDecimal(key, found)));
    }
    [[nodiscard]] Money money(std::string_view key); ///< Eighteen places.
    [[nodiscard]] std::optional<Money> maybeMoney(std::string_view key);
    [[nodiscard]] std::int64_t integer(std::string_view key);
    [[nodiscard]] std::optional<std::int64_t> maybeInteger(std::string_view key);
    [[nodiscard]] bool flag(std::string_view key); ///< true, false, or these words as text.
    [[nodiscard]] std::optional<bool> maybeFlag(std::string_view key);
    [[nodiscard]] double number(std::string_view key); ///< Finite. For volumes and statistics.
    [[nodiscard]] std::optional<double> maybeNumber(std::string_view key);
    /// Times are of 1970 until 2200; others are refused.
    [[nodiscard]] Timestamp isoTime(std::string_view key);
    [[nodiscard]] std::optional<Timestamp> maybeIsoTime(std::string_view key);
    [[nodiscard]] Timestamp milliTime(std::string_view key); ///< Unix milliseconds.
    [[nodiscard]] std::optional<Timestamp> maybeMilliTime(std::string_view key);
    /// Every object of a list. An absent or null list has none.
    void forEach(std::string_view key, const std::function<void(Fields &)> &read);
    /// The object of that name; it must be there.
    void inside(std::string_view key, const std::function<void(Fields &)> &read);

    [[nodiscard]] Value value(std::string_view key) const { return m_object[key]; }
    [[nodiscard]] bool isNone(std::string_view key) const { return isNone(m_object[key]); }
    [[nodiscard]] bool isFine() const { return !m_problem; }
    void complain(std::string_view key, const std::string &what);

private:
    /// Of a list's element; where it stands is put into words only for a complaint.
    Fields(Value object, const Fields &list, std::string_view key, std::size_t index);

    // Each with the value found under the key, so that it is looked for once.
    [[nodiscard]] bool isNone(Value found) const
    {
        return m_problem || found.isAbsent() || found.isNull() || (found.kind() == Kind::Text && found.text().empty());
    }
    [[nodiscard]] std::string_view token(std::string_view key, Value found);
    [[nodiscard]] Decimal decimal(std::string_view key, Value found);
    [[nodiscard]] Decimal roundedDecimal(std::string_view key, Value found);
    template <class T>
    [[nodiscard]] T read(std::string_view key, Value found, Result<T> (*parse)(std::string_view));
    template <class T>
    [[nodiscard]] std::optional<T> maybe(std::string_view key, Result<T> (*parse)(std::string_view));
    [[nodiscard]] std::string place() const;

    Value m_object;
    std::string m_path;
    const Fields *m_list = nullptr; ///< Of an element: whose list, under which key, which one.
    std::string_view m_listKey{};
    std::size_t m_index = 0;
    std::optional<Error> &m_problem;
};

/// One text as one value: exactly one JSON object, read by `read`. BadInput with the field otherwise.
template <class T>
[[nodiscard]] Result<T> readObject(std::string_view bytes, T (*read)(Fields &))
{
    const auto document = Document::parse(bytes);
    if (!document)
        return failure(document.error());
    std::optional<Error> problem;
    Fields fields(document->root(), "", problem);
    T value = read(fields);
    if (problem)
        return failure(std::move(*problem));
    return value;
}

} // namespace core::json
