// What is asked when an order leaves, after every step, and when the dust has settled.
#include "tests/core/engine/property/Promises.h"

#include <cmath>

namespace property {

using namespace core;
using support::column;

// --- an order leaves ---------------------------------------------------------------------------

void Promises::onSubmit(const VettedOrder &order)
{
    const OrderRequest &request = order.request();
    const std::string id = request.clientOrderId.text();
    const bool isFirst = m_sent.insert(id).second;
    const auto found = m_reference.orders.find(id);
    if (found == m_reference.orders.end())
        return expect(false, "an order left without an intent");
    RefOrder &known = found->second;
    const bool mayGoAgain = request.role != OrderRole::Entry && known.negatives >= 2 && !known.isAnswered;
    expect(isFirst || (mayGoAgain && m_sentAgain.insert(id).second), "an order left twice, or an id was used again");
    known.negatives = 0;
    expect(!known.isEnded, "an order left that had been given up");
    expect(known.instrument == request.instrument.text() && known.isBuy == (request.side == Side::Buy) &&
               known.exactQuantity == Exact::ofNanos(request.quantity.value().nanos()) &&
               known.limit.has_value() == request.limitPrice.has_value() &&
               (!known.limit || *known.limit == request.limitPrice->toDouble()) &&
               known.stop.has_value() == request.stopPrice.has_value() &&
               (!known.stop || *known.stop == request.stopPrice->toDouble()),
           "something else left than was intended");
    const bool isEntry = request.role == OrderRole::Entry;
    expect(m_journal.isDurable(known.record) || (!isEntry && !m_journal.isHealthy()),
           "an order left before its intent was durable");
    known.isSent = true;
    known.sentAt = m_clock.steady();
    judgeSteps(request);
    if (isEntry)
        judgeSentEntry(order, known);
    else
        expect(request.reduceOnly, "an exit that is not reduce-only");
    ++(isEntry ? entriesSent : exitsSent);
}

void Promises::judgeSentEntry(const VettedOrder &order, const RefOrder &known)
{
    const Reference &r = m_reference;
    expect(!r.isHalted && !r.isReduceOnly, "an entry left while trading was halted");
    expect(r.isLinkUp && r.isReady, "an entry left without a link to the venue, or before it had been heard");
    expect(r.isJournalHealthy && m_journal.isHealthy(), "an entry left after the journal had failed");
    expect(r.mode != "manual", "an entry left in manual mode");
    expect(!r.isDayLost, "an entry left after the day was lost");
    expect(m_entryOf.insert(known.proposal).second, "a second order for one yes");
    const auto card = r.cards.find(known.proposal);
    const auto content = m_yes.find(known.proposal);
    if (card == r.cards.end() || content == m_yes.end() || !card->second.hasYes)
        return expect(false, "an entry left without a yes");
    expect(r.mode != "hybrid" || card->second.yesChannel != "rule", "a rule's yes left in hybrid mode");
    expect(m_journal.isDurable(card->second.yesRecord), "an entry left before its yes was durable");
    expect(card->second.yesHash == hashByHand(content->second), "a yes to another content");
    expect(card->second.hash == card->second.yesHash, "the content changed after the yes");
    expect(known.exactQuantity <= card->second.yesQuantity, "more left than the yes was for");
    judgeContent(order, content->second);
}

/// Field by field what the yes was given to; only the quantity may be less.
void Promises::judgeContent(const VettedOrder &order, const Proposal &content)
{
    const OrderRequest &request = order.request();
    expect(request.instrument == content.signal.series.instrument && request.side == content.side &&
               request.type == content.orderType && request.limitPrice == content.limitPrice &&
               request.timeInForce == content.timeInForce && !request.stopPrice && request.ocoGroup.empty() &&
               request.quantity <= content.quantity,
           "something else left than was approved");
    expect(order.exits().stop == content.stopPrice && order.exits().target == content.targetPrice &&
               order.exits().holdAtMost == content.holdAtMost && order.exits().keepsProfit == content.keepsProfit,
           "the entry left with other exits than were approved");
}

void Promises::judgeSteps(const OrderRequest &request)
{
    const RefTerms &terms = m_reference.terms.at(request.instrument.text());
    const auto isOn = [](const auto &value, std::int64_t step) { return !value || value->value().nanos() % step == 0; };
    expect(request.quantity.sign() > 0 && request.quantity.value().nanos() % terms.lotNanos == 0,
           "an order off the lot");
    expect(isOn(request.limitPrice, terms.tickNanos) && isOn(request.stopPrice, terms.tickNanos),
           "an order off the tick");
}

// --- a change of an order leaves ---------------------------------------------------------------

void Promises::onAmend(const Order &order, const Amendment &terms)
{
    const auto found = m_reference.orders.find(order.request.clientOrderId.text());
    if (found == m_reference.orders.end() || !found->second.asked)
        return expect(false, "a change left that nobody had asked for");
    RefOrder &known = found->second;
    RefOrder::Asked &asked = *known.asked;
    expect(m_changes.insert(asked.record).second, "a change left twice");
    expect(m_journal.isDurable(asked.record) || !m_journal.isHealthy(), "a change left before it was durable");
    expect(known.role != "entry", "an entry was changed");
    expect(!known.isEnded, "a change left for an order that is over");
    expect(asked.stop.has_value() == terms.stopPrice.has_value() &&
               (!asked.stop || *asked.stop == terms.stopPrice->toDouble()) &&
               asked.quantity.has_value() == terms.quantity.has_value() &&
               (!asked.quantity || *asked.quantity == Exact::ofNanos(terms.quantity->value().nanos())) && !terms.limitPrice,
           "another change left than was asked for");
    OrderRequest after = order.request;
    after.quantity = terms.quantity.value_or(after.quantity);
    after.stopPrice = terms.stopPrice ? terms.stopPrice : after.stopPrice;
    judgeSteps(after);
    asked.hasLeft = true;
    asked.leftAt = m_clock.steady();
    ++changesSent;
    if (hadFailedDisk || untended.contains(known.instrument))
        return;
    const double held = std::abs(m_reference.told.of(known.instrument).toDouble());
    expect(claimedByExits(known.instrument, "", "") <= held + 1e-9, "a change that lets exits take more than is held");
}

/// A change comes to nothing by the venue's word, with its order, unsent, or by two late answers without it.
void Promises::judgeRefusedChange(const Record &record)
{
    const auto found = m_reference.orders.find(column(record, "client_order_id"));
    if (found == m_reference.orders.end() || !found->second.asked)
        return;
    const RefOrder::Asked &asked = *found->second.asked;
    const bool isOfEarlierLife = !asked.hasLeft && m_changes.contains(asked.record);
    expect(!asked.hasLeft || isOfEarlierLife || asked.isRefused || found->second.isEnded || asked.unchanged >= 2,
           "a change that may have left was given up without proof");
}

// --- after a step ------------------------------------------------------------------------------

void Promises::onStep(const TradingEngine &engine)
{
    const EngineParts &parts = engine.parts();
    expect(Exact::parse(parts.portfolio.cash().toString()) == m_reference.told.cash,
           "cash is " + parts.portfolio.cash().toString() + " and not " + m_reference.told.cash.text());
    for (const auto &[instrument, terms] : m_reference.terms) {
        const std::size_t colon = instrument.find(':');
        const Quantity held = parts.portfolio.held({instrument.substr(0, colon), instrument.substr(colon + 1)});
        expect(Exact::ofNanos(held.value().nanos()) == m_reference.told.of(instrument),
               "held of " + instrument + " is " + held.toString() + " and not " +
                   m_reference.told.of(instrument).text());
    }
    expect(parts.health.isHalted() == m_reference.isHalted &&
               (parts.health.trading == TradingState::ReduceOnly) == m_reference.isReduceOnly,
           "halted or reduce-only or not: the engine thinks otherwise");
    // A short by accident is one at the venue, whatever we believe.
    for (const auto &[instrument, held] : m_reference.venue.held)
        expect(held.sign() >= 0 || m_reference.terms.at(instrument).allowsShort || untended.contains(instrument) ||
                   hadFailedDisk,
               "short by accident at the venue");
}

void Promises::onSettled(const TradingEngine &engine, const VenueSnapshot &venue)
{
    for (const Order &theirs : venue.openOrders) {
        const Order *ours = engine.parts().execution.find(theirs.request.clientOrderId);
        expect(ours && !isFinal(ours->status), "the venue has an order that nobody here looks after");
        expect(!ours || (!ours->amendment && ours->request.quantity == theirs.request.quantity &&
                         ours->request.stopPrice == theirs.request.stopPrice),
               "the venue's order has other terms than ours");
    }
    for (const auto &[instrument, held] : m_reference.venue.held)
        expect(m_reference.told.of(instrument) == held,
               "the venue holds " + held.text() + " of " + instrument + ", the books " +
                   m_reference.told.of(instrument).text());
    expect(m_reference.told.cash == m_reference.venue.cash,
           "the venue's cash is " + m_reference.venue.cash.text() + ", the books' " + m_reference.told.cash.text());
    expect(m_reference.told.fills == m_reference.venue.fills, "a fill was lost or made up");
    for (const Order *order : engine.parts().execution.open())
        expect(order->status == OrderStatus::Working || order->status == OrderStatus::PartiallyFilled ||
                   order->isExternal(),
               "an order that is neither known nor over: " + order->request.clientOrderId.text() + " " +
                   orderStatusName(order->status));
    for (const auto &[instrument, terms] : m_reference.terms)
        lookAtProtection(engine, instrument);
    for (const auto &[instrument, position] : engine.parts().portfolio.positions())
        lookAtSizes(engine, instrument);
}

/// Stops are for no more than what is ours, also after somebody else has sold of it.
void Promises::lookAtSizes(const TradingEngine &engine, const InstrumentId &instrument)
{
    if (hadFailedDisk || engine.exits().isClosing(instrument))
        return;
    std::map<std::string, double> taken;
    for (const auto &[id, order] : m_reference.orders)
        if (!order.group.empty())
            taken[order.group] += order.filled.toDouble();
    double stopped = 0;
    for (const Order *order : engine.parts().execution.open())
        if (order->request.instrument == instrument && order->request.role == OrderRole::Stop && !order->isExternal())
            stopped += std::max(0.0, order->request.quantity.toDouble() - taken[order->request.ocoGroup]);
    const double own = std::abs(engine.parts().own(instrument).toDouble());
    expect(stopped <= own + 1e-9, "of " + instrument.text() + " " + std::to_string(own) + " are ours and stops for " +
                                      std::to_string(stopped) + " work");
}

/// What is held has exactly its stops, or is being closed.
void Promises::lookAtProtection(const TradingEngine &engine, const std::string &instrument)
{
    if (!needsStops || hadFailedDisk || untended.contains(instrument))
        return;
    const double lot = double(m_reference.terms.at(instrument).lotNanos) / 1e9; // less cannot be sold
    const double held = std::floor(std::abs(m_reference.told.of(instrument).toDouble()) / lot + 1e-6) * lot;
    std::map<std::string, double> taken;
    for (const auto &[id, order] : m_reference.orders)
        if (!order.group.empty())
            taken[order.group] += order.filled.toDouble();
    double stopped = 0;
    for (const Order *order : engine.parts().execution.open()) {
        if (order->request.instrument.text() != instrument || order->isExternal())
            continue;
        if (order->request.role == OrderRole::Exit)
            return;
        if (order->request.role == OrderRole::Stop)
            stopped += std::max(0.0, order->request.quantity.toDouble() - taken[order->request.ocoGroup]);
    }
    expect(std::abs(held - stopped) < 1e-9, "of " + instrument + " " + std::to_string(held) + " are held and " +
                                                std::to_string(stopped) + " have a stop");
}

} // namespace property
