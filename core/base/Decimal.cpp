#include "core/base/Decimal.h"

#include "core/base/WideMath.h"

#include <boost/multiprecision/cpp_int.hpp>

#include <charconv>
#include <cmath>
#include <limits>
#include <optional>

namespace core {

namespace {

using Big = boost::multiprecision::int256_t;

constexpr int maxExponent = 38; // far beyond the range; keeps 1e999999 from costing anything

/// Digits and decimal exponent of a number as written.
struct Parsed {
    bool negative = false;
    Big digits = 0;
    int exponent = 0; ///< value = digits · 10^exponent
};

Big powerOfTen(int exponent)
{
    Big value = 1;
    for (int i = 0; i < exponent; ++i)
        value *= 10;
    return value;
}

const Big &wideOne()
{
    static const Big one = powerOfTen(18);
    return one;
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

std::optional<int> parseExponent(std::string_view text)
{
    if (!text.empty() && text.front() == '+')
        text.remove_prefix(1);
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || text.empty())
        return std::nullopt;
    return value;
}

std::optional<Parsed> parseNumber(std::string_view text)
{
    constexpr int maxDigits = 38; // with maxExponent still within 256 bits
    Parsed parsed;
    std::size_t at = 0;
    if (at < text.size() && (text[at] == '-' || text[at] == '+'))
        parsed.negative = text[at++] == '-';
    int digitCount = 0;
    int significant = 0;
    bool inFraction = false;
    for (; at < text.size(); ++at) {
        const char c = text[at];
        if (c == '.') {
            if (inFraction)
                return std::nullopt;
            inFraction = true;
        } else if (isDigit(c)) {
            ++digitCount;
            if (significant > 0 || c != '0')
                ++significant;
            if (significant > maxDigits)
                return std::nullopt;
            parsed.digits = parsed.digits * 10 + (c - '0');
            parsed.exponent -= inFraction ? 1 : 0;
        } else {
            break;
        }
    }
    if (digitCount == 0)
        return std::nullopt;
    if (at == text.size())
        return parsed;
    if (text[at] != 'e' && text[at] != 'E')
        return std::nullopt;
    const auto exponent = parseExponent(text.substr(at + 1));
    if (!exponent || std::abs(*exponent) > 400)
        return std::nullopt;
    parsed.exponent += *exponent;
    return parsed;
}

Big divideRounded(const Big &dividend, const Big &divisor, Rounding rounding)
{
    Big quotient;
    Big remainder;
    boost::multiprecision::divide_qr(dividend, divisor, quotient, remainder);
    if (remainder == 0)
        return quotient;
    const bool negative = (dividend < 0) != (divisor < 0);
    switch (rounding) {
    case Rounding::Floor: return negative ? Big(quotient - 1) : quotient;
    case Rounding::Ceiling: return negative ? quotient : Big(quotient + 1);
    case Rounding::HalfEven: break;
    }
    const Big twice = boost::multiprecision::abs(remainder) * 2;
    const Big size = boost::multiprecision::abs(divisor);
    if (twice > size || (twice == size && quotient % 2 != 0))
        return negative ? Big(quotient - 1) : Big(quotient + 1);
    return quotient;
}

/// The number as a count of 10^-places, or nothing if it would have to be rounded and must not be.
std::optional<Big> scaled(const Parsed &parsed, int places, bool mayRound)
{
    const int shift = parsed.exponent + places;
    Big value = parsed.negative ? Big(-parsed.digits) : parsed.digits;
    if (parsed.digits == 0)
        return Big(0);
    if (shift >= 0)
        return shift > maxExponent ? std::nullopt : std::optional<Big>(value * powerOfTen(shift));
    if (-shift > 70) // ten to the seventieth still fits 256 bits; beyond, nothing is left
        return mayRound ? std::optional<Big>(Big(0)) : std::nullopt;
    const Big divisor = powerOfTen(-shift);
    if (!mayRound && value % divisor != 0)
        return std::nullopt;
    return divideRounded(value, divisor, Rounding::HalfEven);
}

Error notANumber(std::string_view text)
{
    const std::string shown(text.substr(0, 40));
    return {ErrorCode::BadInput, "\"" + shown + "\" is not a decimal number within range"};
}

Result<Decimal> parseDecimal(std::string_view text, bool mayRound)
{
    const auto parsed = parseNumber(text);
    if (!parsed)
        return failure(notANumber(text));
    const auto count = scaled(*parsed, Decimal::places, mayRound);
    if (!count && !mayRound && scaled(*parsed, Decimal::places, true))
        return failure(ErrorCode::BadInput, "\"" + std::string(text.substr(0, 40)) +
                                                "\" has more than nine decimal places");
    if (!count || *count > std::numeric_limits<std::int64_t>::max() ||
        *count < std::numeric_limits<std::int64_t>::min())
        return failure(notANumber(text));
    return Decimal::fromNanos(static_cast<std::int64_t>(*count));
}

/// The common case, plain digits with up to nine places, without wide arithmetic.
std::optional<Decimal> parseFast(std::string_view text)
{
    if (text.empty() || text.size() > 18)
        return std::nullopt;
    const bool negative = text.front() == '-';
    std::int64_t value = 0;
    int digits = 0;
    int fraction = -1;
    for (const char c : text.substr(negative ? 1 : 0)) {
        if (isDigit(c)) {
            value = value * 10 + (c - '0');
            ++digits;
            fraction += fraction >= 0 ? 1 : 0;
        } else if (c == '.' && fraction < 0) {
            fraction = 0;
        } else {
            return std::nullopt;
        }
    }
    constexpr std::int64_t powers[] = {1'000'000'000, 100'000'000, 10'000'000, 1'000'000, 100'000,
                                       10'000,        1'000,       100,        10,        1};
    const int places = fraction < 0 ? 0 : fraction;
    if (digits == 0 || places > Decimal::places || digits - places > 9)
        return std::nullopt;
    const std::int64_t nanos = value * powers[places];
    return Decimal::fromNanos(negative ? -nanos : nanos);
}

std::string decimalText(const Big &count, int places)
{
    const bool negative = count < 0;
    std::string digits = Big(boost::multiprecision::abs(count)).str();
    const auto width = static_cast<std::size_t>(places);
    if (digits.size() <= width)
        digits.insert(0, width + 1 - digits.size(), '0');
    std::string fraction = digits.substr(digits.size() - width);
    digits.resize(digits.size() - width);
    while (!fraction.empty() && fraction.back() == '0')
        fraction.pop_back();
    if (!fraction.empty())
        digits += "." + fraction;
    return negative ? "-" + digits : digits;
}

} // namespace

// --- Decimal ---------------------------------------------------------------------------------

Decimal Decimal::fromInteger(std::int64_t value)
{
    constexpr std::int64_t limit = std::numeric_limits<std::int64_t>::max() / one;
    if (value > limit || value < -limit)
        bug("Decimal overflow: integer out of range");
    return Decimal(value * one);
}

Decimal Decimal::fromDouble(double value)
{
    const double nanos = std::nearbyint(value * 1e9);
    if (!(std::abs(nanos) < 9.2e18))
        bug("Decimal overflow: double out of range or not a number");
    return Decimal(static_cast<std::int64_t>(nanos));
}

Result<Decimal> Decimal::parse(std::string_view text)
{
    if (const auto fast = parseFast(text))
        return *fast;
    return parseDecimal(text, false);
}

Result<Decimal> Decimal::parseRounded(std::string_view text)
{
    if (const auto fast = parseFast(text))
        return *fast;
    return parseDecimal(text, true);
}

std::string Decimal::toString() const
{
    const bool negative = m_nanos < 0;
    // The magnitude of the smallest integer has no positive twin, so it is taken unsigned.
    const std::uint64_t size = negative ? 0 - static_cast<std::uint64_t>(m_nanos)
                                        : static_cast<std::uint64_t>(m_nanos);
    std::string text = negative ? "-" : "";
    text += std::to_string(size / static_cast<std::uint64_t>(one));
    if (const std::uint64_t rest = size % static_cast<std::uint64_t>(one)) {
        std::string fraction = std::to_string(rest);
        fraction.insert(0, 9 - fraction.size(), '0');
        while (fraction.back() == '0')
            fraction.pop_back();
        text += "." + fraction;
    }
    return text;
}

Decimal Decimal::abs() const
{
    return m_nanos < 0 ? -*this : *this;
}

Decimal Decimal::roundedTo(Decimal step, Rounding rounding) const
{
    if (step.m_nanos <= 0)
        bug("Decimal::roundedTo needs a positive step");
    std::int64_t quotient = m_nanos / step.m_nanos;
    const std::int64_t remainder = m_nanos % step.m_nanos;
    if (remainder == 0)
        return *this;
    const bool negative = m_nanos < 0;
    switch (rounding) {
    case Rounding::Floor: quotient -= negative ? 1 : 0; break;
    case Rounding::Ceiling: quotient += negative ? 0 : 1; break;
    case Rounding::HalfEven: {
        const std::int64_t size = negative ? -remainder : remainder;
        const std::int64_t other = step.m_nanos - size;
        if (size > other || (size == other && quotient % 2 != 0))
            quotient += negative ? -1 : 1;
        break;
    }
    }
    return Decimal(static_cast<std::int64_t>(Big(quotient) * step.m_nanos));
}

Decimal Decimal::operator+(Decimal other) const
{
    if ((other.m_nanos > 0 && m_nanos > std::numeric_limits<std::int64_t>::max() - other.m_nanos) ||
        (other.m_nanos < 0 && m_nanos < std::numeric_limits<std::int64_t>::min() - other.m_nanos))
        bug("Decimal overflow in addition");
    return Decimal(m_nanos + other.m_nanos);
}

Decimal Decimal::operator-(Decimal other) const
{
    return *this + -other;
}

Decimal Decimal::operator-() const
{
    if (m_nanos == std::numeric_limits<std::int64_t>::min())
        bug("Decimal overflow in negation");
    return Decimal(-m_nanos);
}

// --- WideDecimal -----------------------------------------------------------------------------

struct WideDecimalBits {
    static Big toBig(const WideDecimal &value)
    {
        return (Big(value.m_high) * (Big(1) << 64)) + Big(value.m_low);
    }

