#include "core/brokers/bybit/BybitTransactions.h"

#include "core/brokers/bybit/BybitEnvelope.h"

#include <algorithm>
#include <array>

namespace core::bybit {

namespace {

/// Executions tell of these.
constexpr std::array<std::string_view, 8> executed{"TRADE", "SETTLEMENT", "DELIVERY",   "LIQUIDATION",
                                                   "ADL",   "BUST",       "BLOCKTRADE", "MOVEPOSITION"};
/// Paid in, paid out, or changed into something else of the owner's.
constexpr std::array<std::string_view, 6> moved{"TRANSFER_IN",  "TRANSFER_OUT",        "CURRENCY_BUY",
                                                "CURRENCY_SELL", "TOKENS_SUBSCRIPTION", "TOKENS_REDEMPTION"};
constexpr std::array<std::string_view, 5> charged{"INTEREST", "FEE_REFUND", "BONUS", "AIRDROP", "AUTO_DEDUCTION"};

template <std::size_t count>
bool isAmong(const std::array<std::string_view, count> &words, std::string_view word)
{
    return std::find(words.begin(), words.end(), word) != words.end();
}

Page<Transaction> readTransactions(json::Fields &result)
{
    Page<Transaction> page;
    page.cursor = result.maybeText("nextPageCursor").value_or("");
    if (!result.value("list").isArray())
        result.complain("list", "it is missing");
    result.forEach("list", [&](json::Fields &row) {
        page.items.push_back({.id = row.text("id"),
                              .type = row.text("type"),
                              .coin = row.text("currency"),
                              .change = row.money("change"),
                              .at = row.milliTime("transactionTime")});
    });
    return page;
}

CashFlow::Kind kindOf(const Transaction &transaction)
{
    if (isAmong(moved, transaction.type))
        return CashFlow::Kind::Transfer;
    const bool isCharge = isAmong(charged, transaction.type) || transaction.change.sign() < 0;
    return isCharge ? CashFlow::Kind::Charge : CashFlow::Kind::Transfer;
}

} // namespace

Result<Page<Transaction>> parseTransactions(std::string_view bytes)
{
    return readResult(bytes, &readTransactions);
}

std::optional<CashFlow> cashFlowOf(const Transaction &transaction)
{
    if (isAmong(executed, transaction.type) || transaction.change.isZero())
        return std::nullopt;
    return CashFlow{CashFlowId("log-" + transaction.id), transaction.change, transaction.at, kindOf(transaction)};
}

} // namespace core::bybit
