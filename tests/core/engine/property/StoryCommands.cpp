// What people say to the engine, sensible and not.
#include "tests/core/engine/property/Story.h"

#include "tests/support/CoreBuilders.h"

#include <algorithm>

namespace property {

using namespace core;
using namespace std::chrono_literals;

CommandAnswer Story::say(const Command &command)
{
    const CommandAnswer answer = m_engine->command(command, {});
    m_promises.expect(answer.code != ErrorCode::Internal || answer.isDone, "a command hit a bug: " + answer.message);
    m_promises.expect(!answer.message.empty(), "a command without an answer");
    return answer;
}

void Story::refused(const CommandAnswer &answer, const char *what)
{
    m_promises.expect(!answer.isDone, std::string(what) + " was taken");
    ++m_counts.refusedLies;
}

const DeskEntry *Story::anyCard()
{
    const auto open = m_engine->parts().desk.open();
    return open.empty() ? nullptr : open[std::size_t(below(int(open.size())))];
}

/// A yes, a no, or something that only looks like a yes.
void Story::answerCard(bool isLie, bool isLate)
{
    const DeskEntry *found = anyCard();
    if (!found)
        return closeBar(std::size_t(below(int(m_markets.size()))));
    const DeskEntry card = *found;
    const ProposalId id = card.proposal.id;
    if (!isLie && isOneIn(14)) {
        (void)say(RejectProposal{id, RejectReason::News});
        return;
    }
    if (card.needsTwoSteps && !isOneIn(10)) {
        if (say(ArmProposal{id, card.proposal.version, card.hash}).isDone)
            m_promises.armed[id.text()] = {card.proposal.version, card.hash, m_clock.steady()};
        if (isOneIn(12)) {
            (void)say(DisarmProposal{id});
            m_promises.armed.erase(id.text());
        }
        wait(std::chrono::milliseconds(isOneIn(8) ? below(9'000) : below(1'000)));
    }
    if (isLate) { // the timers may or may not have run since
        wait(std::chrono::minutes(1 + below(20)));
        if (isOneIn(2))
            m_engine->tick();
    }
    ApproveProposal yes{id, card.proposal.version, card.hash, {}};
    if (isLie && isOneIn(2))
        ++yes.version;
    else if (isLie)
        yes.hash = m_lastHash == card.hash ? "" : m_lastHash;
    if (isOneIn(3))
        yes.quantity = Quantity(Decimal::fromInteger(below(200)));
    m_lastHash = card.hash;
    const CommandAnswer answer = say(yes);
    if (isLie)
        refused(answer, "a yes to another content");
    if (answer.isDone && isOneIn(4))
        refused(say(yes), "a second yes");
    if (answer.isDone)
        hurryDisk();
}

/// Usually the disk is quick: the yes and then the intent are on it within a moment.
void Story::hurryDisk()
{
    if (isOneIn(4))
        return;
    moveDisk();
    m_clock.advance(std::chrono::milliseconds(below(100)));
    moveDisk();
}

void Story::editCard()
{
    const DeskEntry *card = anyCard();
    if (!card)
        return movePrice(std::size_t(below(int(m_markets.size()))), false);
    const Proposal &shown = card->proposal;
    EditProposal edit{.id = shown.id, .version = shown.version - (isOneIn(10) ? 1 : 0)};
    const auto around = [&](Price price) {
        const std::int64_t step = price.value().nanos() / 400;
        return m_markets[0].instrument.roundedPrice(
            Price(Decimal::fromNanos(price.value().nanos() + (below(17) - 8) * step)), Rounding::HalfEven);
    };
    if (isOneIn(2)) { // up to several times what was planned: the limits must hold
        const std::int64_t lots = shown.quantity.value().nanos() / 1'000'000'000 + 1;
        edit.quantity = Quantity(Decimal::fromInteger(1 + std::int64_t(roll() % std::uint64_t(4 * lots))));
    }
    if (isOneIn(4) && shown.stopPrice)
        edit.stopPrice = around(*shown.stopPrice);
    if (isOneIn(4) && shown.targetPrice)
        edit.targetPrice = around(*shown.targetPrice);
    if (isOneIn(4))
        edit.orderType = isOneIn(2) ? OrderType::Market : OrderType::Limit;
    if (isOneIn(3) && shown.limitPrice)
        edit.limitPrice = around(*shown.limitPrice);
    const bool isOld = edit.version != shown.version;
    const ProposalId id = shown.id;
    const CommandAnswer answer = say(edit);
    if (isOld)
        refused(answer, "an edit of another version");
    if (answer.isDone)
        m_promises.armed.erase(id.text());
    const DeskEntry *now = m_engine->parts().desk.find(id);
    if (answer.isDone && now && isOneIn(2)) { // an edited card is usually wanted
        (void)say(ApproveProposal{id, now->proposal.version, now->hash, {}});
        hurryDisk();
    }
}

void Story::refreshCard()
{
    if (const DeskEntry *card = anyCard())
        (void)say(RefreshProposal{card->proposal.id});
}

void Story::haltOrResume(bool resumes)
{
    if (!resumes) {
        m_reference.isHalted = true;
        m_reference.isReduceOnly = false;
        const bool flattens = isOneIn(3);
        (void)say(Halt{.cancelOrders = isOneIn(2), .flatten = flattens});
        return;
    }
    if (m_reference.mode == "manual")
        (void)say(SetMode{DecisionMode::Hybrid});
    const bool hasReason = !isOneIn(4);
    const bool wasHalted = m_reference.isHalted || m_reference.isReduceOnly;
    if (hasReason)
        m_reference.isHalted = m_reference.isReduceOnly = false; // before, because cards go on inside the command
    const CommandAnswer answer = say(Resume{hasReason ? "chance" : " "});
    m_promises.expect(answer.isDone == (wasHalted && hasReason), "a halt is lifted by its owner with a reason, only");
}

void Story::setReduceOnly()
{
    const bool on = isOneIn(3) ? m_reference.isReduceOnly : !m_reference.isReduceOnly;
    const bool hasReason = !isOneIn(4);
    const bool isRight = !m_reference.isHalted && on != m_reference.isReduceOnly && (on || hasReason);
    if (isRight)
        m_reference.isReduceOnly = on;
    const CommandAnswer answer = say(SetReduceOnly{on, hasReason ? "chance" : ""});
    m_promises.expect(answer.isDone == isRight, "reduce-only is lifted with a reason, and never beside a halt");
}

void Story::snoozeCard()
{
    const DeskEntry *card = anyCard();
    if (!card)
        return;
    const ProposalId id = card->proposal.id;
    if (card->state == ProposalState::Snoozed || isOneIn(4))
        (void)say(WakeProposal{id});
    else if (say(SnoozeProposal{id, isOneIn(2) ? std::optional(card->proposal.referencePrice) : std::nullopt}).isDone)
        m_promises.armed.erase(id.text());
}

void Story::switchBot()
{
    const BotId bot = m_setting.engine.bots[std::size_t(below(2))].id;
    const bool isOn = m_reference.pausedBots.contains(bot.text()) || !isOneIn(3);
    if (isOn)
        m_reference.pausedBots.erase(bot.text());
    else
        m_reference.pausedBots.insert(bot.text());
    m_promises.expect(say(SetBotOn{bot, isOn}).isDone, "a bot cannot be switched");
}

void Story::muteInstrument()
{
    const InstrumentId id = m_markets[std::size_t(below(int(m_markets.size())))].instrument.id;
    const bool isMuted = !isOneIn(3);
    if (isMuted)
        m_reference.muted.insert(id.text());
    else
        m_reference.muted.erase(id.text());
    m_promises.expect(say(MuteInstrument{id, isMuted}).isDone, "an instrument cannot be muted");
}

void Story::setMode()
{
    const DecisionMode modes[] = {DecisionMode::Hybrid, DecisionMode::Auto, DecisionMode::Hybrid, DecisionMode::Manual};
    (void)say(SetMode{m_reference.mode == "manual" ? DecisionMode::Hybrid : modes[below(4)]});
}

void Story::closePosition()
{
    (void)say(ClosePosition{m_markets[std::size_t(below(int(m_markets.size())))].instrument.id});
}

void Story::cancelOrder()
{
    const auto open = m_engine->parts().execution.open();
    if (open.empty())
        return;
    const Order chosen = *open[std::size_t(below(int(open.size())))];
    if (chosen.request.role != OrderRole::Entry && !isOneIn(4))
        return; // a person rarely takes protection away
    const bool isProtection = chosen.request.role == OrderRole::Stop;
    const bool isDone = say(CancelOrder{chosen.request.clientOrderId}).isDone;
    const bool isHeld = !m_reference.told.of(chosen.request.instrument.text()).isZero();
    m_promises.expect(!isDone || !isProtection || !isHeld || !m_limits.needsStop,
                      "the stop of an open position was taken away");
}

/// Nearer, further, or where it would sell at once. Its answer may race everything else.
void Story::moveStop()
{
    std::size_t which = std::size_t(below(int(m_markets.size())));
    for (std::size_t i = 0; i < m_markets.size() && m_reference.told.of(m_markets[which].instrument.id.text()).isZero(); ++i)
        which = (which + 1) % m_markets.size();
    const Market &market = m_markets[which];
    const bool isLong = m_reference.told.of(market.instrument.id.text()).sign() >= 0;
    const std::int64_t range = market.price.value().nanos() / 100;
    const std::int64_t away = (below(9) - (isOneIn(8) ? 8 : 0)) * range / 2;
    const Price to = market.instrument.roundedPrice(
        Price(Decimal::fromNanos(market.price.value().nanos() + (isLong ? -away : away))), Rounding::HalfEven);
    const double held = m_reference.told.of(market.instrument.id.text()).toDouble();
    const auto quote = m_reference.quotes.find(market.instrument.id.text());
    const bool sellsAtOnce = quote == m_reference.quotes.end() ||
                             (held > 0 ? to.toDouble() >= quote->second.bid : to.toDouble() <= quote->second.ask);
    const CommandAnswer answer = say(MoveStop{market.instrument.id, to});
    m_promises.expect(!answer.isDone || (held != 0 && !sellsAtOnce), "a stop was moved to where it protects nothing");
    if (answer.isDone && isOneIn(2))
        hurryDisk();
}

/// Words that mean nothing: each is refused and nothing falls over.
void Story::garbage()
{
    const DeskEntry *card = anyCard();
    const ProposalId id = card ? card->proposal.id : ProposalId("P-nothing");
    const int version = card ? card->proposal.version : 1;
    const std::string hash = card ? card->hash : "";
    const Quantity odd(Decimal::fromNanos(std::int64_t(roll() % 4'000'000'000'000'000'000ULL) - 2'000'000'000'000'000'000LL));
    switch (below(7)) {
    case 0: return refused(say(ApproveProposal{ProposalId("P-nothing"), 1, hash, {}}), "a yes to nothing");
    case 1: return refused(say(ApproveProposal{id, version, hash, -Quantity(Decimal::fromInteger(1 + below(9)))}),
                           "a yes to less than nothing");
    case 2: return refused(say(ApproveProposal{id, version, hash, Quantity(Decimal::fromNanos(1 + below(999)))}),
                           "a yes off the lot");
    case 3: return refused(say(CancelOrder{ClientOrderId("nobody's")}), "a cancel of nothing");
    case 4: return refused(say(ClosePosition{{"nowhere", "NOTHING"}}), "closing nothing");
    case 5: return refused(say(EditProposal{.id = id, .version = version, .quantity = Quantity()}), "an edit to zero");
    default:
        if (say(EditProposal{.id = id, .version = version, .quantity = odd, .stopPrice = Price(odd.value())}).isDone)
            m_promises.armed.erase(id.text());
    }
}

void Story::changeLimits()
{
    RiskLimits next = m_limits;
    const auto scaledBy = [](Decimal value, int percent) { return Decimal::fromNanos(value.nanos() / 100 * percent); };
    const int percent = isOneIn(3) ? 100 + below(60) : 40 + below(60);
    switch (below(5)) {
    case 0: next.riskPerTrade = scaledBy(next.riskPerTrade, percent); break;
    case 1: next.exposure = scaledBy(next.exposure, percent); break;
    case 2: next.dayLoss = scaledBy(next.dayLoss, percent); break;
    case 3: next.maxOrderQuantity = Quantity(Decimal::fromInteger(20 + below(400))); break;
    case 4: next.maxPositions = 1 + below(3); break;
    }
    const bool isLooser = next.riskPerTrade > m_limits.riskPerTrade || next.exposure > m_limits.exposure ||
                          next.dayLoss > m_limits.dayLoss || next.maxOrderQuantity > m_limits.maxOrderQuantity ||
                          next.maxPositions > m_limits.maxPositions;
    const bool isConfirmed = isOneIn(2);
    const RiskLimits before = m_limits;
    m_reference.limits = next; // cards are judged anew inside the command
    const CommandAnswer answer = say(SetLimits{next, isConfirmed, {}});
    if (isLooser && !isConfirmed)
        refused(answer, "looser limits without a confirmation");
    if (!answer.isDone)
        m_limits = m_reference.limits = before;
}

} // namespace property