    static WideDecimal fromBig(const Big &count)
    {
        static const Big limit = Big(1) << 127;
        if (count >= limit || count < -limit)
            bug("WideDecimal overflow");
        const Big unsignedCount = count < 0 ? Big(count + (Big(1) << 128)) : count;
        WideDecimal value;
        value.m_low = static_cast<std::uint64_t>(unsignedCount & ((Big(1) << 64) - 1));
        value.m_high =
            static_cast<std::int64_t>(static_cast<std::uint64_t>(Big(unsignedCount >> 64)));
        return value;
    }

    static WideDecimal added(const WideDecimal &a, const WideDecimal &b)
    {
        WideDecimal sum;
        sum.m_low = a.m_low + b.m_low;
        const std::uint64_t carry = sum.m_low < a.m_low ? 1 : 0;
        const std::uint64_t high = static_cast<std::uint64_t>(a.m_high) +
                                   static_cast<std::uint64_t>(b.m_high) + carry;
        sum.m_high = static_cast<std::int64_t>(high);
        if ((a.m_high < 0) == (b.m_high < 0) && (sum.m_high < 0) != (a.m_high < 0))
            bug("WideDecimal overflow in addition");
        return sum;
    }

    static WideDecimal negated(const WideDecimal &a)
    {
        WideDecimal value;
        value.m_low = ~a.m_low + 1;
        value.m_high = static_cast<std::int64_t>(~static_cast<std::uint64_t>(a.m_high) +
                                                 (value.m_low == 0 ? 1 : 0));
        if (a.m_high < 0 && value.m_high < 0)
            bug("WideDecimal overflow in negation");
        return value;
    }

