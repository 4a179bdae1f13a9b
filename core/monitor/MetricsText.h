#pragma once

#include "core/monitor/LatencyHistogram.h"

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace core {

using MetricLabels = std::vector<std::pair<std::string, std::string>>;

/// How often values fell at or below each of some bounds; what a Prometheus histogram shows.
class BoundedHistogram {
public:
    /// @param bounds  Upper ends, rising; values above the last count only in the total.
    explicit BoundedHistogram(std::vector<double> bounds);
    void add(double value);

    [[nodiscard]] const std::vector<double> &bounds() const { return m_bounds; }
    /// Of each bound alone, not cumulative; one more for what lies above the last.
    [[nodiscard]] const std::vector<std::uint64_t> &counts() const { return m_counts; }
    [[nodiscard]] double sum() const { return m_sum; }

private:
    std::vector<double> m_bounds;
    std::vector<std::uint64_t> m_counts;
    double m_sum = 0;
};

/// Figures as a page in the Prometheus text exposition format, version 0.0.4
/// (https://prometheus.io/docs/instrumenting/exposition_formats/, read 2026-11-20). Samples of one
/// name stay together whatever the order of the calls; a name that breaks the format's rules, a
/// second help text or type for a name, or the same sample twice is a bug of the caller.
class MetricsText {
public:
    /// A counter that may have no sample yet, so that its reader knows the name.
    void declareCounter(const std::string &name, const std::string &help) { family(name, "counter", help); }
    void counter(const std::string &name, const std::string &help, const MetricLabels &labels, std::uint64_t value);
    /// NaN says that there is no value.
    void gauge(const std::string &name, const std::string &help, const MetricLabels &labels, double value);
    /// An exact decimal, printed as it is.
    void gauge(const std::string &name, const std::string &help, const MetricLabels &labels,
               const std::string &decimal);
    /// As a summary in seconds: the 0.5, 0.9, 0.99 and 0.999 quantiles, sum and count.
    void summary(const std::string &name, const std::string &help, const MetricLabels &labels,
                 const LatencyHistogram &values);
    void histogram(const std::string &name, const std::string &help, const MetricLabels &labels,
                   const BoundedHistogram &values);

    [[nodiscard]] std::string text() const;

private:
    struct Family {
        std::string name;
        std::string type;
        std::string help;
        std::vector<std::string> lines;
    };
    Family &family(const std::string &name, const char *type, const std::string &help);
    static void add(Family &family, const std::string &name, const MetricLabels &labels, const std::string &value);

    std::vector<Family> m_families;
};

/// A float as Prometheus reads it: shortest text, `NaN`, `+Inf`, `-Inf`.
[[nodiscard]] std::string metricNumber(double value);

} // namespace core
