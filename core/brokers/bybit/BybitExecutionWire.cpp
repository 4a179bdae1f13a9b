#include "core/brokers/bybit/BybitExecutionWire.h"

#include "core/brokers/bybit/BybitEnvelope.h"

#include <algorithm>
#include <array>

namespace core::bybit {

namespace {

constexpr std::array<std::string_view, 7> tradeWords{"Trade",        "AdlTrade", "BustTrade",   "BlockTrade",
                                                     "MovePosition", "Delivery", "FutureSpread"};

ExecutionKind kindOf(std::string_view word)
{
    if (word == "Funding")
        return ExecutionKind::Funding;
    return std::find(tradeWords.begin(), tradeWords.end(), word) == tradeWords.end() ? ExecutionKind::Other
                                                                                    : ExecutionKind::Trade;
}

/// A side is asked of trades only: what else is executed may have none.
Side sideOf(json::Fields &row, ExecutionKind kind)
{
    if (kind == ExecutionKind::Trade)
        return readSide(row, "side");
    return row.maybeText("side").value_or("") == "Sell" ? Side::Sell : Side::Buy;
}

void readFill(json::Fields &row, ExecutionState &state)
{
    Fill &fill = state.fill;
    fill.id = FillId(std::string(categoryName(state.category)) + "-" + row.text("execId"));
    fill.order = ClientOrderId(row.maybeText("orderLinkId").value_or(""));
    fill.instrument = instrumentId(state.category, row.text("symbol"));
    fill.side = sideOf(row, state.kind);
    fill.quantity = row.amount<Quantity>("execQty");
    fill.price = row.maybeAmount<Price>("execPrice").value_or(Price());
    fill.at = row.milliTime("execTime");
    if (state.kind != ExecutionKind::Trade)
        return;
    if (fill.quantity.sign() <= 0)
        row.complain("execQty", "it is not above 0");
    if (row.isNone("execPrice") || fill.price.sign() < 0)
        row.complain("execPrice", "it is missing or negative");
}

Page<ExecutionState> readExecutions(json::Fields &result, Category category)
{
    return readRows<ExecutionState>(result, category,
                                    [category](json::Fields &row) { return readExecution(row, category); });
}

std::string coinOf(const ExecutionState &execution, const InstrumentFacts &facts)
{
    if (!execution.feeCoin.empty())
        return execution.feeCoin;
    if (facts.category == Category::Linear)
        return facts.settleCoin;
    const bool isPaid = execution.fee.sign() >= 0;
    return (execution.fill.side == Side::Buy) == isPaid ? facts.baseCoin : facts.quoteCoin;
}

} // namespace

ExecutionState readExecution(json::Fields &row, Category category)
{
    ExecutionState state{.category = category};
    state.type = row.text("execType");
    state.kind = kindOf(state.type);
    readFill(row, state);
    state.venueOrderId = VenueOrderId(row.maybeText("orderId").value_or(""));
    state.fee = row.maybeMoney("execFee").value_or(Money()).value();
    if (state.fee.abs() > WideDecimal(Decimal::fromInteger(9'000'000'000)))
        row.complain("execFee", "it is beyond every quantity");
    state.feeCoin = row.maybeText("feeCurrency").value_or("");
    state.isMaker = row.maybeFlag("isMaker").value_or(false);
    state.closed = row.maybeAmount<Quantity>("closedSize").value_or(Quantity());
    state.sequence = row.maybeInteger("seq");
    return state;
}

Result<Page<ExecutionState>> parseExecutions(Category category, std::string_view bytes)
{
    return withoutHoles(parseExecutionRows(category, bytes));
}

Result<Page<ExecutionState>> parseExecutionRows(Category category, std::string_view bytes)
{
    return readResult(bytes, [category](json::Fields &result) { return readExecutions(result, category); });
}

Booking bookingOf(const ExecutionState &execution, const InstrumentFacts &facts)
{
    Booking booking{.fill = execution.fill};
    const std::string coin = coinOf(execution, facts);
    const std::string &money = facts.category == Category::Linear ? facts.settleCoin : facts.quoteCoin;
    if (coin == money)
        booking.fill.fee = Money(execution.fee);
    else if (facts.category == Category::Spot && coin == facts.baseCoin)
        booking.assetFee = execution.fee;
    else if (!execution.fee.isZero())
        booking.otherFee = CoinAmount{coin, execution.fee};
    return booking;
}

} // namespace core::bybit
