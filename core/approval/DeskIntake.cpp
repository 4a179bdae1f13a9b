// What comes in: one card per signal, one per instrument and side, and no flood.
#include "core/approval/Desk.h"

#include <algorithm>

namespace core {

namespace {

using E = ProposalEvent;

constexpr std::size_t keysKept = 2000;

const InstrumentId &instrumentOf(const Proposal &proposal)
{
    return proposal.signal.series.instrument;
}

std::string voiceText(const Voice &voice)
{
    return "also wanted by " + voice.bot.text() + " (" + voice.strategy + "): " + voice.reason;
}

} // namespace

std::string signalKey(const Proposal &proposal)
{
    const Signal &signal = proposal.signal;
    std::string key;
    for (const std::string &part :
         {proposal.account.text(), signal.bot.text(), signal.strategy, instrumentOf(proposal).text(),
          std::string(timeframeName(signal.series.timeframe)), std::string(sideName(proposal.side)),
          toIsoText(signal.barCloseTime)})
        key += std::to_string(part.size()) + ":" + part;
    return key;
}

Intake Desk::take(Proposal proposal, bool needsTwoSteps, const std::function<void(Proposal &)> &recalculate)
{
    const std::string key = signalKey(proposal);
    if (!m_keys.emplace(key, proposal.signal.barCloseTime).second) {
        ++m_duplicates;
        return {Intake::Kind::Duplicate, {}, "the same signal was proposed before"};
    }
    forgetOldKeys();
    if (isThrottled(proposal)) {
        ++m_throttled;
        return {Intake::Kind::Throttled, {},
                "more than " + std::to_string(m_timers.throttleCount) + " proposals of " +
                    proposal.signal.strategy + " in ten minutes: throttled"};
    }
    DeskEntry *other = otherBotsCard(proposal);
    if (other && outcomeOf(other->state, E::Join).verdict == ProposalOutcome::Verdict::Moves &&
        other->proposal.side == proposal.side)
        return join(*other, proposal, recalculate);
    const ProposalId id = proposal.id;
    const std::string holder = other ? other->proposal.signal.bot.text() : std::string();
    create(std::move(proposal), needsTwoSteps);
    if (!other)
        return {Intake::Kind::Taken, id, "proposed"};
    entry(id)->heldBy = holder;
    return {Intake::Kind::Held, id, "held by " + holder};
}

void Desk::restore(Proposal proposal, Reached reached, bool wasEdited, bool needsTwoSteps)
{
    m_keys.emplace(signalKey(proposal), proposal.signal.barCloseTime);
    if (reached == Reached::SaidYes)
        ++proposal.version;
    const ProposalId id = proposal.id;
    create(std::move(proposal), needsTwoSteps);
    DeskEntry &card = *entry(id);
    card.wasEdited = wasEdited;
    card.isFromEarlierRun = true;
    card.stateReason = "asked again after a restart";
    if (reached == Reached::OnItsWay) {
        card.state = ProposalState::Unknown;
        card.stateReason = "the program ended while it was on its way";
        m_listener.changed(card, ProposalState::Submitting);
    } else if (card.life < m_timers.minTimeAfterRestart) {
        move(card, E::Deadline, "its time ended while the program was not running", EndReason::NoAnswer);
    }
}

/// Rules take no one's attention, so they are not throttled.
bool Desk::isThrottled(const Proposal &proposal)
{
    if (proposal.mode == DecisionMode::Auto)
        return false;
    const Duration now = m_clock.steady();
    std::deque<Duration> &recent = m_recent[proposal.signal.bot.text() + "/" + proposal.signal.strategy];
    while (!recent.empty() && now - recent.front() >= m_timers.throttleWindow)
        recent.pop_front();
    if (int(recent.size()) >= m_timers.throttleCount)
        return true;
    recent.push_back(now);
    return false;
}

/// The open card of another bot on this instrument; the one that can be joined first.
DeskEntry *Desk::otherBotsCard(const Proposal &proposal)
{
    DeskEntry *found = nullptr;
    for (auto &[id, card] : m_open) {
        if (instrumentOf(card.proposal) != instrumentOf(proposal) ||
            card.proposal.signal.bot == proposal.signal.bot || !card.heldBy.empty())
            continue;
        if (!found || card.proposal.side == proposal.side)
            found = &card;
    }
    return found;
}

/// One more voice; the smaller of the two sizes wins, and never a second order.
Intake Desk::join(DeskEntry &card, const Proposal &proposal, const std::function<void(Proposal &)> &recalculate)
{
    const Voice voice{proposal.signal.bot, proposal.signal.strategy, proposal.signal.id, proposal.quantity,
                      proposal.signal.idea.reason};
    const ProposalId id = card.proposal.id;
    std::erase_if(card.voices, [&](const Voice &each) { return each.bot == voice.bot; }); // its older signal
    card.voices.push_back(voice);
    card.proposal.reasons.push_back(voiceText(voice));
    if (proposal.quantity < card.proposal.quantity) {
        Proposal smaller = card.proposal;
        smaller.quantity = proposal.quantity;
        smaller.proposedQuantity = std::min(smaller.proposedQuantity, proposal.quantity);
        recalculate(smaller);
        replaceContent(card, std::move(smaller));
    }
    move(card, E::Join, voiceText(voice));
    awaitOpenAgain(card);
    return {Intake::Kind::Grouped, id, "joins the card that waits"};
}

/// Blocked as long as the other bot's card is open: one instrument has one owner.
void Desk::holdBehindOther(DeskEntry &card)
{
    if (card.heldBy.empty())
        return;
    const bool isHeld = std::any_of(m_open.begin(), m_open.end(), [&](const auto &each) {
        const Proposal &theirs = each.second.proposal;
        return theirs.signal.bot.text() == card.heldBy && instrumentOf(theirs) == instrumentOf(card.proposal);
    });
    if (isHeld)
        card.guards.push_back({"owner", GuardGrade::Blocked,
                               instrumentOf(card.proposal).symbol + " is held by " + card.heldBy});
    else
        card.heldBy.clear();
}

/// The oldest bars go first; their decision windows are long over.
void Desk::forgetOldKeys()
{
    if (m_keys.size() <= keysKept)
        return;
    const auto oldest = std::min_element(m_keys.begin(), m_keys.end(), [](const auto &a, const auto &b) {
        return a.second < b.second;
    });
    m_keys.erase(oldest);
}

} // namespace core
