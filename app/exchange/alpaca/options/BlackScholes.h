#pragma once

namespace app::alpaca {

/// What a European option's price depends on. Shares of one, not per cent; time in years.
struct OptionInputs {
    bool isCall = true;
    double spot = 0;
    double strike = 0;
    double years = 0;
    double volatility = 0; ///< Of a year.
    double rate = 0;       ///< Continuously compounded, of a year.
};

struct OptionValue {
    double price = 0; ///< In the underlying's currency, of one share.
    double delta = 0;
    double gamma = 0;
    double theta = 0; ///< Of a calendar day.
    double vega = 0;  ///< Of one per cent more volatility.
    double rho = 0;   ///< Of one per cent more interest.
};

/// Black-Scholes without dividends. At expiry (no time left) and without volatility it is what exercising
/// is worth, and only the delta is not zero. Spot and strike are above zero.
/// Source: F. Black, M. Scholes, The Pricing of Options and Corporate Liabilities, 1973; the sensitivities as
/// in J. Hull, Options, Futures, and Other Derivatives.
[[nodiscard]] OptionValue blackScholes(const OptionInputs &inputs);

} // namespace app::alpaca