    static std::uint64_t sizeOf(std::int64_t value)
    {
        return value < 0 ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
    }

    /// The magnitude; also of the smallest number, whose positive twin does not exist.
    static wide::Number128 sizeOf(const WideDecimal &value)
    {
        const auto high = static_cast<std::uint64_t>(value.m_high);
        if (value.m_high >= 0)
            return {high, value.m_low};
        return {~high + (value.m_low == 0 ? 1 : 0), ~value.m_low + 1};
    }

    static WideDecimal fromSize(wide::Number128 size, bool negative)
    {
        if (size.high >> 63)
            bug("WideDecimal overflow");
        WideDecimal value;
        value.m_high = static_cast<std::int64_t>(size.high);
        value.m_low = size.low;
        return negative ? negated(value) : value;
    }

    /// Exact for every input.
    static WideDecimal multiplied(std::int64_t a, std::int64_t b)
    {
        return fromSize(wide::product(sizeOf(a), sizeOf(b)), (a < 0) != (b < 0));
    }

    static WideDecimal scaled(const WideDecimal &value, Decimal factor)
    {
        wide::Number192 product = wide::product(sizeOf(value), sizeOf(factor.nanos()));
        constexpr auto one = static_cast<std::uint32_t>(Decimal::one);
        const std::uint32_t rest = wide::divide<one>(product);
        const bool roundsUp = rest > one / 2 || (rest == one / 2 && product.low % 2 != 0);
        if (roundsUp && ++product.low == 0 && ++product.middle == 0)
            ++product.high;
        if (product.high != 0)
            bug("WideDecimal overflow");
        return fromSize({product.middle, product.low}, (value.m_high < 0) != (factor.sign() < 0));
    }

