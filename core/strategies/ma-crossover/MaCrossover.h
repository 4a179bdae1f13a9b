#pragma once

#include "core/indicators/Ema.h"
#include "core/indicators/Parameters.h"
#include "core/indicators/Sma.h"
#include "core/strategies/CrossDetector.h"
#include "core/strategies/Strategy.h"

#include <memory>
#include <variant>

namespace core {

enum class AverageKind { Simple, Exponential };

struct MaCrossoverParameters {
    int fast = 10; ///< Bars; 1 is the close itself.
    int slow = 30; ///< Bars, more than `fast`.
    AverageKind average = AverageKind::Simple;
    bool allowShort = false;
};

/// Buys when the fast average of closes crosses above the slow one and sells when it crosses below.
/// Source: R. D. Donchian, "High Finance in Copper", Financial Analysts Journal, 1960; the cross as
/// in design/cli.md, "Definitions".
class MaCrossover final : public Strategy {
public:
    /// A fast average that is not shorter than the slow one is a bug here; `makeMaCrossover`
    /// checks.
    explicit MaCrossover(const MaCrossoverParameters &parameters);

    [[nodiscard]] int warmUpBars() const override { return m_parameters.slow; }
    [[nodiscard]] std::optional<Idea> onBar(const Bar &bar) override;
    [[nodiscard]] std::vector<std::pair<std::string, double>> lines() const override;
    [[nodiscard]] bool mayGoShort() const override { return m_parameters.allowShort; }
    void reset() override;

private:
    using Average = std::variant<Sma, Ema>;
    [[nodiscard]] static Average makeAverage(AverageKind kind, int period);
    [[nodiscard]] std::string label(int period) const;
    [[nodiscard]] std::string reason(Cross cross, double fast, double slow) const;

    MaCrossoverParameters m_parameters;
    Average m_fast;
    Average m_slow;
    CrossDetector m_cross;
};

[[nodiscard]] std::vector<Parameter> maCrossoverParameters();

/// BadInput with the field `fast` when it is not smaller than `slow`.
[[nodiscard]] Result<std::unique_ptr<Strategy>> makeMaCrossover(const ParameterValues &values);

} // namespace core
