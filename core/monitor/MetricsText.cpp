#include "core/monitor/MetricsText.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace core {

namespace {

constexpr std::array quantiles{0.5, 0.9, 0.99, 0.999};

bool isLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

/// Letters, digits and underscores, not beginning with a digit; of metrics also colons.
bool isName(std::string_view name, bool mayHaveColons)
{
    const auto fits = [&](char c) { return isLetter(c) || (c == ':' && mayHaveColons); };
    return !name.empty() && fits(name.front()) &&
           std::all_of(name.begin(), name.end(), [&](char c) { return fits(c) || (c >= '0' && c <= '9'); });
}

/// In help texts backslash and line feed are escaped, in label values the quotation mark too.
std::string escaped(std::string_view text, bool isLabel)
{
    std::string safe;
    for (const char c : text) {
        if (c == '\\')
            safe += "\\\\";
        else if (c == '\n')
            safe += "\\n";
        else if (c == '"' && isLabel)
            safe += "\\\"";
        else
            safe += c;
    }
    return safe;
}

std::string labelText(const MetricLabels &labels)
{
    if (labels.empty())
        return {};
    std::string text;
    for (const auto &[name, value] : labels) {
        if (!isName(name, false) || name.starts_with("__"))
            bug("a metric's label has a name that may not be");
        text += (text.empty() ? "{" : ",") + name + "=\"" + escaped(value, true) + "\"";
    }
    return text + "}";
}

std::string seconds(std::optional<Duration> duration)
{
    return metricNumber(duration ? std::chrono::duration<double>(*duration).count() : std::nan(""));
}

MetricLabels with(MetricLabels labels, const char *name, std::string value)
{
    labels.emplace_back(name, std::move(value));
    return labels;
}

} // namespace

BoundedHistogram::BoundedHistogram(std::vector<double> bounds)
    : m_bounds(std::move(bounds)), m_counts(m_bounds.size() + 1)
{
    if (!std::is_sorted(m_bounds.begin(), m_bounds.end()))
        bug("the bounds of a histogram do not rise");
}

void BoundedHistogram::add(double value)
{
    const auto bound = std::lower_bound(m_bounds.begin(), m_bounds.end(), value);
    ++m_counts[std::size_t(bound - m_bounds.begin())];
    m_sum += value;
}

MetricsText::Family &MetricsText::family(const std::string &name, const char *type, const std::string &help)
{
    if (!isName(name, true))
        bug("a metric has a name that may not be");
    for (Family &known : m_families)
        if (known.name == name) {
            if (known.type != type || known.help != help)
                bug("a metric has two types or two help texts");
            return known;
        }
    return m_families.emplace_back(Family{name, type, help, {}});
}

void MetricsText::add(Family &family, const std::string &name, const MetricLabels &labels, const std::string &value)
{
    const std::string head = name + labelText(labels) + " ";
    for (const std::string &line : family.lines)
        if (line.starts_with(head))
            bug("a metric was given twice");
    family.lines.push_back(head + value);
}

void MetricsText::counter(const std::string &name, const std::string &help, const MetricLabels &labels,
                          std::uint64_t value)
{
    add(family(name, "counter", help), name, labels, std::to_string(value));
}

void MetricsText::gauge(const std::string &name, const std::string &help, const MetricLabels &labels, double value)
{
    gauge(name, help, labels, metricNumber(value));
}

void MetricsText::gauge(const std::string &name, const std::string &help, const MetricLabels &labels,
                        const std::string &decimal)
{
    add(family(name, "gauge", help), name, labels, decimal);
}

void MetricsText::summary(const std::string &name, const std::string &help, const MetricLabels &labels,
                          const LatencyHistogram &values)
{
    Family &into = family(name, "summary", help);
    for (const double q : quantiles)
        add(into, name, with(labels, "quantile", metricNumber(q)), seconds(values.percentile(q)));
    add(into, name + "_sum", labels, seconds(values.sum()));
    add(into, name + "_count", labels, std::to_string(values.count()));
}

void MetricsText::histogram(const std::string &name, const std::string &help, const MetricLabels &labels,
                            const BoundedHistogram &values)
{
    Family &into = family(name, "histogram", help);
    std::uint64_t cumulative = 0;
    for (std::size_t i = 0; i < values.counts().size(); ++i) {
        cumulative += values.counts()[i];
        const bool isLast = i == values.bounds().size();
        add(into, name + "_bucket", with(labels, "le", isLast ? "+Inf" : metricNumber(values.bounds()[i])),
            std::to_string(cumulative));
    }
    add(into, name + "_sum", labels, metricNumber(values.sum()));
    add(into, name + "_count", labels, std::to_string(cumulative));
}

std::string MetricsText::text() const
{
    std::string page;
    for (const Family &each : m_families) {
        page += "# HELP " + each.name + " " + escaped(each.help, false) + "\n";
        page += "# TYPE " + each.name + " " + each.type + "\n";
        for (const std::string &line : each.lines)
            page += line + "\n";
    }
    return page;
}

std::string metricNumber(double value)
{
    if (std::isnan(value))
        return "NaN";
    if (std::isinf(value))
        return value > 0 ? "+Inf" : "-Inf";
    std::array<char, 32> text{};
    const auto [end, error] = std::to_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() ? std::string(text.data(), end) : std::string("NaN");
}

} // namespace core
