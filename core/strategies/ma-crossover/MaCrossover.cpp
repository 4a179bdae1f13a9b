#include "core/strategies/ma-crossover/MaCrossover.h"

#include "core/strategies/Figures.h"

namespace core {

namespace {

template <class Average>
void update(Average &average, double close)
{
    std::visit([close](auto &kind) { kind.update(close); }, average);
}

template <class Average>
bool isReady(const Average &average)
{
    return std::visit([](const auto &kind) { return kind.ready(); }, average);
}

template <class Average>
double valueOf(const Average &average)
{
    return std::visit([](const auto &kind) { return kind.value(); }, average);
}

} // namespace

MaCrossover::Average MaCrossover::makeAverage(AverageKind kind, int period)
{
    return kind == AverageKind::Simple ? Average(Sma(period)) : Average(Ema(period));
}

MaCrossover::MaCrossover(const MaCrossoverParameters &parameters)
    : m_parameters(parameters), m_fast(makeAverage(parameters.average, parameters.fast)),
      m_slow(makeAverage(parameters.average, parameters.slow))
{
    if (parameters.fast >= parameters.slow)
        bug("the fast average must be shorter than the slow one");
}

std::optional<Idea> MaCrossover::onBar(const Bar &bar)
{
    const double close = bar.close.toDouble();
    update(m_fast, close);
    update(m_slow, close);
    if (!isReady(m_slow))
        return std::nullopt;

    const double fast = valueOf(m_fast);
    const double slow = valueOf(m_slow);
    const Cross cross = m_cross.update(fast, slow);
    if (cross == Cross::None)
        return std::nullopt;

    return Idea{.kind = cross == Cross::Up ? SignalKind::Buy : SignalKind::Sell,
                .reason = reason(cross, fast, slow)};
}

std::vector<std::pair<std::string, double>> MaCrossover::lines() const
{
    if (!isReady(m_slow))
        return {};
    return {{label(m_parameters.fast), valueOf(m_fast)},
            {label(m_parameters.slow), valueOf(m_slow)}};
}

void MaCrossover::reset()
{
    std::visit([](auto &kind) { kind.reset(); }, m_fast);
    std::visit([](auto &kind) { kind.reset(); }, m_slow);
    m_cross.reset();
}

std::string MaCrossover::label(int period) const
{
    const char *kind = m_parameters.average == AverageKind::Simple ? "SMA " : "EMA ";
    return kind + std::to_string(period);
}

std::string MaCrossover::reason(Cross cross, double fast, double slow) const
{
    const auto [fastText, slowText] = distinctFigures(fast, slow);
    return label(m_parameters.fast) + " (" + fastText + ") crossed " +
           (cross == Cross::Up ? "above " : "below ") + label(m_parameters.slow) + " (" + slowText +
           ")";
}

std::vector<Parameter> maCrossoverParameters()
{
    return {
        {.name = "fast", .kind = ParameterKind::Integer, .defaultValue = "10", .min = 1,
         .max = 10'000, .sentence = "Bars of the fast average; 1 is the close itself."},
        {.name = "slow", .kind = ParameterKind::Integer, .defaultValue = "30", .min = 2,
         .max = 10'000, .sentence = "Bars of the slow average, more than those of the fast one."},
        {.name = "average", .kind = ParameterKind::Choice, .defaultValue = "sma",
         .choices = {"sma", "ema"}, .sentence = "Simple or exponential moving average."},
        {.name = "allow-short", .kind = ParameterKind::Switch, .defaultValue = "false",
         .sentence = "Whether a cross below also opens a short position."},
    };
}

Result<std::unique_ptr<Strategy>> makeMaCrossover(const ParameterValues &values)
{
    const MaCrossoverParameters parameters{
        .fast = values.integer("fast"),
        .slow = values.integer("slow"),
        .average = values.choice("average") == "ema" ? AverageKind::Exponential
                                                     : AverageKind::Simple,
        .allowShort = values.isOn("allow-short"),
    };
    if (parameters.fast >= parameters.slow)
        return failure(Error{.code = ErrorCode::BadInput,
                             .message = "must be smaller than slow (" +
                                        std::to_string(parameters.slow) + ")",
                             .field = "fast"});
    return std::make_unique<MaCrossover>(parameters);
}

} // namespace core
