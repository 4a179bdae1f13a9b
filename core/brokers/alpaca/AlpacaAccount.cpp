#include "core/brokers/alpaca/AlpacaAccount.h"

#include "core/brokers/alpaca/AlpacaOrderReader.h"
#include "core/brokers/alpaca/AlpacaReading.h"
#include "core/market/NewYorkTime.h"

namespace core::alpaca {

namespace {

using json::Fields;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::sys_days;

void readFigures(Fields &fields, Account &account)
{
    account.cash = fields.money("cash");
    account.equity = fields.money("equity");
    account.lastEquity = fields.maybeMoney("last_equity");
    account.longMarketValue = fields.maybeMoney("long_market_value");
    account.shortMarketValue = fields.maybeMoney("short_market_value");
    account.buyingPower = fields.maybeMoney("buying_power");
    account.effectiveBuyingPower = fields.maybeMoney("effective_buying_power");
    account.nonMarginableBuyingPower = fields.maybeMoney("non_marginable_buying_power");
    account.optionsBuyingPower = fields.maybeMoney("options_buying_power");
    account.initialMargin = fields.maybeMoney("initial_margin");
    account.maintenanceMargin = fields.maybeMoney("maintenance_margin");
    account.accruedFees = fields.maybeMoney("accrued_fees");
    account.multiplier = fields.maybeAmount<Decimal>("multiplier");
}

Account readAccount(Fields &fields)
{
    Account account;
    account.id = fields.text("id");
    account.number = textOf(fields, "account_number");
    account.status = fields.text("status");
    account.cryptoStatus = textOf(fields, "crypto_status");
    account.currency = textOf(fields, "currency");
    readFigures(fields, account);
    account.optionsLevel = fields.maybeInteger("options_trading_level");
    account.isShortingEnabled = flagOf(fields, "shorting_enabled");
    account.isTradingBlocked = flagOf(fields, "trading_blocked");
    account.isTransfersBlocked = flagOf(fields, "transfers_blocked");
    account.isAccountBlocked = flagOf(fields, "account_blocked");
    account.isSuspendedByOwner = flagOf(fields, "trade_suspended_by_user");
    return account;
}

VenueClock readClock(Fields &fields)
{
    return {.now = fields.isoTime("timestamp"),
            .isOpen = fields.flag("is_open"),
            .nextOpen = fields.isoTime("next_open"),
            .nextClose = fields.isoTime("next_close")};
}

sys_days readDate(Fields &fields, std::string_view key)
{
    return std::chrono::floor<std::chrono::days>(fields.isoTime(key));
}

/// `09:30` or `0930`, 00:00 to 24:00; nothing for anything else.
std::optional<Duration> wallClock(std::string text)
{
    if (text.size() == 5 && text[2] == ':')
        text.erase(2, 1);
    if (text.size() != 4 || text.find_first_not_of("0123456789") != std::string::npos)
        return std::nullopt;
    const int hour = (text[0] - '0') * 10 + text[1] - '0';
    const int minute = (text[2] - '0') * 10 + text[3] - '0';
    if (minute > 59 || hour * 60 + minute > 24 * 60)
        return std::nullopt;
    return hours(hour) + minutes(minute);
}

Timestamp readWallClock(Fields &fields, std::string_view key, sys_days date)
{
    const auto time = wallClock(fields.text(key));
    if (!time)
        fields.complain(key, "it is no time of day");
    return fields.isFine() ? fromNewYork(date, *time) : Timestamp();
}

std::optional<Timestamp> maybeWallClock(Fields &fields, std::string_view key, sys_days date)
{
    return fields.isNone(key) ? std::nullopt : std::optional(readWallClock(fields, key, date));
}

CalendarDay readDay(Fields &fields)
{
    CalendarDay day{.date = readDate(fields, "date")};
    day.open = readWallClock(fields, "open", day.date);
    day.close = readWallClock(fields, "close", day.date);
    day.sessionOpen = maybeWallClock(fields, "session_open", day.date);
    day.sessionClose = maybeWallClock(fields, "session_close", day.date);
    if (!fields.isNone("settlement_date"))
        day.settlement = readDate(fields, "settlement_date");
    if (day.close <= day.open)
        fields.complain("close", "it is not after the opening");
    return day;
}

/// The sign of a short's quantity has been seen with and without; the side decides.
Quantity readSigned(Fields &fields)
{
    const Quantity quantity = turnable(fields, "qty");
    const std::string side = textOf(fields, "side");
    if (!side.empty() && side != "long" && side != "short")
        fields.complain("side", "\"" + side + "\" is neither long nor short");
    if (side.empty())
        return quantity;
    return side == "short" ? -quantity.abs() : quantity.abs();
}

Position readPosition(Fields &fields)
{
    Position position;
    position.instrument = instrumentOf(textOf(fields, "asset_class"), fields.text("symbol"));
    position.quantity = readSigned(fields);
    if (!fields.isNone("qty_available"))
        position.available = turnable(fields, "qty_available").abs();
    position.averagePrice = fields.maybeMoney("avg_entry_price");
    position.marketValue = fields.maybeMoney("market_value");
    position.costBasis = fields.maybeMoney("cost_basis");
    position.unrealised = fields.maybeMoney("unrealized_pl");
    position.currentPrice = fields.maybeRounded<Price>("current_price");
    position.lastDayPrice = fields.maybeRounded<Price>("lastday_price");
    return position;
}

} // namespace

std::optional<std::string> Account::obstacle(TradedKind kind) const
{
    if (isAccountBlocked)
        return "Alpaca has blocked the account.";
    if (isTradingBlocked)
        return "Alpaca has blocked trading on the account.";
    if (isSuspendedByOwner)
        return "Trading is suspended in the account's settings at Alpaca.";
    if (status != "ACTIVE")
        return "The account is not active at Alpaca, but \"" + status + "\".";
    if (kind == TradedKind::Crypto && !cryptoStatus.empty() && cryptoStatus != "ACTIVE")
        return "The account is not active for crypto at Alpaca, but \"" + cryptoStatus + "\".";
    if (kind == TradedKind::Option && optionsLevel && *optionsLevel <= 0)
        return "The account may not trade options at Alpaca.";
    return std::nullopt;
}

Result<Account> parseAccount(std::string_view bytes)
{
    return json::readObject<Account>(bytes, &readAccount);
}

Result<VenueClock> parseClock(std::string_view bytes)
{
    return json::readObject<VenueClock>(bytes, &readClock);
}

Result<std::vector<CalendarDay>> parseCalendar(std::string_view bytes)
{
    return readList<CalendarDay>(bytes, &readDay);
}

Result<Position> parsePosition(std::string_view bytes)
{
    return json::readObject<Position>(bytes, &readPosition);
}

Result<std::vector<Position>> parsePositions(std::string_view bytes)
{
    return readList<Position>(bytes, &readPosition);
}

} // namespace core::alpaca
