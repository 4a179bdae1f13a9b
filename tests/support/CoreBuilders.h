#pragma once

#include "core/approval/ProposalState.h"
#include "core/domain/Order.h"
#include "core/planning/Proposal.h"

#include <QByteArray>

/// Short, readable values for the tests of the trading rooms, and their text in a failed comparison.
namespace core {

template <class Kind, class Number>
char *toString(const Amount<Kind, Number> &amount)
{
    return qstrdup(amount.toString().c_str());
}
inline char *toString(const ProposalState &state) { return qstrdup(proposalStateName(state)); }
inline char *toString(const OrderStatus &status) { return qstrdup(orderStatusName(status)); }
inline char *toString(const Side &side) { return qstrdup(sideName(side)); }

} // namespace core

namespace support {

/// A literal of a test; a bad one stops the test by the exception of tl::expected.
inline core::Decimal dec(const char *text) { return core::Decimal::parse(text).value(); }
inline core::Price px(const char *text) { return core::Price(dec(text)); }
inline core::Quantity qty(const char *text) { return core::Quantity(dec(text)); }
inline core::Money usd(const char *text) { return core::Money(core::WideDecimal::parse(text).value()); }

inline core::InstrumentId stock(const char *symbol = "AAPL") { return {"alpaca", symbol}; }

/// Tuesday 2026-06-16, 11:00 in New York: five hours before the close of the core session.
inline core::Timestamp sessionTime()
{
    return core::Timestamp(std::chrono::sys_days(std::chrono::year(2026) / 6 / 16) +
                           std::chrono::hours(15));
}

inline core::Quote quoteAt(const char *bid, const char *ask, core::Timestamp at = sessionTime())
{
    return {px(bid), px(ask), at};
}

inline core::Fill fillOf(const char *id, core::Side side, const char *quantity, const char *price,
                         const char *fee = "0", const core::InstrumentId &instrument = stock())
{
    core::Fill fill;
    fill.id = core::FillId(id);
    fill.order = core::ClientOrderId(std::string("order-of-") + id);
    fill.instrument = instrument;
    fill.side = side;
    fill.quantity = qty(quantity);
    fill.price = px(price);
    fill.fee = usd(fee);
    fill.at = sessionTime();
    return fill;
}

inline core::Signal buySignal(const core::InstrumentId &instrument = stock())
{
    core::Signal signal;
    signal.id = core::SignalId("S1");
    signal.bot = core::BotId("bot");
    signal.strategy = "ma-crossover";
    signal.series = {instrument, core::Timeframe::H1};
    signal.idea.kind = core::SignalKind::Buy;
    signal.idea.reason = "the fast average crossed above the slow one";
    signal.barCloseTime = sessionTime();
    signal.referencePrice = px("100");
    signal.atr = px("1");
    return signal;
}

/// A long of ten at 100 with a stop at 98 and a target at 104: R is 2.
inline core::Proposal buyProposal(const char *id = "P1")
{
    core::Proposal proposal;
    proposal.id = core::ProposalId(id);
    proposal.account = core::AccountId("demo");
    proposal.signal = buySignal();
    proposal.side = core::Side::Buy;
    proposal.quantity = qty("10");
    proposal.proposedQuantity = proposal.quantity;
    proposal.limitPrice = px("101");
    proposal.stopPrice = px("98");
    proposal.targetPrice = px("104");
    proposal.referencePrice = px("100");
    proposal.notionalValue = usd("1000");
    proposal.createdAt = sessionTime();
    proposal.expiresAt = sessionTime() + std::chrono::minutes(15);
    return proposal;
}

/// The mirror image: a short of ten at 100, stop 102, target 96.
inline core::Proposal sellProposal(const char *id = "P1")
{
    core::Proposal proposal = buyProposal(id);
    proposal.side = core::Side::Sell;
    proposal.signal.idea.kind = core::SignalKind::Sell;
    proposal.limitPrice = px("99");
    proposal.stopPrice = px("102");
    proposal.targetPrice = px("96");
    return proposal;
}

} // namespace support
