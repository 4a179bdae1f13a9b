#include "ui/format/DecimalInput.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>
#include <optional>
#include <string_view>

namespace ui {

namespace {

// What the characters of a typed number become before it is judged.
constexpr QChar point(u'.');
constexpr QChar comma(u',');
constexpr QChar spacer(u' ');

QString translated(const char *text)
{
    return QCoreApplication::translate("ui::DecimalInput", text);
}

tl::unexpected<core::Error> refusal(const QString &sentence)
{
    return core::failure(core::ErrorCode::BadInput, sentence.toStdString());
}

bool isAsciiDigit(QChar c)
{
    return c >= u'0' && c <= u'9';
}

bool isSpacer(QChar c)
{
    constexpr std::u16string_view spacers = u" '\u00a0\u2009\u202f\u2019";
    return spacers.find(c.unicode()) != std::u16string_view::npos;
}

/// The locale's own digits and signs in their ASCII shape; nothing for a character that has none.
std::optional<QChar> normalised(QChar c, const QLocale &locale)
{
    const QString zero = locale.zeroDigit();
    if (isAsciiDigit(c) || c == point || c == comma)
        return c;
    if (zero.size() == 1 && c >= zero[0] && c.unicode() < zero[0].unicode() + 10)
        return QChar(u'0' + (c.unicode() - zero[0].unicode()));
    if (QString(c) == locale.decimalPoint())
        return point;
    if (isSpacer(c) || QString(c) == locale.groupSeparator())
        return spacer;
    return std::nullopt;
}

/// Groups as written by people everywhere (1 000 000), or as this locale writes them (10,00,000).
bool isGroupedProperly(const QString &whole, QChar separator, const QLocale &locale)
{
    const QStringList groups = whole.split(separator);
    const bool areThrees =
        !groups[0].isEmpty() && groups[0].size() <= 3 &&
        std::all_of(groups.begin() + 1, groups.end(), [](const QString &g) { return g.size() == 3; });
    if (areThrees)
        return true;
    QString local;
    for (const QChar c : locale.toString(groups.join(QString()).toLongLong()))
        local += normalised(c, locale).value_or(c);
    return local == whole;
}

struct Parts {
    QString whole{};
    QString fraction{};
    bool isRefused = false;
};

Parts splitAtLast(const QString &text, QChar separator)
{
    const qsizetype at = text.lastIndexOf(separator);
    return {.whole = text.left(at), .fraction = text.mid(at + 1)};
}

/// Takes the one grouping sign out of the whole part, or refuses it.
Parts ungrouped(Parts parts, QChar separator, const QLocale &locale)
{
    if (parts.whole.contains(separator)) {
        parts.isRefused |= !isGroupedProperly(parts.whole, separator, locale);
        parts.whole.remove(separator);
    }
    return parts;
}

QChar decimalSignOf(const QLocale &locale)
{
    return locale.decimalPoint() == QString(comma) ? comma : point;
}

/// "1,000" where the comma is not the decimal sign: a thousand or one? Nobody can know.
bool isAmbiguous(const QString &text, QChar separator, const QLocale &locale)
{
    const Parts parts = splitAtLast(text, separator);
    return separator != decimalSignOf(locale) && parts.fraction.size() == 3 &&
           !parts.whole.isEmpty() && parts.whole.size() <= 3 && !parts.whole.startsWith(u'0');
}

/// Which sign is the decimal one, when the text has at least one of them; refused when it is unclear.
Parts separated(const QString &text, const QLocale &locale)
{
    const bool hasBoth = text.contains(point) && text.contains(comma);
    if (hasBoth) {
        const bool isPointLast = text.lastIndexOf(point) > text.lastIndexOf(comma);
        const QChar decimal = isPointLast ? point : comma;
        Parts parts = splitAtLast(text, decimal);
        parts.isRefused = parts.whole.contains(decimal) || text.contains(spacer);
        return ungrouped(parts, isPointLast ? comma : point, locale);
    }
    const QChar sign = text.contains(point) ? point : comma;
    if (text.count(sign) == 1)
        return ungrouped(splitAtLast(text, sign), spacer, locale);
    if (text.count(sign) > 1) {
        Parts parts{.whole = text, .isRefused = text.contains(spacer)};
        return ungrouped(parts, sign, locale);
    }
    return ungrouped({.whole = text}, spacer, locale);
}

core::Result<core::Decimal> parseUnsigned(const QString &body, bool isNegative, const QString &typed,
                                          const QLocale &locale)
{
    for (const QChar sign : {point, comma})
        if (body.count(sign) == 1 && !body.contains(sign == point ? comma : point) &&
            isAmbiguous(body, sign, locale))
            return refusal(translated(QT_TRANSLATE_NOOP(
                               "ui::DecimalInput", "“%1” can be read in two ways; leave out the "
                                                   "thousands separator or write “%2” for decimals."))
                               .arg(typed, QString(decimalSignOf(locale))));
    const Parts parts = separated(body, locale);
    const bool hasDigits = !parts.whole.isEmpty() || !parts.fraction.isEmpty();
    if (parts.isRefused || !hasDigits || parts.fraction.contains(spacer))
        return refusal(
            translated(QT_TRANSLATE_NOOP("ui::DecimalInput", "“%1” is not a number.")).arg(typed));
    const QString ascii = (isNegative ? QStringLiteral("-") : QString()) + parts.whole +
                          QLatin1Char('.') + (parts.fraction.isEmpty() ? QStringLiteral("0")
                                                                       : parts.fraction);
    auto value = core::Decimal::parse(ascii.toStdString());
    if (!value)
        return refusal(translated(QT_TRANSLATE_NOOP(
                           "ui::DecimalInput", "“%1” is too large or has more than nine decimals."))
                           .arg(typed));
    return value;
}

} // namespace

core::Result<core::Decimal> parseDecimal(const QString &text, const QLocale &locale)
{
    const QString typed = text.trimmed();
    if (typed.isEmpty())
        return refusal(translated(QT_TRANSLATE_NOOP("ui::DecimalInput", "Enter a number.")));
    const bool isNegative = typed[0] == u'-' || typed[0] == QChar(0x2212);
    const bool hasSign = isNegative || typed[0] == u'+';
    QString body;
    for (const QChar c : typed.mid(hasSign ? 1 : 0)) {
        const auto plain = normalised(c, locale);
        if (!plain)
            return refusal(translated(QT_TRANSLATE_NOOP("ui::DecimalInput",
                                                        "“%1” cannot stand in a number."))
                               .arg(c));
        body += *plain;
    }
    return parseUnsigned(body, isNegative, typed, locale);
}

} // namespace ui
