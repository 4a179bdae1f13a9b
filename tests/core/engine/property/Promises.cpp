#include "tests/core/engine/property/Promises.h"

#include <QByteArray>
#include <QCryptographicHash>

#include <cmath>

namespace property {

using namespace core;
using namespace std::chrono_literals;
using support::column;

std::string hashByHand(const Proposal &p)
{
    const auto price = [](const std::optional<Price> &value) { return value ? value->toString() : std::string("-"); };
    const std::string time = !p.holdAtMost ? "-"
                                           : std::to_string(p.holdAtMost->count()) +
                                                 (p.keepsProfit ? " unless in profit" : "");
    const std::string modes[] = {"manual", "hybrid", "auto"};
    const std::string destinations[] = {"replay", "demo", "paper", "live"};
    const std::string lives[] = {"day", "gtc", "ioc"};
    const std::string types[] = {"market", "limit", "stop", "stop-limit"};
    std::string canonical = "countersign-proposal-2";
    for (const std::string &part :
         {p.id.text(), std::to_string(p.version), p.account.text(), destinations[int(p.destination)],
          modes[int(p.mode)], p.signal.series.instrument.text(),
          std::string(p.side == Side::Buy ? "buy" : "sell"), p.quantity.toString(), types[int(p.orderType)],
          price(p.limitPrice), lives[int(p.timeInForce)], price(p.stopPrice), price(p.targetPrice), time,
          toIsoText(p.expiresAt)})
        canonical += "\n" + std::to_string(part.size()) + ":" + part;
    return QCryptographicHash::hash(QByteArray::fromStdString(canonical), QCryptographicHash::Sha256)
        .toHex()
        .toStdString();
}

void Promises::decided(const DeskEntry &entry, const Decision &decision)
{
    if (decision.verb != "approve")
        return;
    m_yes[decision.proposal.text()] = entry.proposal;
    expect(hashByHand(entry.proposal) == decision.contentHash, "a yes was bound to the hash of another content");
}

void Promises::onRecord(const Record &record)
{
    if (record.table == Table::Decisions && column(record, "verb") == "approve")
        judgeYes(record);
    if (record.table == Table::Orders)
        judgeEnd(record);
    if (record.table == Table::Amendments && column(record, "step") == "refused")
        judgeRefusedChange(record);
    if (record.table == Table::Proposals && !m_reference.cards.contains(column(record, "id")))
        expect(!m_reference.pausedBots.contains(column(record, "bot")) &&
                   !m_reference.muted.contains(column(record, "venue") + ":" + column(record, "instrument")),
               "a card of a paused bot or in a muted instrument");
    if (record.table == Table::Halts)
        expect(column(record, "reason").find("internal error") == std::string::npos,
               "a bug: " + column(record, "reason"));
    m_reference.record(record, std::size_t(m_journal.lastTicket()));
    if (record.table != Table::Intents)
        return;
    const RefOrder &order = m_reference.orders.at(column(record, "client_order_id"));
    if (order.role == "entry")
        judgeEntry(order);
    else
        judgeExit(order);
}

/// At the moment of a yes.
void Promises::judgeYes(const Record &record)
{
    const auto found = m_reference.cards.find(column(record, "proposal"));
    if (found == m_reference.cards.end())
        return expect(false, "a yes to a card that nobody has written down");
    const RefCard &card = found->second;
    expect(card.hash == column(record, "content_hash") && std::to_string(card.version) == column(record, "version"),
           "a yes to another content than the card shows");
    expect(m_clock.now() < parseIsoText(card.expiresAt).value() + 1ms, "a yes after the card's time");
    const Exact quantity = Exact::parse(column(record, "quantity"));
    expect(quantity.sign() > 0 && quantity.toDouble() <= card.quantity + 1e-9, "a yes to more than is shown");
    // What is asked before the opening is measured when it opens.
    const bool isEnvelope = card.state == "pre-approved";
    expect(isEnvelope || (card.guards.find("\"stale\"") == std::string::npos && card.guards.find("\"blocked\"") == std::string::npos),
           "a yes that a check stands against");
    const bool isRules = column(record, "channel") == "rule";
    expect(!isRules || m_reference.mode == "auto", "a rule said yes outside auto mode");
    if (isRules || !m_reference.isLive)
        return;
    const auto first = armed.find(card.id);
    expect(first != armed.end() && first->second.hash == card.hash && m_clock.steady() - first->second.at < 5s,
           "real money with one step instead of two");
}

// --- an entry is intended ----------------------------------------------------------------------

void Promises::within(const char *what, double value, double limit)
{
    if (value > limit + 1e-9 * std::abs(limit) + 1e-6)
        expect(false, std::string(what) + ": " + std::to_string(value) + " of at most " + std::to_string(limit));
}

/// The complete resulting order against every limit, at the last moment its checks may be from.
void Promises::judgeEntry(const RefOrder &order)
{
    const Reference &r = m_reference;
    const RefTerms &terms = r.terms.at(order.instrument);
    const auto card = r.cards.find(order.proposal);
    if (card == r.cards.end() || !card->second.hasYes)
        return expect(false, "an entry without a yes");
    expect(!r.isHalted && !r.isReduceOnly, "an entry was intended while trading was halted");
    expect(r.isReady && r.isLinkUp, "an entry was intended before the venue had been heard");
    expect(r.isJournalHealthy && m_journal.isHealthy(), "an entry was intended without a journal");
    expect(!r.isDayLost, "an entry after the day was lost");
    expect(!r.mismatched.contains(order.instrument), "an entry where the venue holds another quantity");
    expect(!r.isCashDifferent, "an entry while the venue says another cash");
    expect(!terms.isStock || isSessionOpen(m_clock.now()), "an entry outside the session");
    const double held = r.told.of(order.instrument).toDouble();
    expect(held == 0 || (held > 0) == order.isBuy, "an entry against what is held");
    expect(held == 0 || terms.allowsAdding, "an entry that adds, without leave");
    expect(order.isBuy || terms.allowsShort, "a short that nobody allowed");
    for (const auto &[id, other] : r.orders) {
        if (other.isEnded || !other.isInThisLife || other.instrument != order.instrument || id == order.id)
            continue;
        expect(other.role != "entry", "two entries in one instrument");
        expect(!other.isUnknown, "an entry beside an order whose outcome is unknown");
    }
    judgeRoom(order, card->second, order.quantity);
    judgePrice(order, card->second);
    judgePace(order, card->second);
}

void Promises::judgeRoom(const RefOrder &order, const RefCard &card, double quantity)
{
    const Reference &r = m_reference;
    const RiskLimits &limits = r.limits;
    const double worst = r.worstPrice(order);
    const double equity = r.equity();
    const double own = quantity * r.unitLoss(worst, card.stop);
    within("risk per trade", own, limits.riskPerTrade.toDouble() * std::min(equity, r.dayStart));
    within("exposure", r.exposureWith(order), limits.exposure.toDouble() * equity);
    within("order value", quantity * worst, limits.maxOrderValue.toDouble());
    within("order size", quantity, limits.maxOrderQuantity.toDouble());
    within("buying power", quantity * worst * (1 + r.feeRate), r.buyingPower(order.id));
    within("positions", r.positionsWith(order.instrument), limits.maxPositions);
    // A position is worth its middle price there, bid or ask here: half a spread apart.
    within("overnight", r.overnightWith(order), 1.001 * limits.overnight.toDouble() * r.dayStart);
    const double lost = std::max(0.0, r.dayLoss());
    within("day loss with heat", lost + r.heat() + r.pendingRisk(order.proposal) + own,
           limits.dayLoss.toDouble() * r.dayStart);
}

void Promises::judgePrice(const RefOrder &order, const RefCard &card)
{
    const Reference &r = m_reference;
    const auto quote = r.quotes.find(order.instrument);
    if (quote == r.quotes.end() || !quote->second.receivedAt)
        return expect(false, "an entry without a quote");
    expect(m_clock.steady() - *quote->second.receivedAt <= r.limits.maxQuoteAge, "an entry on an old quote");
    const double now = order.isBuy ? quote->second.ask : quote->second.bid;
    if (order.limit) // a tenth of tolerance, because the limit was made from a slightly older quote
        within("collar", order.isBuy ? *order.limit - now : now - *order.limit,
               1.1 * r.limits.priceCollar.toDouble() * now);
    if (!card.stop)
        return expect(!r.limits.needsStop && !r.isLive, "an entry without a stop");
    expect(order.isBuy ? *card.stop < now : *card.stop > now, "an entry whose stop is on the wrong side");
    expect(!card.target || (order.isBuy ? *card.target > now : *card.target < now),
           "an entry whose target is on the wrong side");
    judgeDrift(order, card, quote->second);
}

/// What the limits look back on. This order is the newest entry already.
void Promises::judgePace(const RefOrder &order, const RefCard &card)
{
    const RiskLimits &limits = m_reference.limits;
    const RefPace &pace = m_reference.pace;
    const Timestamp now = m_clock.now();
    int lately = 0;
    for (std::size_t i = 0; i < pace.entries.size(); ++i) {
        const RefPace::Entry &each = pace.entries[i];
        lately += each.at > now - 60s;
        const bool isSame = each.instrument == order.instrument && each.isBuy == order.isBuy &&
                            each.quantity == order.exactQuantity && each.limit == order.limit;
        expect(!isSame || i + 1 == pace.entries.size() || now - each.at >= limits.duplicateWindow,
               "the same entry again within the window of duplicates");
    }
    within("entries within a minute", lately, limits.maxOrdersPerMinute);
    judgeStreak(nullptr);
    judgeStreak(&m_reference.instrumentsOf.at(card.bot));
    const Duration bar = m_reference.barOf.at(card.bot);
    for (const RefPace::Trip &trip : pace.trips)
        expect(!trip.wasStopped || trip.instrument != order.instrument || trip.isLong != order.isBuy ||
                   now >= trip.at + limits.stopOutBars * bar,
               "an entry on the side that was just stopped out");
    for (const RefPace::Rejection &no : pace.rejections)
        expect(no.instrument != order.instrument || no.isBuy != order.isBuy || now >= no.at + limits.rejectBars * bar,
               "an entry that a person has just refused");
    if (const auto found = pace.automatic.find(card.bot); found != pace.automatic.end() && card.yesChannel == "rule")
        within("automatic entries", found->second, limits.maxAutomatedEntries);
    if (m_reference.drawdown && limits.drawdown != Decimal::fromInteger(1))
        within("drawdown", *m_reference.drawdown, limits.drawdown.toDouble() + 1e-6);
    const auto signal = m_reference.signals.find(card.signal);
    expect(signal == m_reference.signals.end() || !signal->second.hasHole, "an entry although a bar was missing");
}

void Promises::judgeStreak(const std::set<std::string> *of)
{
    const RiskLimits &limits = m_reference.limits;
    int losses = 0;
    Timestamp newest;
    for (auto trip = m_reference.pace.trips.rbegin(); trip != m_reference.pace.trips.rend(); ++trip) {
        if (of && !of->contains(trip->instrument))
            continue;
        if (!trip->isLoss)
            break;
        if (++losses == 1)
            newest = trip->at;
    }
    expect(losses < limits.lossStreak || m_clock.now() >= newest + limits.coolDown,
           "an entry in the rest after a streak of losses");
}

void Promises::judgeDrift(const RefOrder &order, const RefCard &card, const RefQuote &quote)
{
    const RefSignal &signal = m_reference.signals.at(card.signal);
    const double now = order.isBuy ? quote.ask : quote.bid;
    const double direction = order.isBuy ? 1 : -1;
    if (!card.firstStop)
        return;
    const double risk = std::abs(card.firstReference - *card.firstStop);
    // Over a restart the quotes between are not known here.
    expect(order.isBuy ? std::min(quote.bid, signal.lowestBid) > *card.stop
                       : std::max(quote.ask, signal.highestAsk) < *card.stop,
           "an entry whose stop has been touched since the signal");
    within("drift towards the stop", direction * (signal.price - now), 0.75 * risk);
    within("hard drift", direction * (now - signal.price), 0.35 * risk);
    const double soft = std::max({0.15 * risk, 2 * (quote.ask - quote.bid), signal.atr.value_or(0) / 4});
    within("soft drift", direction * (now - card.reference), soft);
    within("soft drift towards the stop", direction * (card.reference - now), 0.4 * risk);
    if (!card.target)
        return;
    const double left = direction * (*card.target - now) / std::abs(now - *card.stop);
    const double own = std::abs(*card.target - card.firstReference) / std::abs(card.firstReference - *card.stop);
    within("reward for risk", 0.7 * own, left + 1e-9);
}

// --- an exit is intended -----------------------------------------------------------------------

void Promises::judgeExit(const RefOrder &order)
{
    // A snapshot brings many fills; on the way through them an exit is for what is held at that point.
    if (const auto [least, most] = m_reference.heldOnTheWay(order.instrument); least < most) {
        expect(order.isBuy ? least.sign() < 0 : most.sign() > 0, "an exit that does not reduce what is held");
        return;
    }
    const double held = m_reference.told.of(order.instrument).toDouble();
    expect(held != 0 && (held > 0) != order.isBuy, "an exit that does not reduce what is held");
    if (hadFailedDisk || untended.contains(order.instrument))
        return;
    const double claimed = claimedByExits(order.instrument, order.id, order.group) + order.quantity;
    expect(claimed <= std::abs(held) + 1e-9, "exits that together take more than is held");
}

/// Orders of one pair end each other, so a pair takes no more than what it was for, less what it has taken.
double Promises::claimedByExits(const std::string &instrument, const std::string &exceptOrder,
                                const std::string &exceptGroup) const
{
    std::map<std::string, double> groups;
    for (const auto &[id, order] : m_reference.orders) {
        if (order.isEnded || order.instrument != instrument || order.role == "entry" || id == exceptOrder ||
            order.role.starts_with("external"))
            continue;
        if (!order.group.empty() && order.group == exceptGroup)
            continue;
        double &claim = groups[order.group.empty() ? id : order.group];
        double taken = 0;
        for (const auto &[other, each] : m_reference.orders)
            if (!order.group.empty() && each.group == order.group)
                taken += each.filled.toDouble();
        claim = std::max(claim, order.group.empty() ? order.remaining() : std::max(0.0, order.most() - taken));
    }
    double sum = 0;
    for (const auto &[group, claim] : groups)
        sum += claim;
    return sum;
}

/// What was sent ends by the venue's word or by two proofs of absence, never because we say so.
void Promises::judgeEnd(const Record &record)
{
    const std::string status = column(record, "status");
    const auto found = m_reference.orders.find(column(record, "client_order_id"));
    if (found == m_reference.orders.end() || !found->second.isSent || found->second.isEnded ||
        (status != "cancelled" && status != "rejected" && status != "expired"))
        return;
    expect(found->second.negatives >= 2, "an order that may have left was given up without proof");
    found->second.isEnded = true;
}

} // namespace property
