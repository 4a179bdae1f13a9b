#include "ui/format/Numbers.h"

#include <algorithm>
#include <cmath>

namespace ui {

namespace {

constexpr QChar minusSign(0x2212);

/// A number as written: sign and digits before and after the point.
struct Digits {
    bool isNegative = false;
    QString whole;
    QString fraction;
};

Digits digitsOf(const std::string &exactText)
{
    QString text = QString::fromStdString(exactText);
    Digits digits;
    if (text.startsWith(QLatin1Char('-'))) {
        digits.isNegative = true;
        text.remove(0, 1);
    }
    const qsizetype point = text.indexOf(QLatin1Char('.'));
    digits.whole = point < 0 ? text : text.left(point);
    digits.fraction = point < 0 ? QString() : text.mid(point + 1);
    return digits;
}

/// Adds one to the last digit, carrying to the left.
void increment(QString &number)
{
    for (qsizetype at = number.size(); at-- > 0;) {
        if (number[at] != QLatin1Char('9')) {
            number[at] = QChar(number[at].unicode() + 1);
            return;
        }
        number[at] = QLatin1Char('0');
    }
    number.prepend(QLatin1Char('1'));
}

bool isOnlyZeros(QStringView text)
{
    return std::all_of(text.begin(), text.end(), [](QChar c) { return c == QLatin1Char('0'); });
}

/// Half to even at `places`, on the digits themselves: exact for every width.
void roundTo(Digits &digits, qsizetype places)
{
    if (digits.fraction.size() <= places)
        return;
    const QString rest = digits.fraction.mid(places);
    QString kept = digits.whole + digits.fraction.left(places);
    const bool isTie = rest[0] == QLatin1Char('5') && isOnlyZeros(QStringView(rest).mid(1));
    const bool isOdd = (kept.back().unicode() - u'0') % 2 == 1;
    if (isTie ? isOdd : rest[0] >= QLatin1Char('5'))
        increment(kept);
    digits.whole = kept.left(kept.size() - places);
    digits.fraction = kept.right(places);
    if (isOnlyZeros(kept))
        digits.isNegative = false;
}

QString localDigits(const QString &digits, const QLocale &locale)
{
    const QString zero = locale.zeroDigit();
    if (zero == QStringLiteral("0") || zero.size() != 1)
        return digits;
    QString local;
    for (const QChar c : digits)
        local += QChar(zero[0].unicode() + (c.unicode() - u'0'));
    return local;
}

/// The whole part with the locale's grouping, also where the locale leaves it out by default ("C").
QString grouped(const QString &whole, const QLocale &locale)
{
    constexpr qsizetype maxDigitsOfInteger = 18;
    if (whole.size() > maxDigitsOfInteger)
        return localDigits(whole, locale);
    QLocale grouping = locale;
    grouping.setNumberOptions(QLocale::DefaultNumberOptions);
    return grouping.toString(whole.toLongLong());
}

QString assembled(const Digits &digits, const QLocale &locale)
{
    QString text = grouped(digits.whole, locale);
    if (!digits.fraction.isEmpty())
        text += locale.decimalPoint() + localDigits(digits.fraction, locale);
    return digits.isNegative ? minusSign + text : text;
}

void padTo(Digits &digits, qsizetype places)
{
    digits.fraction = digits.fraction.leftJustified(places, QLatin1Char('0'));
}

QString statisticText(double value, int places, const QLocale &locale)
{
    QString text = locale.toString(std::abs(value), 'f', places);
    const bool isZero = std::abs(value) < 0.5 * std::pow(10.0, -places);
    return value < 0 && !isZero ? minusSign + text : text;
}

bool isAbsent(std::optional<double> value)
{
    return !value || !std::isfinite(*value);
}

} // namespace

QString absentText()
{
    return QStringLiteral("—");
}

int placesOf(core::Decimal step)
{
    return int(digitsOf(step.toString()).fraction.size());
}

QString priceText(std::optional<core::Price> price, core::Decimal tick, const QLocale &locale)
{
    if (!price)
        return absentText();
    Digits digits = digitsOf(price->toString());
    padTo(digits, placesOf(tick));
    return assembled(digits, locale);
}

QString priceText(std::optional<core::Price> price, const QLocale &locale)
{
    return priceText(price, core::Decimal::fromNanos(core::Decimal::one / 100), locale);
}

QString quantityText(std::optional<core::Quantity> quantity, const QLocale &locale)
{
    return quantity ? assembled(digitsOf(quantity->toString()), locale) : absentText();
}

QString moneyText(std::optional<core::Money> money, const QString &currency, const QLocale &locale)
{
    if (!money)
        return absentText();
    Digits digits = digitsOf(money->toString());
    roundTo(digits, 2);
    padTo(digits, 2);
    const QString figure = assembled(digits, locale);
    return currency.isEmpty() ? figure : figure + QChar(QChar::Nbsp) + currency;
}

QString signedMoneyText(std::optional<core::Money> money, const QString &currency,
                        const QLocale &locale)
{
    const QString text = moneyText(money, currency, locale);
    return money && money->sign() > 0 ? QLatin1Char('+') + text : text;
}

QString percentText(std::optional<double> percent, int places, const QLocale &locale)
{
    if (isAbsent(percent))
        return absentText();
    return statisticText(*percent, places, locale) + QChar(QChar::Nbsp) + locale.percent();
}

QString bytesText(std::optional<std::int64_t> bytes, const QLocale &locale)
{
    return bytes ? locale.formattedDataSize(*bytes, 1, QLocale::DataSizeSIFormat) : absentText();
}

QString riskMultipleText(std::optional<double> multiple, const QLocale &locale)
{
    if (isAbsent(multiple))
        return absentText();
    const QString text = statisticText(*multiple, 2, locale) + QChar(QChar::Nbsp) + QLatin1Char('R');
    return *multiple >= 0.005 ? QLatin1Char('+') + text : text;
}

QString rewardToRiskText(std::optional<double> ratio, const QLocale &locale)
{
    if (isAbsent(ratio))
        return absentText();
    return statisticText(*ratio, 1, locale) + QStringLiteral("\u00a0:\u00a01");
}

QString editText(core::Decimal value, core::Decimal tick, const QLocale &locale)
{
    Digits digits = digitsOf(value.toString());
    padTo(digits, placesOf(tick));
    QString text = localDigits(digits.whole, locale);
    if (!digits.fraction.isEmpty())
        text += locale.decimalPoint() + localDigits(digits.fraction, locale);
    return digits.isNegative ? QLatin1Char('-') + text : text;
}

} // namespace ui
