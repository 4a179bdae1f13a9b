#include "core/settings/Section.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

namespace core {

namespace {

/// What YAML 1.1 reads as true, false or nothing, and a person means as a word (a ticker, a land).
bool isTruthWord(std::string text)
{
    std::ranges::transform(text, text.begin(), [](unsigned char letter) {
        return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + 32)
                                              : static_cast<char>(letter);
    });
    static const std::array<std::string_view, 10> words{"y", "n", "yes", "no", "on",
                                                        "off", "true", "false", "null", "~"};
    return std::ranges::find(words, text) != words.end();
}

std::string quoted(const std::string &text)
{
    constexpr std::size_t longest = 60;
    return "\"" + (text.size() > longest ? text.substr(0, longest) + "…" : text) + "\"";
}

std::string listed(const std::vector<std::string> &words)
{
    std::string text;
    for (const std::string &word : words)
        text += (text.empty() ? "" : ", ") + word;
    return text;
}

} // namespace

DecimalRange shareRange()
{
    return {.least = {}, .most = Decimal::fromInteger(1), .isLeastAllowed = false};
}

DecimalRange positiveRange()
{
    return {.least = {}, .most = Decimal::fromInteger(1'000'000'000), .isLeastAllowed = false};
}

Section::Section(Reading &reading, const YamlValue &value, std::string path, int line)
    : m_reading(reading), m_value(value), m_path(std::move(path)), m_line(line)
{
    if (value.kind != YamlValue::Kind::Map)
        add(line, m_path, "must hold keys with values");
    std::set<std::string_view> seen;
    for (const YamlValue::Member &member : value.members) {
        if (!seen.insert(member.key).second)
            add(member.line, pathOf(member.key), "is given twice");
        else
            reading.lines[pathOf(member.key)] = member.line;
    }
}

std::string Section::pathOf(std::string_view key) const
{
    return m_path.empty() ? std::string(key) : m_path + "." + std::string(key);
}

void Section::add(int line, std::string field, std::string message)
{
    m_reading.problems.push_back({m_reading.file, line, std::move(field), std::move(message)});
}

void Section::complain(const char *key, std::string message)
{
    const YamlValue::Member *member = find(key);
    add(member ? member->line : m_line, pathOf(key), std::move(message));
}

const YamlValue::Member *Section::find(std::string_view key) const
{
    const auto found = std::ranges::find(m_value.members, key, &YamlValue::Member::key);
    return found == m_value.members.end() ? nullptr : &*found;
}

const YamlValue::Member *Section::take(const char *key, Need need)
{
    m_known.insert(key);
    const YamlValue::Member *member = find(key);
    if (!member && need == Need::Required && m_value.kind == YamlValue::Kind::Map)
        complain(key, "is missing");
    if (member && member->value.kind == YamlValue::Kind::Nothing) {
        complain(key, "has no value");
        return nullptr;
    }
    return member;
}

const std::string *Section::scalar(const char *key, Need need)
{
    const YamlValue::Member *member = take(key, need);
    if (!member)
        return nullptr;
    if (member->value.kind != YamlValue::Kind::Scalar) {
        complain(key, "must be a single value");
        return nullptr;
    }
    return &member->value.text;
}

bool Section::isPlainText(const YamlValue &value, const std::string &field)
{
    if (value.kind != YamlValue::Kind::Scalar) {
        add(value.line, field, "must be a single value");
        return false;
    }
    if (!value.isQuoted && isTruthWord(value.text)) {
        add(value.line, field, quoted(value.text) + " reads as true, false or nothing; quote it");
        return false;
    }
    if (value.text.find_first_not_of(" \t\r\n") == std::string::npos) {
        add(value.line, field, "is empty");
        return false;
    }
    return true;
}

void Section::text(const char *key, Need need, std::string &out)
{
    const YamlValue::Member *member = take(key, need);
    if (!member || !isPlainText(member->value, pathOf(key)))
        return;
    if (!member->value.isQuoted && Decimal::parse(member->value.text))
        return complain(key, "is a number where text is meant; quote it");
    out = member->value.text;
}

void Section::flag(const char *key, Need need, bool &out)
{
    const std::string *value = scalar(key, need);
    if (!value)
        return;
    const bool isQuoted = find(key)->value.isQuoted;
    if (isQuoted || (*value != "true" && *value != "false"))
        return complain(key, "must be true or false, not " + quoted(*value));
    out = *value == "true";
}

void Section::decimal(const char *key, Need need, const DecimalRange &range, Decimal &out)
{
    const std::string *value = scalar(key, need);
    if (!value)
        return;
    const auto number = Decimal::parse(*value);
    if (!number || find(key)->value.isQuoted)
        return complain(key, "must be a number of at most nine places, not " + quoted(*value));
    if (*number < range.least || *number > range.most ||
        (*number == range.least && !range.isLeastAllowed))
        return complain(key, "must be " + rangeText(range.least, range.most, range.isLeastAllowed) + ", not " + *value);
    out = *number;
}

void Section::decimal(const char *key, const DecimalRange &range, std::optional<Decimal> &out)
{
    if (!find(key)) {
        m_known.insert(key);
        return;
    }
    Decimal number;
    const std::size_t before = m_reading.problems.size();
    decimal(key, Need::Optional, range, number);
    if (m_reading.problems.size() == before)
        out = number;
}

void Section::limit(const char *key, Need need, const LimitRange &range, std::optional<Decimal> &out)
{
    const std::size_t before = m_reading.problems.size();
    Decimal number;
    std::int64_t whole = 0;
    bool isOn = false;
    switch (range.kind) {
    case LimitKind::Switch:
        flag(key, need, isOn);
        number = Decimal::fromInteger(isOn ? 1 : 0);
        break;
    case LimitKind::Count:
    case LimitKind::Seconds:
    case LimitKind::Minutes:
        integer(key, need, range.least.nanos() / Decimal::one, range.most.nanos() / Decimal::one, whole);
        number = Decimal::fromInteger(whole);
        break;
    default: decimal(key, need, {range.least, range.most, range.isLeastAllowed}, number);
    }
    if (has(key) && m_reading.problems.size() == before)
        out = number;
}

void Section::integer(const char *key, Need need, std::int64_t least, std::int64_t most,
                      std::int64_t &out)
{
    const std::string *value = scalar(key, need);
    if (!value)
        return;
    std::int64_t number = 0;
    const auto [end, trouble] =
        std::from_chars(value->data(), value->data() + value->size(), number);
    if (trouble != std::errc() || end != value->data() + value->size() ||
        find(key)->value.isQuoted)
        return complain(key, "must be a whole number, not " + quoted(*value));
    if (number < least || number > most)
        return complain(key, "must be from " + std::to_string(least) + " to " +
                                 std::to_string(most) + ", not " + *value);
    out = number;
}

void Section::integer(const char *key, Need need, std::int64_t least, std::int64_t most, int &out)
{
    std::int64_t wide = out;
    integer(key, need, least, std::min<std::int64_t>(most, std::numeric_limits<int>::max()), wide);
    out = static_cast<int>(wide);
}

void Section::choice(const char *key, Need need, const std::vector<std::string> &words,
                     std::string &out)
{
    const std::string *value = scalar(key, need);
    if (!value)
        return;
    if (std::ranges::find(words, *value) == words.end())
        return complain(key, quoted(*value) + " is not one of " + listed(words));
    out = *value;
}

void Section::texts(const char *key, Need need, std::vector<std::string> &out)
{
    const YamlValue::Member *member = take(key, need);
    if (!member)
        return;
    if (member->value.kind != YamlValue::Kind::List)
        return complain(key, "must be a list");
    if (member->value.items.empty() && need == Need::Required)
        return complain(key, "must name at least one");
    for (std::size_t i = 0; i < member->value.items.size(); ++i) {
        const YamlValue &item = member->value.items[i];
        const std::string field = pathOf(key) + "[" + std::to_string(i) + "]";
        m_reading.lines[field] = item.line;
        if (!isPlainText(item, field))
            continue;
        if (std::ranges::find(out, item.text) != out.end())
            add(item.line, field, quoted(item.text) + " is given twice");
        else
            out.push_back(item.text);
    }
}

void Section::pairs(const char *key, std::map<std::string, std::string> &out)
{
    const YamlValue::Member *member = take(key, Need::Optional);
    if (!member)
        return;
    const Section inner(m_reading, member->value, pathOf(key), member->line);
    for (const YamlValue::Member &each : member->value.members) {
        const bool isTruth = each.value.text == "true" || each.value.text == "false";
        if (isTruth || isPlainText(each.value, inner.pathOf(each.key)))
            out.emplace(each.key, each.value.text);
    }
}

void Section::section(const char *key, Need need, const std::function<void(Section &)> &read)
{
    const YamlValue::Member *member = take(key, need);
    if (!member)
        return;
    Section inner(m_reading, member->value, pathOf(key), member->line);
    read(inner);
    inner.finish();
}

void Section::sections(const char *key, Need need, const std::function<void(Section &)> &read)
{
    const YamlValue::Member *member = take(key, need);
    if (!member)
        return;
    if (member->value.kind != YamlValue::Kind::List)
        return complain(key, "must be a list");
    if (member->value.items.empty() && need == Need::Required)
        return complain(key, "must hold at least one");
    for (std::size_t i = 0; i < member->value.items.size(); ++i) {
        const YamlValue &item = member->value.items[i];
        Section inner(m_reading, item, pathOf(key) + "[" + std::to_string(i) + "]", item.line);
        read(inner);
        inner.finish();
    }
}

void Section::finish()
{
    for (const YamlValue::Member &member : m_value.members)
        if (!m_known.contains(member.key))
            add(member.line, pathOf(member.key), "is not a known key");
}

} // namespace core
