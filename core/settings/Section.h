#pragma once

#include "core/base/Decimal.h"
#include "core/domain/LimitRange.h"
#include "core/settings/Profile.h"
#include "core/settings/YamlDocument.h"

#include <functional>
#include <set>

namespace core {

/// What a number must lie within.
struct DecimalRange {
    Decimal least{};
    Decimal most{};
    bool isLeastAllowed = true; ///< Whether `least` itself is in it.
};

[[nodiscard]] DecimalRange shareRange();    ///< Above 0, at most 1.
[[nodiscard]] DecimalRange positiveRange(); ///< Above 0, at most a billion.

/// What is being read, for all its sections.
struct Reading {
    std::string file;
    std::vector<ProfileProblem> problems{};
    std::map<std::string, int> lines{}; ///< Of each field, by its dotted path.
};

/// One mapping of a profile, read field by field. What is missing, doubled or of the wrong kind is
/// written down and leaves the given value as it was; `finish` names the keys nobody asked for.
class Section {
public:
    enum class Need { Required, Optional };

    /// `value` is the mapping itself; anything else is a problem and reads as an empty one.
    Section(Reading &reading, const YamlValue &value, std::string path, int line);

    void text(const char *key, Need need, std::string &out);
    void flag(const char *key, Need need, bool &out);
    void decimal(const char *key, Need need, const DecimalRange &range, Decimal &out);
    void decimal(const char *key, const DecimalRange &range, std::optional<Decimal> &out);
    /// Whatever the limit's kind takes, within the limit's range, as a number.
    void limit(const char *key, Need need, const LimitRange &range, std::optional<Decimal> &out);
    void integer(const char *key, Need need, std::int64_t least, std::int64_t most,
                 std::int64_t &out);
    void integer(const char *key, Need need, std::int64_t least, std::int64_t most, int &out);
    /// One of `words`, told as they are.
    void choice(const char *key, Need need, const std::vector<std::string> &words,
                std::string &out);
    void texts(const char *key, Need need, std::vector<std::string> &out);
    /// Any keys with scalars, as text.
    void pairs(const char *key, std::map<std::string, std::string> &out);
    void section(const char *key, Need need, const std::function<void(Section &)> &read);
    void sections(const char *key, Need need, const std::function<void(Section &)> &read);

    [[nodiscard]] bool has(const char *key) const { return find(key) != nullptr; }
    /// Writes a problem down at a field of this section, or at the section where it is absent.
    void complain(const char *key, std::string message);
    [[nodiscard]] const std::string &path() const { return m_path; }
    void finish();

private:
    [[nodiscard]] const YamlValue::Member *find(std::string_view key) const;
    /// The member, if there is one with a value; else a required one is complained about.
    const YamlValue::Member *take(const char *key, Need need);
    const std::string *scalar(const char *key, Need need);
    [[nodiscard]] std::string pathOf(std::string_view key) const;
    void add(int line, std::string field, std::string message);
    [[nodiscard]] bool isPlainText(const YamlValue &value, const std::string &field);

    Reading &m_reading;
    const YamlValue &m_value;
    std::string m_path;
    int m_line;
    std::set<std::string, std::less<>> m_known;
};

} // namespace core