    /// floor(dividend · 1e9 / divisor) where doubles come within a few units of it; nothing elsewhere.
    static std::optional<std::int64_t> quotient(const WideDecimal &dividend, const WideDecimal &divisor)
    {
        constexpr double exactIntegers = 1e15; // below 2^50, so the guess errs by a unit or two
        const double guess = dividend.toDouble() / divisor.toDouble() * 1e9;
        if (dividend.m_high < 0 || divisor.m_high < 0 || !(guess < exactIntegers))
            return std::nullopt;
        const wide::Number128 each = sizeOf(divisor);
        const wide::Number192 unit{0, each.high, each.low};
        const wide::Number192 whole = wide::product(sizeOf(dividend), static_cast<std::uint64_t>(Decimal::one));
        auto count = static_cast<std::uint64_t>(guess);
        wide::Number192 taken = wide::product(each, count);
        for (; whole < taken; --count)
            taken = wide::difference(taken, unit);
        wide::Number192 rest = wide::difference(whole, taken);
        for (; !(rest < unit); ++count)
            rest = wide::difference(rest, unit);
        return static_cast<std::int64_t>(count);
    }
};

WideDecimal::WideDecimal(Decimal value)
{
    *this = WideDecimalBits::multiplied(value.nanos(), Decimal::one);
}

Result<WideDecimal> WideDecimal::parse(std::string_view text)
{
    if (const auto fast = parseFast(text))
        return WideDecimal(*fast);
    const auto parsed = parseNumber(text);
    if (!parsed)
        return failure(notANumber(text));
    const auto count = scaled(*parsed, 18, false);
    if (!count || *count >= (Big(1) << 127) || *count < -(Big(1) << 127))
        return failure(notANumber(text));
    return WideDecimalBits::fromBig(*count);
}

WideDecimal WideDecimal::product(Decimal a, Decimal b)
{
    return WideDecimalBits::multiplied(a.nanos(), b.nanos());
}

double WideDecimal::toDouble() const
{
    const WideDecimal size = abs();
    const double magnitude = (static_cast<double>(size.m_high) * 18446744073709551616.0 +
                              static_cast<double>(size.m_low)) /
                             1e18;
    return m_high < 0 ? -magnitude : magnitude;
}

std::string WideDecimal::toString() const
{
    return decimalText(WideDecimalBits::toBig(*this), 18);
}

WideDecimal WideDecimal::abs() const
{
    return m_high < 0 ? -*this : *this;
}

Decimal WideDecimal::narrowed(Rounding rounding) const
{
    const Big count = divideRounded(WideDecimalBits::toBig(*this), Big(Decimal::one), rounding);
    if (count > std::numeric_limits<std::int64_t>::max() ||
        count < std::numeric_limits<std::int64_t>::min())
        bug("WideDecimal does not fit a Decimal");
    return Decimal::fromNanos(static_cast<std::int64_t>(count));
}

WideDecimal WideDecimal::operator+(WideDecimal other) const
{
    return WideDecimalBits::added(*this, other);
}

WideDecimal WideDecimal::operator-(WideDecimal other) const
{
    return WideDecimalBits::added(*this, WideDecimalBits::negated(other));
}

WideDecimal WideDecimal::operator-() const
{
    return WideDecimalBits::negated(*this);
}

WideDecimal WideDecimal::times(WideDecimal factor) const
{
    const Big product = WideDecimalBits::toBig(*this) * WideDecimalBits::toBig(factor);
    return WideDecimalBits::fromBig(divideRounded(product, wideOne(), Rounding::HalfEven));
}

WideDecimal WideDecimal::times(Decimal factor) const
{
    return WideDecimalBits::scaled(*this, factor);
}

WideDecimal WideDecimal::over(WideDecimal divisor) const
{
    if (divisor.isZero())
        bug("WideDecimal division by zero");
    return WideDecimalBits::fromBig(divideRounded(WideDecimalBits::toBig(*this) * wideOne(),
                                                  WideDecimalBits::toBig(divisor),
                                                  Rounding::HalfEven));
}

WideDecimal WideDecimal::share(Decimal part, Decimal whole) const
{
    if (whole.isZero())
        bug("WideDecimal share of zero");
    return WideDecimalBits::fromBig(
        divideRounded(WideDecimalBits::toBig(*this) * part.nanos(), Big(whole.nanos()), Rounding::HalfEven));
}

Decimal WideDecimal::overFloored(WideDecimal divisor) const
{
    if (divisor.isZero())
        bug("WideDecimal division by zero");
    if (const auto count = WideDecimalBits::quotient(*this, divisor))
        return Decimal::fromNanos(*count);
    const Big count = divideRounded(WideDecimalBits::toBig(*this) * Decimal::one,
                                    WideDecimalBits::toBig(divisor), Rounding::Floor);
    if (count > std::numeric_limits<std::int64_t>::max() ||
        count < std::numeric_limits<std::int64_t>::min())
        bug("WideDecimal quotient does not fit a Decimal");
    return Decimal::fromNanos(static_cast<std::int64_t>(count));
}

} // namespace core
