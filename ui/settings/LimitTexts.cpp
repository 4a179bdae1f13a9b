#include "ui/settings/LimitTexts.h"

#include "ui/format/DecimalInput.h"
#include "ui/format/Numbers.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace ui {

using core::Decimal;
using core::EngineSnapshot;
using core::LimitKind;
using core::Money;

namespace {

QString translated(const char *text)
{
    return QCoreApplication::translate("ui::LimitTexts", text);
}

QString shareText(double share, const QLocale &locale)
{
    const double percent = share * 100;
    return percentText(percent, percent == double(qRound(percent)) ? 0 : 1, locale);
}

/// A sentence with a share of the equity and what that is in money.
QString ofEquity(const char *sentence, Decimal share, Money equity, const QLocale &locale)
{
    return translated(sentence).arg(moneyText(equity, {}, locale), moneyText(core::scaled(equity, share), {}, locale));
}

/// A sentence with the value as it is counted.
QString counted(const char *sentence, Decimal value, const QLocale &locale)
{
    return translated(sentence).arg(quantityText(core::Quantity(value), locale));
}

LimitUse useOf(double used, double limit, const QString &usedText, const QString &limitText)
{
    //: How much of a limit is in use: "12.3 % of 60 %"
    const QString text = translated(QT_TRANSLATE_NOOP("ui::LimitTexts", "%1 of %2")).arg(usedText, limitText);
    return {limit > 0 ? used / limit : 1.0, text};
}

LimitUse shareUse(double used, Decimal limit, const QLocale &locale)
{
    return useOf(used, limit.toDouble(), percentText(used * 100, 1, locale), shareText(limit.toDouble(), locale));
}

/// Of the largest card that waits for a decision; nothing while none waits.
template <class Figure>
auto largest(const EngineSnapshot &now, Figure figure) -> std::optional<decltype(figure(now.waiting.front()))>
{
    std::optional<decltype(figure(now.waiting.front()))> most;
    for (const core::ProposalView &card : now.waiting)
        if (const auto value = figure(card); !most || *most < value)
            most = value;
    return most;
}

LimitUse ofLargestCard(LimitUse use)
{
    use.text = translated(QT_TRANSLATE_NOOP("ui::LimitTexts", "Largest card: %1")).arg(use.text);
    return use;
}

int heldCount(const EngineSnapshot &now)
{
    return int(std::ranges::count_if(now.positions, [](const auto &view) { return !view.quantity.isZero(); }));
}

QString quantityExample(Decimal value, const EngineSnapshot &now, const QLocale &locale)
{
    if (now.quotes.empty())
        return {};
    const auto &[instrument, quote] = *now.quotes.begin();
    const core::Quantity quantity(value);
    return QLatin1Char(' ') + translated(QT_TRANSLATE_NOOP("ui::LimitTexts", "%1 %2 are worth %3 now."))
                                  .arg(quantityText(quantity, locale), QString::fromStdString(instrument.symbol),
                                       moneyText(core::notional(quote.middle(), quantity), {}, locale));
}

const std::array table{
    LimitWords{"risk-per-trade", QT_TRANSLATE_NOOP("ui::LimitTexts", "Risk per trade"),
               [](Decimal value, const EngineSnapshot &now, const QLocale &locale) {
                   return ofEquity(QT_TRANSLATE_NOOP("ui::LimitTexts",
                                                     "What one trade may lose at its stop, as a share of equity. "
                                                     "With %1 of equity that is %2."),
                                   value, now.account.equity, locale);
               },
               [](Decimal value, const EngineSnapshot &now, const QLocale &locale) -> std::optional<LimitUse> {
                   const auto loss = largest(now, [](const core::ProposalView &card) {
                       return card.lossPctOfEquity.value_or(0.0) / 100;
                   });
                   return loss ? std::optional(ofLargestCard(shareUse(*loss, value, locale))) : std::nullopt;
               }},
    LimitWords{"exposure", QT_TRANSLATE_NOOP("ui::LimitTexts", "Exposure"),
               [](Decimal value, const EngineSnapshot &now, const QLocale &locale) {
                   return ofEquity(QT_TRANSLATE_NOOP("ui::LimitTexts",
                                                     "What all positions together may be worth, long and short added "
                                                     "up. With %1 of equity that is %2."),
                                   value, now.account.equity, locale);
               },
               [](Decimal value, const EngineSnapshot &now, const QLocale &locale) -> std::optional<LimitUse> {
                   return shareUse(now.account.exposurePct / 100, value, locale);
               }},
    LimitWords{"day-loss", QT_TRANSLATE_NOOP("ui::LimitTexts", "Loss in a day"),
               [](Decimal value, const EngineSnapshot &now, const QLocale &locale) {
                   return ofEquity(QT_TRANSLATE_NOOP("ui::LimitTexts",
                                                     "After this loss entries stop until the next day, even if it is "
                                                     "won back. The day began with %1; that is %2."),
                                   value, now.account.dayStartEquity, locale);
               },
               [](Decimal value, const EngineSnapshot &now, const QLocale &locale) -> std::optional<LimitUse> {
                   const double lost = -core::ratio(now.account.dayPnl, now.account.dayStartEquity);
                   return shareUse(std::max(lost, 0.0), value, locale);
               }},
    LimitWords{"max-order-value", QT_TRANSLATE_NOOP("ui::LimitTexts", "Value of one order"),
               [](Decimal value, const EngineSnapshot &now, const QLocale &locale) {
                   return translated(QT_TRANSLATE_NOOP("ui::LimitTexts",
                                                       "No single order is worth more than this. It is %1 of your "
                                                       "equity of %2."))
                       .arg(percentText(100 * core::ratio(Money(value), now.account.equity), 1, locale),
                            moneyText(now.account.equity, {}, locale));
               },
               [](Decimal value, const EngineSnapshot &now, const QLocale &locale) -> std::optional<LimitUse> {
                   const auto worth = largest(now, [](const core::ProposalView &card) { return card.proposal.notionalValue; });
                   if (!worth)
                       return std::nullopt;
                   return ofLargestCard(useOf(worth->toDouble(), value.toDouble(), moneyText(*worth, {}, locale),
                                              moneyText(Money(value), {}, locale)));
               }},
    LimitWords{"max-order-quantity", QT_TRANSLATE_NOOP("ui::LimitTexts", "Units in one order"),
               [](Decimal value, const EngineSnapshot &now, const QLocale &locale) {
                   return translated(QT_TRANSLATE_NOOP("ui::LimitTexts",
                                                       "No single order is for more shares, contracts or coins: a "
                                                       "guard against a slip of the hand.")) +
                          quantityExample(value, now, locale);
               },
               [](Decimal value, const EngineSnapshot &now, const QLocale &locale) -> std::optional<LimitUse> {
                   const auto units = largest(now, [](const core::ProposalView &card) { return card.proposal.quantity; });
                   if (!units)
                       return std::nullopt;
                   return ofLargestCard(useOf(units->toDouble(), value.toDouble(), quantityText(*units, locale),
                                              quantityText(core::Quantity(value), locale)));
               }},
    LimitWords{"max-positions", QT_TRANSLATE_NOOP("ui::LimitTexts", "Positions at once"),
               [](Decimal value, const EngineSnapshot &now, const QLocale &locale) {
                   const std::int64_t count = std::max<std::int64_t>(1, value.nanos() / Decimal::one);
                   const Money each = Money(core::WideDecimal(now.limits.exposure).over(Decimal::fromInteger(count)));
                   return translated(QT_TRANSLATE_NOOP("ui::LimitTexts",
                                                       "How many instruments may be held or entered at the same time. "
                                                       "Shared evenly, the exposure leaves %1 for each."))
                       .arg(moneyText(core::scaled(now.account.equity, each.value()), {}, locale));
               },
               [](Decimal value, const EngineSnapshot &now, const QLocale &locale) -> std::optional<LimitUse> {
                   const int held = heldCount(now);
                   return useOf(held, value.toDouble(), locale.toString(held),
                                quantityText(core::Quantity(value), locale));
               }},
    LimitWords{"price-collar", QT_TRANSLATE_NOOP("ui::LimitTexts", "Price collar"),
               [](Decimal value, const EngineSnapshot &, const QLocale &locale) {
                   const core::Price hundred(Decimal::fromInteger(100));
                   return translated(QT_TRANSLATE_NOOP("ui::LimitTexts",
                                                       "How far an order's price may be on the worse side of the "
                                                       "quote: at 100.00, buying for %1 at most."))
                       .arg(priceText(core::scaledPrice(hundred, value), locale));
               }},
    LimitWords{"max-quote-age-seconds", QT_TRANSLATE_NOOP("ui::LimitTexts", "Age of the quote"),
               [](Decimal value, const EngineSnapshot &, const QLocale &locale) {
                   return translated(QT_TRANSLATE_NOOP("ui::LimitTexts",
                                                       "A card cannot be approved on a price that is older than %1 s. "
                                                       "The older the price, the more an order can cost."))
                       .arg(quantityText(core::Quantity(value), locale));
               }},
    LimitWords{"needs-stop", QT_TRANSLATE_NOOP("ui::LimitTexts", "Every entry needs a stop"),
               [](Decimal, const EngineSnapshot &now, const QLocale &locale) {
                   return translated(QT_TRANSLATE_NOOP("ui::LimitTexts",
                                                       "An entry without a protective stop is refused. Switched off, "
                                                       "one position may lose all it is worth: up to %1."))
                       .arg(moneyText(now.limits.maxOrderValue, {}, locale));
               }},
    LimitWords{"overnight", QT_TRANSLATE_NOOP("ui::LimitTexts", "Gap over night"),
               [](Decimal value, const EngineSnapshot &now, const QLocale &locale) {
                   return ofEquity(QT_TRANSLATE_NOOP("ui::LimitTexts",
                                                     "What a gap through every stop may cost, all positions together: "
                                                     "at least a tenth of their worth. The day began with %1; that "
                                                     "is %2."),
                                   value, now.account.dayStartEquity, locale);
               },
               [](Decimal value, const EngineSnapshot &now, const QLocale &locale) -> std::optional<LimitUse> {
                   return shareUse(core::ratio(now.account.overnightLoss, now.account.dayStartEquity), value, locale);
               }},
    LimitWords{"drawdown", QT_TRANSLATE_NOOP("ui::LimitTexts", "Drawdown"),
               [](Decimal value, const EngineSnapshot &now, const QLocale &locale) {
                   return ofEquity(QT_TRANSLATE_NOOP("ui::LimitTexts",
                                                     "How far equity may fall from its peak, deposits and withdrawals "
                                                     "aside, before entries stop. Of %1 that is %2; 100 % means no "
                                                     "limit."),
                                   value, now.account.equity, locale);
               }},
    LimitWords{"max-orders-per-minute", QT_TRANSLATE_NOOP("ui::LimitTexts", "Entries in a minute"),
               [](Decimal value, const EngineSnapshot &, const QLocale &locale) {
                   return counted(QT_TRANSLATE_NOOP("ui::LimitTexts",
                                                    "Not more than %1 entries leave within a minute, whoever decides. "
                                                    "Exits are not counted."),
                                  value, locale);
               }},
    LimitWords{"duplicate-window-seconds", QT_TRANSLATE_NOOP("ui::LimitTexts", "Time between equal orders"),
               [](Decimal value, const EngineSnapshot &, const QLocale &locale) {
                   return counted(QT_TRANSLATE_NOOP("ui::LimitTexts",
                                                    "An entry of the same side, quantity and price is refused for "
                                                    "%1 s: it is probably the same one twice."),
                                  value, locale);
               }},
    LimitWords{"loss-streak", QT_TRANSLATE_NOOP("ui::LimitTexts", "Losses in a row"),
               [](Decimal value, const EngineSnapshot &now, const QLocale &locale) {
                   const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(now.limits.coolDown).count();
                   return counted(QT_TRANSLATE_NOOP("ui::LimitTexts",
                                                    "After %1 losses in a row, of the account or of one bot, entries "
                                                    "rest for %2 min."),
                                  value, locale)
                       .arg(locale.toString(qlonglong(minutes)));
               }},
    LimitWords{"cool-down-minutes", QT_TRANSLATE_NOOP("ui::LimitTexts", "Rest after losses"),
               [](Decimal value, const EngineSnapshot &now, const QLocale &locale) {
                   return counted(QT_TRANSLATE_NOOP("ui::LimitTexts",
                                                    "Entries rest for %1 min after %2 losses in a row. Exits go on."),
                                  value, locale)
                       .arg(locale.toString(now.limits.lossStreak));
               }},
    LimitWords{"stop-out-bars", QT_TRANSLATE_NOOP("ui::LimitTexts", "Bars after a stop"),
               [](Decimal value, const EngineSnapshot &, const QLocale &locale) {
                   return counted(QT_TRANSLATE_NOOP("ui::LimitTexts",
                                                    "After a stop the same side of the same instrument rests for %1 "
                                                    "bars of the bot: no revenge."),
                                  value, locale);
               }},
    LimitWords{"reject-bars", QT_TRANSLATE_NOOP("ui::LimitTexts", "Bars after your no"),
               [](Decimal value, const EngineSnapshot &, const QLocale &locale) {
                   return counted(QT_TRANSLATE_NOOP("ui::LimitTexts",
                                                    "After you have rejected a card the same side of the same "
                                                    "instrument rests for %1 bars of the bot: no nagging."),
                                  value, locale);
               }},
    LimitWords{"max-automated-entries", QT_TRANSLATE_NOOP("ui::LimitTexts", "Automatic entries of a bot"),
               [](Decimal value, const EngineSnapshot &, const QLocale &locale) {
                   return counted(QT_TRANSLATE_NOOP("ui::LimitTexts",
                                                    "After %1 entries in a day that nobody was asked about, a bot in "
                                                    "auto mode makes no more until you let it go on."),
                                  value, locale);
               }},
    LimitWords{"max-venue-failures", QT_TRANSLATE_NOOP("ui::LimitTexts", "Failures of the venue"),
               [](Decimal value, const EngineSnapshot &, const QLocale &locale) {
                   return counted(QT_TRANSLATE_NOOP("ui::LimitTexts",
                                                    "After %1 time-outs and errors of the venue within 5 min entries "
                                                    "halt until you resume. Exits go on."),
                                  value, locale);
               }},
};

/// A limit somebody has added without words: better by its key than not at all.
const LimitWords &wordless(std::string_view key)
{
    static std::vector<LimitWords> made;
    made.reserve(64);
    const auto found = std::ranges::find(made, key, &LimitWords::key);
    if (found != made.end())
        return *found;
    return made.emplace_back(LimitWords{key, nullptr, [](Decimal, const EngineSnapshot &, const QLocale &) {
                                            return QString();
                                        }});
}

bool isShare(const core::LimitRange &range)
{
    return range.kind == LimitKind::Share;
}

core::Result<Decimal> wrong(const QString &sentence)
{
    return core::failure(core::ErrorCode::BadInput, sentence.toStdString());
}

QString rangeSentence(const core::LimitRange &range, const QLocale &locale)
{
    const char *sentence = range.isLeastAllowed
                               ? QT_TRANSLATE_NOOP("ui::LimitTexts", "It must be from %1 to %2.")
                               : QT_TRANSLATE_NOOP("ui::LimitTexts", "It must be above %1 and at most %2.");
    const auto text = [&](Decimal value) {
        return isShare(range) ? shareText(value.toDouble(), locale) : quantityText(core::Quantity(value), locale);
    };
    return translated(sentence).arg(text(range.least), text(range.most));
}

/// Percent as typed → a share; only what a limit can hold.
std::optional<Decimal> shareOf(Decimal percent)
{
    constexpr std::int64_t hundred = 100;
    if (percent.nanos() % hundred != 0)
        return std::nullopt;
    return Decimal::fromNanos(percent.nanos() / hundred);
}

} // namespace

