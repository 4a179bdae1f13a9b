#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace support {

/// One sample of a Prometheus page.
struct Sample {
    std::string name;
    std::map<std::string, std::string> labels;
    double value = 0; ///< NaN where the page says so.
};

/// A Prometheus page as a strict reader takes it in: what the text format 0.0.4 allows and no more.
class Exposition {
public:
    /// Reads a page; what is wrong with it is in `error`, with its line.
    explicit Exposition(const std::string &page);

    [[nodiscard]] const std::string &error() const { return m_error; } ///< Empty = sound.
    [[nodiscard]] const std::vector<Sample> &samples() const { return m_samples; }
    /// counter, gauge, summary, histogram; empty when there is no such metric.
    [[nodiscard]] std::string typeOf(const std::string &name) const;
    [[nodiscard]] bool has(const std::string &name) const { return m_types.contains(name); }
    /// The sample with exactly these labels.
    [[nodiscard]] std::optional<double> value(const std::string &name,
                                              const std::map<std::string, std::string> &labels = {}) const;

private:
    void readLine(const std::string &line);
    void readComment(const std::string &line);
    void readSample(const std::string &line);
    void checkDistributions();
    void checkHistogram(const std::string &name);
    void fail(const std::string &what);

    std::string m_error;
    int m_line = 0;
    std::string m_family; ///< The one whose samples are being read.
    std::map<std::string, std::string> m_types;
    std::map<std::string, std::string> m_helps;
    std::vector<Sample> m_samples;
};

} // namespace support
