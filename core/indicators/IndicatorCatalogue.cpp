#include "core/indicators/IndicatorCatalogue.h"

#include "core/indicators/Atr.h"
#include "core/indicators/Ema.h"
#include "core/indicators/Rsi.h"
#include "core/indicators/Sma.h"

#include <algorithm>

namespace core {

namespace {

/// The feeds: what of a bar an indicator takes in.
template <class Indicator>
void feed(Indicator &indicator, const Bar &bar)
{
    indicator.update(bar.close.toDouble());
}

void feed(Atr &atr, const Bar &bar)
{
    atr.update(bar.high.toDouble(), bar.low.toDouble(), bar.close.toDouble());
}

/// An indicator with one output.
template <class Indicator>
class OnBars final : public BarIndicator {
public:
    OnBars(int period, int warmUpBars) : m_indicator(period), m_warmUpBars(warmUpBars) {}
    void update(const Bar &bar) override { feed(m_indicator, bar); }
    [[nodiscard]] int warmUpBars() const override { return m_warmUpBars; }
    [[nodiscard]] bool ready() const override { return m_indicator.ready(); }
    [[nodiscard]] std::vector<double> values() const override { return {m_indicator.value()}; }
    void reset() override { m_indicator.reset(); }

private:
    Indicator m_indicator;
    int m_warmUpBars;
};

/// First value with the bar that fills the window.
template <class Indicator>
std::unique_ptr<BarIndicator> makeOnValues(const ParameterValues &values)
{
    const int period = values.integer("period");
    return std::make_unique<OnBars<Indicator>>(period, period - 1);
}

/// First value one bar later: changes and true ranges begin with the second bar.
template <class Indicator>
std::unique_ptr<BarIndicator> makeOnChanges(const ParameterValues &values)
{
    const int period = values.integer("period");
    return std::make_unique<OnBars<Indicator>>(period, period);
}

Parameter period(const char *defaultValue)
{
    return {.name = "period",
            .kind = ParameterKind::Integer,
            .defaultValue = defaultValue,
            .min = 1,
            .max = 100'000,
            .sentence = "How many bars the average looks back over."};
}

} // namespace

const std::vector<IndicatorSpec> &indicatorCatalogue()
{
    static const std::vector<IndicatorSpec> catalogue{
        {"sma", {period("20")}, {"sma"}, makeOnValues<Sma>},
        {"ema", {period("20")}, {"ema"}, makeOnValues<Ema>},
        {"rsi", {period("14")}, {"rsi"}, makeOnChanges<Rsi>},
        {"atr", {period("14")}, {"atr"}, makeOnChanges<Atr>},
    };
    return catalogue;
}

Result<const IndicatorSpec *> findIndicator(const std::string &name)
{
    const auto &catalogue = indicatorCatalogue();
    const auto found = std::ranges::find(catalogue, name, &IndicatorSpec::name);
    if (found == catalogue.end())
        return failure(Error{.code = ErrorCode::BadInput,
                             .message = "there is no indicator \"" + name + "\"",
                             .field = "indicator"});
    return &*found;
}

Result<std::unique_ptr<BarIndicator>>
makeIndicator(const std::string &name, const std::map<std::string, std::string> &parameters)
{
    const auto spec = findIndicator(name);
    if (!spec)
        return failure(spec.error());
    const auto values = checkedParameters(name, (*spec)->parameters, parameters);
    if (!values)
        return failure(values.error());
    return (*spec)->make(*values);
}

} // namespace core