const LimitWords &limitWords(std::string_view key)
{
    const auto found = std::ranges::find(table, key, &LimitWords::key);
    return found == table.end() ? wordless(key) : *found;
}

QString limitTitle(const LimitWords &words)
{
    return words.title ? translated(words.title)
                       : QString::fromUtf8(words.key.data(), qsizetype(words.key.size()));
}

QString limitEditText(const core::LimitRange &range, Decimal value, const QLocale &locale)
{
    const Decimal step = Decimal::fromInteger(1);
    if (!isShare(range))
        return editText(value, step, locale);
    return editText(core::WideDecimal::product(value, Decimal::fromInteger(100)).narrowed(core::Rounding::HalfEven), step,
                    locale);
}

QString limitValueText(const core::LimitRange &range, Decimal value, const QLocale &locale)
{
    switch (range.kind) {
    case LimitKind::Switch:
        return value.isZero() ? translated(QT_TRANSLATE_NOOP("ui::LimitTexts", "off"))
                              : translated(QT_TRANSLATE_NOOP("ui::LimitTexts", "on"));
    case LimitKind::Value: return moneyText(Money(value), {}, locale);
    case LimitKind::Share:
    case LimitKind::Minutes:
    case LimitKind::Seconds: return limitEditText(range, value, locale) + QChar(QChar::Nbsp) + limitUnit(range, locale);
    case LimitKind::Units:
    case LimitKind::Count: return quantityText(core::Quantity(value), locale);
    }
    return {};
}

