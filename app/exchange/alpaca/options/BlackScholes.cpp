#include "app/exchange/alpaca/options/BlackScholes.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace app::alpaca {

namespace {

constexpr double daysOfYear = 365;

/// The standard normal distribution function; exact to the last digits in both tails.
double below(double x)
{
    return std::erfc(-x / std::numbers::sqrt2) / 2;
}

double density(double x)
{
    return std::exp(-x * x / 2) * std::numbers::inv_sqrtpi / std::numbers::sqrt2;
}

OptionValue atExpiry(const OptionInputs &in)
{
    const double sign = in.isCall ? 1 : -1;
    const double inside = sign * (in.spot - in.strike);
    return {.price = std::max(inside, 0.0), .delta = inside > 0 ? sign : 0};
}

} // namespace

OptionValue blackScholes(const OptionInputs &in)
{
    const double width = in.volatility * std::sqrt(std::max(in.years, 0.0));
    if (width <= 0)
        return atExpiry(in);
    const double sign = in.isCall ? 1 : -1;
    const double d1 = (std::log(in.spot / in.strike) + in.rate * in.years) / width + width / 2;
    const double d2 = d1 - width;
    const double discounted = in.strike * std::exp(-in.rate * in.years);
    OptionValue value;
    value.price = sign * (in.spot * below(sign * d1) - discounted * below(sign * d2));
    value.delta = sign * below(sign * d1);
    value.gamma = density(d1) / (in.spot * width);
    const double decay = -in.spot * density(d1) * in.volatility / (2 * std::sqrt(in.years));
    value.theta = (decay - sign * in.rate * discounted * below(sign * d2)) / daysOfYear;
    value.vega = in.spot * density(d1) * std::sqrt(in.years) / 100;
    value.rho = sign * discounted * in.years * below(sign * d2) / 100;
    return value;
}

} // namespace app::alpaca
