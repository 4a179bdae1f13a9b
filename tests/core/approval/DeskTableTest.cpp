#include "tests/core/approval/DeskFixture.h"

#include <map>
#include <random>
#include <set>

using namespace core;
using namespace support;
using namespace std::chrono_literals;
using S = ProposalState;
using E = ProposalEvent;

namespace {

const std::set<S> waitingStates{S::Created, S::Blocked,     S::Pending,     S::Stale,  S::Armed,
                                S::Snoozed, S::WaitingOpen, S::PreApproved, S::Requote};
const std::set<S> endings{S::Filled,    S::Refused, S::Rejected,       S::Expired,  S::Superseded,
                          S::Withdrawn, S::Killed,  S::BrokerRejected, S::Cancelled};

std::map<S, S> all(const std::set<S> &from, S to)
{
    std::map<S, S> steps;
    for (const S state : from)
        steps[state] = to;
    return steps;
}

std::set<S> without(std::set<S> states, const std::set<S> &those)
{
    for (const S each : those)
        states.erase(each);
    return states;
}

std::map<S, S> itself(const std::set<S> &states)
{
    std::map<S, S> steps;
    for (const S state : states)
        steps[state] = state;
    return steps;
}

/// The test's own copy of the table, the other way round: by event, from where to where. Written from
/// the design page (numbers: its section 5) and trading-rules sections 3 and 4.
const std::map<E, std::map<S, S>> &lawful()
{
    static const std::map<E, std::map<S, S>> law = [] {
        std::map<E, std::map<S, S>> by;
        const std::set<S> decidedNotGone{S::Approved, S::Revalidating};
        const std::set<S> sent{S::Submitting, S::Unknown, S::Working, S::Partial};
        by[E::GuardsPassed] = all({S::Created, S::Blocked, S::Stale, S::Snoozed, S::WaitingOpen}, S::Pending); // 4, 6
        by[E::GuardsSoft] =
            all({S::Created, S::Blocked, S::Pending, S::Armed, S::Snoozed, S::WaitingOpen}, S::Stale); // 6
        by[E::GuardsHard] = all({S::Created, S::Pending, S::Stale, S::Armed, S::Snoozed, S::WaitingOpen,
                                 S::PreApproved}, S::Blocked); // 3, "limits lowered while waiting"
        by[E::AwaitOpen] = all({S::Created, S::Blocked, S::Pending, S::Stale, S::Snoozed}, S::WaitingOpen);
        by[E::Opened] = {{S::PreApproved, S::Approved}};
        by[E::Arm] = all({S::Pending, S::WaitingOpen}, S::Armed); // 7
        by[E::Disarm] = {{S::Armed, S::Pending}, {S::PreApproved, S::WaitingOpen}};
        by[E::ArmEnded] = {{S::Armed, S::Pending}};
        by[E::Approve] = all({S::Pending, S::Armed}, S::Approved); // 7
        by[E::PreApprove] = all({S::WaitingOpen, S::Armed}, S::PreApproved);
        by[E::ApproveByRule] = all({S::Created, S::Pending}, S::Approved); // 5
        by[E::Reject] = all({S::Blocked, S::Pending, S::Stale, S::Armed, S::Snoozed, S::WaitingOpen,
                             S::PreApproved, S::Approved, S::Revalidating}, S::Rejected); // 9, section 11
        by[E::Edit] = all({S::Created, S::Blocked, S::Pending, S::Stale, S::Armed}, S::Pending); // 8
        by[E::Edit].merge(all({S::WaitingOpen, S::PreApproved}, S::WaitingOpen));
        by[E::Snooze] = all({S::Pending, S::Stale, S::WaitingOpen}, S::Snoozed); // 10
        by[E::Wake] = {{S::Snoozed, S::Pending}};
        by[E::Join] = itself({S::Created, S::Blocked, S::Pending, S::Stale, S::WaitingOpen});
        by[E::Join][S::Snoozed] = S::Pending;
        by[E::Deadline] = all(waitingStates, S::Expired); // 11, 21
        by[E::Withdraw] = all(waitingStates, S::Withdrawn); // 12
        by[E::Withdraw].merge(all(decidedNotGone, S::Withdrawn));
        by[E::Supersede] = all(without(waitingStates, {S::Armed, S::PreApproved, S::Requote}), S::Superseded);
        by[E::Kill] = all(waitingStates, S::Killed); // 20
        by[E::Kill].merge(all(decidedNotGone, S::Killed));
        by[E::ClockJump] = all({S::Pending, S::Armed, S::Snoozed}, S::Stale);
        by[E::ClockJump].merge(all(decidedNotGone, S::Requote));
        by[E::Revalidate] = {{S::Approved, S::Revalidating}}; // 13
        by[E::Requote] = all(decidedNotGone, S::Requote);     // 14
        by[E::Ask] = {{S::Requote, S::Pending}};
        by[E::Refuse] = {{S::Revalidating, S::Refused}};    // 15
        by[E::Submit] = {{S::Revalidating, S::Submitting}}; // 13
        by[E::VenueWorking] = all({S::Submitting, S::Unknown}, S::Working); // 16, 18
        by[E::VenuePartial] = all({S::Submitting, S::Unknown, S::Working}, S::Partial);
        by[E::VenueFilled] = all(sent, S::Filled);
        by[E::VenueRejected] = all(without(sent, {S::Partial}), S::BrokerRejected);
        by[E::VenueCancelled] = all(sent, S::Cancelled); // 19, trading-rules 3
        by[E::VenueExpired] = all(sent, S::Expired);
        by[E::VenueUnknown] = all(without(sent, {S::Unknown}), S::Unknown); // 17
        return by;
    }();
    return law;
}

/// Lawful, and changes nothing: a timer that fires late, a kill that the venue answers, a report twice.
bool isHarmless(S state, E event)
{
    static const std::set<E> anyTime{E::GuardsPassed, E::GuardsSoft, E::GuardsHard, E::AwaitOpen, E::Deadline,
                                     E::Withdraw,     E::Supersede,  E::Kill,       E::ClockJump};
    static const std::set<std::pair<S, E>> twice{
        {S::Working, E::VenueWorking},          {S::Partial, E::VenuePartial},
        {S::Filled, E::VenueFilled},            {S::Unknown, E::VenueUnknown},
        {S::BrokerRejected, E::VenueRejected},  {S::Cancelled, E::VenueCancelled},
        {S::Expired, E::VenueExpired}};
    return anyTime.contains(event) || twice.contains({state, event});
}

std::optional<S> nextOf(S state, E event)
{
    const auto &steps = lawful().at(event);
    const auto step = steps.find(state);
    return step == steps.end() ? std::nullopt : std::optional(step->second);
}

/// Makes an event happen to the card P1, the way the engine or a person does. False: in this state the
/// desk has no way to let it happen at all.
bool happen(DeskFixture &f, E event)
{
    const bool isEnvelope = f.card().guardEvent == E::AwaitOpen;
    const auto venue = [&f](S state) { f.desk.orderBecame(f.id, state, "venue"); };
    switch (event) {
    case E::GuardsPassed: f.judge(GuardGrade::Pass); return true;
    case E::GuardsSoft: f.judge(GuardGrade::Stale); return true;
    case E::GuardsHard: f.judge(GuardGrade::Blocked); return true;
    case E::AwaitOpen: f.judgeClosed(); return true;
    case E::Opened: (void)f.desk.open(f.id); return true;
    case E::Arm: (void)f.arm(); return true;
    case E::Disarm: (void)f.desk.disarm(f.id, DeskFixture::owner()); return true;
    case E::Approve: return !isEnvelope && (void(f.approve()), true);
    case E::PreApprove: return isEnvelope && (void(f.approve()), true);
    case E::ApproveByRule: (void)f.desk.approveByRule(f.id, "auto"); return !isEnvelope;
    case E::Reject: (void)f.reject(); return true;
    case E::Edit: (void)f.edit(f.card().proposal); return true;
    case E::Snooze: (void)f.snooze(); return true;
    case E::Wake: (void)f.desk.wake(f.id, "looked for"); return true;
    case E::ArmEnded:
    case E::Deadline:
        f.clock.advance(event == E::ArmEnded ? Duration(5s) : Duration(15min));
        f.desk.tick();
        return event == E::Deadline || f.state() == S::Armed;
    case E::Withdraw: f.desk.withdraw(f.id, "turned"); return true;
    case E::Supersede: f.desk.supersede(f.id, "newer"); return true;
    case E::Kill: f.desk.killAll("halt"); return true;
    case E::ClockJump: f.desk.onClockJump("slept"); return true;
    case E::Revalidate: (void)f.desk.beginRevalidation(f.id); return f.state() == S::Approved;
    case E::Requote: f.desk.requote(f.id, f.card().proposal, "drift"); return true;
    case E::Refuse: f.desk.refuse(f.id, "no"); return true;
    case E::Submit: f.desk.submitting(f.id); return true;
    case E::VenueWorking: venue(S::Working); return true;
    case E::VenuePartial: venue(S::Partial); return true;
    case E::VenueFilled: venue(S::Filled); return true;
    case E::VenueRejected: venue(S::BrokerRejected); return true;
    case E::VenueCancelled: venue(S::Cancelled); return true;
    case E::VenueExpired: venue(S::Expired); return true;
    case E::VenueUnknown: venue(S::Unknown); return true;
    case E::Join: {
        Proposal other = buyProposal("P2");
        other.signal.bot = BotId("other bot");
        (void)f.desk.take(other, false, [](Proposal &) {});
        return false; // where it may not join it becomes a card of its own: looked at in DeskIntakeTest
    }
    case E::Ask: return false; // within `requote` only
    }
    return false;
}

/// What a step leads to once the desk has finished with it: a re-quote puts its question at once, and
/// an envelope goes back to where it waits.
S settled(S next, E event, bool isEnvelope)
{
    if (next == S::Requote)
        return S::Pending;
    const bool isPutBack = event == E::Disarm || event == E::ArmEnded || event == E::Edit || event == E::Wake;
    return isEnvelope && isPutBack ? S::WaitingOpen : next;
}

void bringTo(DeskFixture &f, S state, E event)
{
    if (state == S::Snoozed && event == E::GuardsPassed) { // it only counts when the guards change
        f.desk.create(buyProposal(), false);
        f.judge(GuardGrade::Stale);
        QVERIFY(f.snooze());
    } else if (state == S::Armed && event == E::PreApprove) {
        f.desk.create(buyProposal(), false);
        f.judgeClosed();
        QVERIFY(f.arm());
    } else {
        f.reach(state);
    }
}

/// The sentence and the machine's reason of a card that has ended, and of none that has not.
bool hasItsEnding(const DeskEntry &card)
{
    return isTerminal(card.state) ? card.endReason != EndReason::None && !card.stateReason.empty()
                                  : card.endReason == EndReason::None;
}

} // namespace

class DeskTableTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyEventInEveryStateIsDefinedAsTheDesignSays()
    {
        int pairs = 0;
        for (int s = 0; s < proposalStateCount; ++s)
            for (int e = 0; e < proposalEventCount; ++e, ++pairs) {
                const ProposalOutcome outcome = outcomeOf(S(s), E(e));
                const auto next = nextOf(S(s), E(e));
                using Verdict = ProposalOutcome::Verdict;
                const Verdict expected = next                    ? Verdict::Moves
                                         : isHarmless(S(s), E(e)) ? Verdict::Ignored
                                                                  : Verdict::Illegal;
                const std::string pair = std::string(proposalEventName(E(e))) + " in " + proposalStateName(S(s));
                QVERIFY2(outcome.verdict == expected, pair.c_str());
                QVERIFY2(outcome.next == next.value_or(S(s)), pair.c_str());
            }
        QCOMPARE(pairs, 24 * 33);
    }

    void namesAndKindsOfTheStatesAreTheirOwn()
    {
        std::set<std::string> names;
        for (int i = 0; i < proposalStateCount; ++i) {
            QCOMPARE(isTerminal(S(i)), endings.contains(S(i)));
            QCOMPARE(isWaiting(S(i)), waitingStates.contains(S(i)));
            names.insert(proposalStateName(S(i)));
            for (int to = 0; to < proposalStateCount; ++to) {
                bool isReached = false;
                for (const auto &[event, steps] : lawful())
                    isReached = isReached || (steps.contains(S(i)) && steps.at(S(i)) == S(to));
                QCOMPARE(isLegalTransition(S(i), S(to)), isReached);
            }
        }
        QCOMPARE(int(names.size()), proposalStateCount);
        std::set<std::string> events;
        for (int i = 0; i < proposalEventCount; ++i)
            events.insert(proposalEventName(E(i)));
        QCOMPARE(int(events.size()), proposalEventCount);
    }

    void everyEventInEveryStateDoesToACardWhatTheTableSays_data()
    {
        QTest::addColumn<int>("state");
        QTest::addColumn<int>("event");
        for (int s = 0; s < proposalStateCount; ++s)
            for (int e = 0; e < proposalEventCount; ++e)
                if (S(s) != S::Requote && E(e) != E::Join && E(e) != E::Ask) // passed within one call
                    QTest::addRow("%s in %s", proposalEventName(E(e)), proposalStateName(S(s))) << s << e;
    }
    void everyEventInEveryStateDoesToACardWhatTheTableSays()
    {
        QFETCH(int, state);
        QFETCH(int, event);
        DeskFixture f;
        bringTo(f, S(state), E(event));
        QCOMPARE(f.state(), S(state));
        const bool isEnvelope = f.card().guardEvent == E::AwaitOpen;
        const auto movesBefore = f.moves.size();
        const auto decisionsBefore = f.decisions.size();
        const std::int64_t illegalBefore = f.desk.illegalTransitions();
        const auto next = nextOf(S(state), E(event));

        const bool isPossible = happen(f, E(event));

        QVERIFY(isPossible || !next || E(event) == E::ArmEnded || E(event) == E::Revalidate || isEnvelope);
        if (next) {
            QCOMPARE(f.state(), settled(*next, E(event), isEnvelope));
            QVERIFY(f.moves.size() > movesBefore);
        } else {
            QCOMPARE(f.state(), S(state));
            QCOMPARE(f.moves.size(), movesBefore);
            QCOMPARE(f.decisions.size(), decisionsBefore);
        }
        if (isPossible) {
            const bool isIllegal = !next && !isHarmless(S(state), E(event));
            QCOMPARE(f.desk.illegalTransitions() - illegalBefore, std::int64_t(isIllegal));
            QCOMPARE(!f.refused.empty(), isIllegal);
        }
        QVERIFY(hasItsEnding(f.card()));
    }

    void whatIsIllegalIsToldOncePerKind()
    {
        DeskFixture f;
        f.pending();
        f.desk.submitting(f.id);
        f.desk.submitting(f.id);
        f.desk.refuse(f.id, "no");
        QCOMPARE(f.desk.illegalTransitions(), std::int64_t(3));
        const std::vector<std::pair<S, E>> told{{S::Pending, E::Submit}, {S::Pending, E::Refuse}};
        QVERIFY(f.refused == told);
    }

    void randomLivesAreLawfulToTheEnd()
    {
        std::mt19937 random(20260131);
        const auto upTo = [&random](int limit) { return int(random() % unsigned(limit)); };
        int ended = 0;
        for (int life = 0; life < 12'000; ++life) {
            DeskFixture f;
            f.desk.create(buyProposal(), upTo(2) == 0);
            for (int step = 0, count = 1 + upTo(25); step < count; ++step) {
                const S before = f.state();
                const EndReason endBefore = f.card().endReason;
                const std::string sentence = f.card().stateReason;
                const auto event = E(upTo(proposalEventCount));
                if (event != E::Join)
                    (void)happen(f, event);
                if (upTo(3) == 0)
                    f.clock.advance(Duration(upTo(3000)) * 1'000'000);
                if (isTerminal(before)) {
                    QCOMPARE(f.state(), before);
                    QCOMPARE(f.card().endReason, endBefore);
                    QCOMPARE(f.card().stateReason, sentence);
                }
                QVERIFY(hasItsEnding(f.card()));
            }
            ended += isTerminal(f.state());
            int yeses = 0;
            for (std::size_t i = 1; i < f.moves.size(); ++i) {
                const auto &[from, to] = f.moves[i];
                QVERIFY(isLegalTransition(from, to));
                QCOMPARE(from, f.moves[i - 1].second);
                QVERIFY(!endings.contains(from));
                yeses += to == S::PreApproved || (to == S::Approved && from != S::PreApproved);
            }
            const auto approvals = std::count_if(f.decisions.begin(), f.decisions.end(),
                                                 [](const Decision &made) { return made.verb == "approve"; });
            QCOMPARE(std::int64_t(yeses), std::int64_t(approvals));
        }
        QVERIFY(ended > 6'000); // and not only at the beginning of their lives
    }
};

QTEST_GUILESS_MAIN(DeskTableTest)
#include "DeskTableTest.moc"