QString limitUnit(const core::LimitRange &range, const QLocale &locale)
{
    if (isShare(range))
        return locale.percent();
    if (range.kind == LimitKind::Minutes)
        return translated(QT_TRANSLATE_NOOP("ui::LimitTexts", "min"));
    return range.kind == LimitKind::Seconds ? translated(QT_TRANSLATE_NOOP("ui::LimitTexts", "s")) : QString();
}

core::Result<Decimal> parseLimit(const core::LimitRange &range, const QString &text, const QLocale &locale)
{
    constexpr qsizetype longest = 40; // a pasted novel is no number
    if (text.size() > longest)
        return wrong(translated(QT_TRANSLATE_NOOP("ui::LimitTexts", "This is too long for a number.")));
    const auto typed = parseDecimal(text, locale);
    if (!typed)
        return typed;
    const auto value = isShare(range) ? shareOf(*typed) : std::optional(*typed);
    if (!value)
        return wrong(translated(QT_TRANSLATE_NOOP("ui::LimitTexts", "A percentage has at most seven decimals.")));
    if (core::complaintAbout(range, *value)) {
        const bool isInside = *value <= range.most && *value >= range.least && !value->isZero();
        return wrong(isInside ? translated(QT_TRANSLATE_NOOP("ui::LimitTexts", "It must be a whole number."))
                              : rangeSentence(range, locale));
    }
    return *value;
}

} // namespace ui
