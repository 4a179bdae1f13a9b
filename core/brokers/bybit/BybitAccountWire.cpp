#include "core/brokers/bybit/BybitAccountWire.h"

#include "core/brokers/bybit/BybitEnvelope.h"

#include <algorithm>

namespace core::bybit {

namespace {

Money moneyOrZero(json::Fields &row, std::string_view key)
{
    return row.maybeMoney(key).value_or(Money());
}

CoinBalance readCoin(json::Fields &row)
{
    CoinBalance coin{.coin = row.text("coin")};
    coin.equity = row.money("equity");
    coin.walletBalance = row.money("walletBalance");
    coin.locked = moneyOrZero(row, "locked");
    coin.borrowed = moneyOrZero(row, "spotBorrow");
    coin.orderMargin = moneyOrZero(row, "totalOrderIM");
    coin.positionMargin = moneyOrZero(row, "totalPositionIM");
    coin.unrealisedPnl = moneyOrZero(row, "unrealisedPnl");
    return coin;
}

Wallet readWalletList(json::Fields &result)
{
    std::optional<Wallet> wallet;
    result.forEach("list", [&](json::Fields &row) {
        if (!wallet)
            wallet = readWallet(row);
    });
    if (!wallet)
        result.complain("list", "it tells of no account");
    return wallet.value_or(Wallet());
}

MarginMode marginModeOf(std::string_view word)
{
    if (word == "REGULAR_MARGIN")
        return MarginMode::Cross;
    if (word == "ISOLATED_MARGIN")
        return MarginMode::Isolated;
    return word == "PORTFOLIO_MARGIN" ? MarginMode::Portfolio : MarginMode::Other;
}

AccountInfo readAccountInfo(json::Fields &result)
{
    return {.unifiedStatus = static_cast<int>(result.integer("unifiedMarginStatus")),
            .marginMode = marginModeOf(result.text("marginMode"))};
}

bool contains(json::Value list, std::string_view word)
{
    for (const json::Value each : list)
        if (each.text() == word)
            return true;
    return false;
}

KeyPermissions readKeyInfo(json::Fields &result)
{
    const json::Value permissions = result.value("permissions");
    if (!permissions.isObject())
        result.complain("permissions", "it is missing");
    const json::Value addresses = result.value("ips");
    return {.userId = result.text("userID"),
            .isReadOnly = result.integer("readOnly") != 0,
            .tradesContracts = contains(permissions["ContractTrade"], "Order") &&
                               contains(permissions["ContractTrade"], "Position"),
            .tradesSpot = contains(permissions["Spot"], "SpotTrade"),
            .mayWithdraw = contains(permissions["Wallet"], "Withdraw"),
            .isBoundToAddress = addresses.size() > 0 && !contains(addresses, "*"),
            .expiresAt = result.maybeIsoTime("expiredAt")};
}

/// "0" stands for none as often as an empty text does.
std::optional<Price> positive(std::optional<Price> price)
{
    return price && price->sign() > 0 ? price : std::nullopt;
}

Quantity readSize(json::Fields &row)
{
    const Quantity size = row.amount<Quantity>("size");
    if (size.sign() < 0)
        row.complain("size", "it is negative");
    if (size.isZero())
        return size;
    return readSide(row, "side") == Side::Buy ? size : -size;
}

Page<PositionState> readPositions(json::Fields &result)
{
    return readRows<PositionState>(result, Category::Linear,
                                   [](json::Fields &row) { return readPosition(row, Category::Linear); });
}

std::vector<FeeRate> readFeeRates(json::Fields &result)
{
    std::vector<FeeRate> rates;
    result.forEach("list", [&](json::Fields &row) {
        rates.push_back({.symbol = row.text("symbol"),
                         .taker = row.amount<Decimal>("takerFeeRate"),
                         .maker = row.amount<Decimal>("makerFeeRate")});
    });
    if (rates.empty())
        result.complain("list", "it tells of no rate");
    return rates;
}

BeyondLimits readUserSettings(json::Fields &result)
{
    return {.spot = result.flag("lpaSpot") ? BeyondLimit::Move : BeyondLimit::Refuse,
            .linear = result.flag("lpaPerp") ? BeyondLimit::Refuse : BeyondLimit::Move};
}

Timestamp readServerTime(json::Fields &result)
{
    const std::int64_t nanos = result.integer("timeNano");
    if (nanos <= 0)
        result.complain("timeNano", "it is no moment of these centuries");
    return Timestamp(Duration(nanos));
}

} // namespace

const CoinBalance *Wallet::find(std::string_view coin) const
{
    const auto found =
        std::find_if(coins.begin(), coins.end(), [&](const CoinBalance &each) { return each.coin == coin; });
    return found == coins.end() ? nullptr : &*found;
}

Wallet readWallet(json::Fields &row)
{
    Wallet wallet{.accountType = row.text("accountType")};
    wallet.totalEquity = row.maybeMoney("totalEquity");
    wallet.totalAvailable = row.maybeMoney("totalAvailableBalance");
    wallet.totalInitialMargin = row.maybeMoney("totalInitialMargin");
    wallet.totalMaintenanceMargin = row.maybeMoney("totalMaintenanceMargin");
    if (!row.value("coin").isArray()) // an empty account says so with an empty list
        row.complain("coin", "it is missing");
    row.forEach("coin", [&](json::Fields &coin) { wallet.coins.push_back(readCoin(coin)); });
    return wallet;
}

PositionState readPosition(json::Fields &row, Category category)
{
    PositionState state{.instrument = instrumentId(category, row.text("symbol"))};
    state.quantity = readSize(row);
    const char *const average = row.isNone("avgPrice") ? "entryPrice" : "avgPrice"; // the stream says entryPrice
    state.averagePrice = positive(row.maybeRounded<Price>(average));
    state.markPrice = positive(row.maybeRounded<Price>("markPrice"));
    state.liquidationPrice = positive(row.maybeRounded<Price>("liqPrice"));
    state.stop = positive(row.maybeAmount<Price>("stopLoss"));
    state.target = positive(row.maybeAmount<Price>("takeProfit"));
    state.leverage = row.maybeAmount<Decimal>("leverage");
    state.unrealisedPnl = moneyOrZero(row, "unrealisedPnl");
    state.status = row.maybeText("positionStatus").value_or("");
    state.isReduceOnly = row.maybeFlag("isReduceOnly").value_or(false);
    state.positionIdx = static_cast<int>(row.integer("positionIdx"));
    state.sequence = row.maybeInteger("seq");
    state.updatedAt = row.maybeMilliTime("updatedTime");
    return state;
}

Result<Timestamp> parseServerTime(std::string_view bytes) { return readResult(bytes, &readServerTime); }
Result<Wallet> parseWallet(std::string_view bytes) { return readResult(bytes, &readWalletList); }
Result<AccountInfo> parseAccountInfo(std::string_view bytes) { return readResult(bytes, &readAccountInfo); }
Result<KeyPermissions> parseKeyInfo(std::string_view bytes) { return readResult(bytes, &readKeyInfo); }
Result<Page<PositionState>> parsePositions(std::string_view bytes) { return withoutHoles(parsePositionRows(bytes)); }
Result<Page<PositionState>> parsePositionRows(std::string_view bytes) { return readResult(bytes, &readPositions); }
Result<std::vector<FeeRate>> parseFeeRates(std::string_view bytes) { return readResult(bytes, &readFeeRates); }
Result<BeyondLimits> parseUserSettings(std::string_view bytes) { return readResult(bytes, &readUserSettings); }

} // namespace core::bybit
