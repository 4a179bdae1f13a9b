#include "tests/support/Exposition.h"

#include <cmath>
#include <cstdlib>
#include <regex>
#include <set>

namespace support {

namespace {

const std::regex helpLine("# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) ((?:[^\\\\\n]|\\\\\\\\|\\\\n)*)");
const std::regex typeLine("# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge|histogram|summary|untyped)");
const std::regex sampleLine("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)\\})? (\\S+)");
const std::regex labelText("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\\\\\"\n]|\\\\\\\\|\\\\\"|\\\\n)*)\"(,|$)");
const std::regex numberText("NaN|[+-]Inf|[+-]?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

std::string unescaped(const std::string &text)
{
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\\') {
            plain += text[i];
            continue;
        }
        ++i;
        plain += text[i] == 'n' ? '\n' : text[i];
    }
    return plain;
}

/// Which family a sample's name belongs to by its ending.
std::string familyOf(const std::string &name, const std::map<std::string, std::string> &types)
{
    if (types.contains(name))
        return name;
    for (const char *ending : {"_bucket", "_sum", "_count"}) {
        const std::string tail(ending);
        if (!name.ends_with(tail))
            continue;
        const std::string base = name.substr(0, name.size() - tail.size());
        const auto found = types.find(base);
        if (found == types.end())
            continue;
        const bool isHistogram = found->second == "histogram";
        if (isHistogram || (found->second == "summary" && tail != "_bucket"))
            return base;
    }
    return {};
}

} // namespace

Exposition::Exposition(const std::string &page)
{
    if (!page.ends_with('\n'))
        fail("the page does not end with a line feed");
    std::size_t from = 0;
    while (from < page.size() && m_error.empty()) {
        const std::size_t end = page.find('\n', from);
        ++m_line;
        readLine(page.substr(from, end - from));
        from = end + 1;
    }
    if (m_error.empty())
        checkDistributions();
}

void Exposition::fail(const std::string &what)
{
    if (m_error.empty())
        m_error = "line " + std::to_string(m_line) + ": " + what;
}

void Exposition::readLine(const std::string &line)
{
    if (line.empty())
        return fail("an empty line");
    line.front() == '#' ? readComment(line) : readSample(line);
}

void Exposition::readComment(const std::string &line)
{
    std::smatch parts;
    if (std::regex_match(line, parts, helpLine)) {
        if (!m_helps.emplace(parts[1], parts[2]).second)
            fail("a second help text for " + parts[1].str());
        m_family = parts[1];
    } else if (std::regex_match(line, parts, typeLine)) {
        if (m_family != parts[1])
            fail("the type does not follow its help text");
        if (!m_types.emplace(parts[1], parts[2]).second)
            fail("a second type for " + parts[1].str());
    } else {
        fail("neither help nor type: " + line);
    }
}

void Exposition::readSample(const std::string &line)
{
    std::smatch parts;
    if (!std::regex_match(line, parts, sampleLine))
        return fail("not a sample: " + line);
    Sample sample{parts[1], {}, 0};
    std::string labels = parts[2];
    for (std::smatch label; !labels.empty(); labels = label.suffix()) {
        if (!std::regex_search(labels, label, labelText, std::regex_constants::match_continuous))
            return fail("labels that cannot be read: " + line);
        if (!sample.labels.emplace(label[1], unescaped(label[2])).second)
            return fail("a label twice: " + line);
    }
    const std::string number = parts[3];
    if (!std::regex_match(number, numberText))
        return fail("not a number: " + number);
    sample.value = std::strtod(number.c_str(), nullptr);
    const std::string family = familyOf(sample.name, m_types);
    if (family.empty())
        return fail("a sample without a type: " + sample.name);
    if (family != m_family)
        return fail("a sample away from its family: " + sample.name);
    if (m_types[family] == "counter" && !(sample.value >= 0))
        return fail("a counter that is not a count: " + line);
    for (const Sample &other : m_samples)
        if (other.name == sample.name && other.labels == sample.labels)
            return fail("a sample twice: " + line);
    m_samples.push_back(std::move(sample));
}

void Exposition::checkDistributions()
{
    for (const auto &[name, type] : m_types) {
        if (type == "histogram")
            checkHistogram(name);
        if (type != "summary")
            continue;
        for (const Sample &sample : m_samples)
            if (sample.name == name) {
                const auto q = sample.labels.find("quantile");
                if (q == sample.labels.end() || std::atof(q->second.c_str()) < 0 || std::atof(q->second.c_str()) > 1)
                    fail("a summary without a quantile between 0 and 1: " + name);
            }
    }
}

/// Buckets rise in bound and count, end with +Inf, and that one equals the count.
void Exposition::checkHistogram(const std::string &name)
{
    std::map<std::map<std::string, std::string>, std::pair<double, double>> last; // bound and count so far
    for (const Sample &sample : m_samples) {
        if (sample.name != name + "_bucket")
            continue;
        auto labels = sample.labels;
        const auto le = labels.extract("le");
        if (le.empty())
            return fail("a bucket without its bound: " + name);
        const double bound = std::strtod(le.mapped().c_str(), nullptr);
        const auto [before, isFirst] = last.try_emplace(labels, bound, sample.value);
        if (!isFirst && (bound <= before->second.first || sample.value < before->second.second))
            return fail("buckets that do not rise: " + name);
        before->second = {bound, sample.value};
    }
    for (const auto &[labels, end] : last)
        if (!std::isinf(end.first) || value(name + "_count", labels) != end.second || !value(name + "_sum", labels))
            fail("a histogram without its end: " + name);
}

std::string Exposition::typeOf(const std::string &name) const
{
    const auto found = m_types.find(name);
    return found == m_types.end() ? std::string() : found->second;
}

std::optional<double> Exposition::value(const std::string &name,
                                        const std::map<std::string, std::string> &labels) const
{
    for (const Sample &sample : m_samples)
        if (sample.name == name && sample.labels == labels)
            return sample.value;
    return std::nullopt;
}

} // namespace support
