#include "core/approval/Desk.h"
#include "tests/support/CoreBuilders.h"

#include <QTest>

#include <rapidcheck.h>

#include <map>
#include <set>
#include <type_traits>

using namespace core;
using namespace support;
using namespace std::chrono_literals;
using S = ProposalState;

// Only the desk makes an approved proposal: nobody else can build one, not even from an old one's parts.
static_assert(!std::is_default_constructible_v<ApprovedProposal>);
static_assert(!std::is_constructible_v<ApprovedProposal, Proposal>);
static_assert(!std::is_constructible_v<ApprovedProposal, Proposal, OrderRole, std::string>);
static_assert(!std::is_aggregate_v<ApprovedProposal>);

namespace {

/// The test's own copy of the life of a proposal, written from the design page (numbers: section 5)
/// and trading-rules section 3. A state not named here has no way out.
const std::map<S, std::set<S>> lawful{
    // 2, 3, 4, 5, 11, 12, 20
    {S::Created,
     {S::Superseded, S::Blocked, S::Pending, S::Approved, S::Expired, S::Withdrawn, S::Killed}},
    // 4, 9, 12, 20, 21
    {S::Blocked, {S::Pending, S::Rejected, S::Expired, S::Superseded, S::Withdrawn, S::Killed}},
    // 5, 6, 7, 8, 9, 11, 12, 20, and "limits lowered while waiting" (section 13)
    {S::Pending,
     {S::Pending, S::Stale, S::Armed, S::Approved, S::Blocked, S::Rejected, S::Expired, S::Superseded,
      S::Withdrawn, S::Killed}},
    // 6, 9, 11, 12, 20, 21
    {S::Stale,
     {S::Pending, S::Blocked, S::Rejected, S::Expired, S::Superseded, S::Withdrawn, S::Killed}},
    // 7; a newer signal may not take a card away under a finger (section 7)
    {S::Armed, {S::Pending, S::Approved, S::Rejected, S::Expired, S::Withdrawn, S::Killed}},
    // 13, 14 (an old yes), 12, 20; a no and a kill beat a yes that has not left (section 11)
    {S::Approved, {S::Revalidating, S::Requote, S::Rejected, S::Withdrawn, S::Killed}},
    // 13, 14, 15, 20 and section 11
    {S::Revalidating, {S::Submitting, S::Requote, S::Refused, S::Rejected, S::Killed}},
    // 14
    {S::Requote, {S::Pending, S::Expired, S::Withdrawn, S::Killed}},
    // 16, 17; never a terminal state by decree: no kill, no reject
    {S::Submitting,
     {S::Working, S::Partial, S::Filled, S::BrokerRejected, S::Cancelled, S::Expired, S::Unknown}},
    // 18, 19
    {S::Unknown, {S::Working, S::Partial, S::Filled, S::BrokerRejected, S::Cancelled, S::Expired}},
    // trading-rules 3: working and partial also end cancelled or expired
    {S::Working, {S::Partial, S::Filled, S::BrokerRejected, S::Cancelled, S::Expired, S::Unknown}},
    {S::Partial, {S::Filled, S::Cancelled, S::Expired, S::Unknown}},
};
const std::set<S> endings{S::Filled,     S::Refused, S::Rejected,       S::Expired,  S::Superseded,
                          S::Withdrawn,  S::Killed,  S::BrokerRejected, S::Cancelled};
/// What a card can be seen in from outside; Requote is passed within one call.
const std::vector<S> seen{S::Created,   S::Blocked,    S::Pending, S::Stale,    S::Armed,
                          S::Approved,  S::Revalidating, S::Submitting, S::Unknown, S::Working,
                          S::Partial,   S::Filled,     S::Refused, S::Rejected, S::Expired,
                          S::Superseded, S::Withdrawn, S::Killed,  S::BrokerRejected, S::Cancelled};

std::vector<GuardResult> guards(GuardGrade grade)
{
    return {{"drift", GuardGrade::Pass, "fine"}, {"quote", grade, "a sentence"}};
}

struct Fixture {
    ManualClock clock{sessionTime()};
    std::vector<std::pair<S, S>> moves;
    std::vector<Decision> decisions;
    Desk desk{clock, {}, {[this](const DeskEntry &entry, S from) { moves.emplace_back(from, entry.state); },
                          [this](const DeskEntry &, const Decision &made) { decisions.push_back(made); }}};
    const ProposalId id{"P1"};

    [[nodiscard]] const DeskEntry &card() const { return *desk.find(id); }
    [[nodiscard]] S state() const { return card().state; }
    [[nodiscard]] static Decision owner()
    {
        Decision by;
        by.person = "owner";
        by.channel = "desk";
        return by;
    }
    Result<> approve(const char *quantity = "0")
    {
        Decision by = owner();
        by.quantity = qty(quantity);
        return desk.approve(id, card().proposal.version, card().hash, by);
    }
    Result<> arm() { return desk.arm(id, card().proposal.version, card().hash); }
    Result<> edit(const Proposal &content) { return desk.edit(id, card().proposal.version, content, owner()); }
    Result<> reject() { return desk.reject(id, RejectReason::WeakChart, owner()); }

    void pending(bool needsTwoSteps = false)
    {
        desk.create(buyProposal(), needsTwoSteps);
        desk.judge(id, guards(GuardGrade::Pass));
    }
    /// By lawful steps from nothing to this state.
    void reach(S wanted)
    {
        if (wanted == S::Created || wanted == S::Blocked || wanted == S::Stale) {
            desk.create(buyProposal(), false);
            if (wanted != S::Created)
                desk.judge(id, guards(wanted == S::Blocked ? GuardGrade::Blocked : GuardGrade::Stale));
            return;
        }
        pending();
        switch (wanted) {
        case S::Armed: QVERIFY(arm()); return;
        case S::Rejected: QVERIFY(reject()); return;
        case S::Superseded: desk.supersede(id, "newer"); return;
        case S::Withdrawn: desk.withdraw(id, "turned"); return;
        case S::Killed: desk.killAll("halt"); return;
        case S::Expired:
            clock.advance(15min);
            desk.tick();
            return;
        default: break;
        }
        if (wanted == S::Pending)
            return;
        QVERIFY(approve());
        if (wanted == S::Approved)
            return;
        QVERIFY(desk.beginRevalidation(id));
        if (wanted == S::Revalidating)
            return;
        if (wanted == S::Refused)
            return desk.refuse(id, "no");
        desk.submitting(id);
        if (wanted != S::Submitting)
            desk.orderBecame(id, wanted, "venue");
    }
};

/// A command and the states in which the design page accepts it.
struct Verb {
    const char *name;
    std::set<S> acceptedIn;
    std::function<void(Fixture &)> run;
};

const std::vector<Verb> &verbs()
{
    static const std::vector<Verb> all{
        {"arm", {S::Pending}, [](Fixture &f) { (void)f.arm(); }},
        {"disarm", {S::Armed}, [](Fixture &f) { (void)f.desk.disarm(f.id); }},
        {"approve", {S::Pending, S::Armed}, [](Fixture &f) { (void)f.approve(); }},
        {"approve by rule", {S::Created, S::Pending},
         [](Fixture &f) { (void)f.desk.approveByRule(f.id, "auto"); }},
        {"reject", {S::Blocked, S::Pending, S::Stale, S::Armed, S::Approved, S::Revalidating},
         [](Fixture &f) { (void)f.reject(); }},
        {"edit", {S::Created, S::Blocked, S::Pending, S::Stale, S::Armed},
         [](Fixture &f) { (void)f.edit(f.card().proposal); }},
        {"begin revalidation", {S::Approved}, [](Fixture &f) { (void)f.desk.beginRevalidation(f.id); }},
        {"re-quote", {S::Approved, S::Revalidating},
         [](Fixture &f) { f.desk.requote(f.id, f.card().proposal, "drift"); }},
        {"refuse", {S::Revalidating}, [](Fixture &f) { f.desk.refuse(f.id, "no"); }},
        {"submit", {S::Revalidating}, [](Fixture &f) { f.desk.submitting(f.id); }},
        {"withdraw", {S::Created, S::Blocked, S::Pending, S::Stale, S::Armed, S::Approved},
         [](Fixture &f) { f.desk.withdraw(f.id, "turned"); }},
        {"supersede", {S::Created, S::Blocked, S::Pending, S::Stale},
         [](Fixture &f) { f.desk.supersede(f.id, "newer"); }},
        {"kill",
         {S::Created, S::Blocked, S::Pending, S::Stale, S::Armed, S::Approved, S::Revalidating},
         [](Fixture &f) { f.desk.killAll("halt"); }},
        {"deadline", {S::Created, S::Blocked, S::Pending, S::Stale, S::Armed},
         [](Fixture &f) {
             f.clock.advance(15min);
             f.desk.tick();
         }},
        {"order filled", {S::Submitting, S::Unknown, S::Working, S::Partial},
         [](Fixture &f) { f.desk.orderBecame(f.id, S::Filled, "venue"); }},
        {"order cancelled", {S::Submitting, S::Unknown, S::Working, S::Partial},
         [](Fixture &f) { f.desk.orderBecame(f.id, S::Cancelled, "venue"); }},
        {"order unknown", {S::Submitting, S::Working, S::Partial},
         [](Fixture &f) { f.desk.orderBecame(f.id, S::Unknown, "silence"); }},
        {"order rejected", {S::Submitting, S::Unknown, S::Working},
         [](Fixture &f) { f.desk.orderBecame(f.id, S::BrokerRejected, "venue"); }},
    };
    return all;
}

} // namespace

class ApprovalTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyPairOfStatesIsLawfulExactlyWhereTheDesignSaysSo()
    {
        for (int from = 0; from < proposalStateCount; ++from)
            for (int to = 0; to < proposalStateCount; ++to) {
                const auto row = lawful.find(S(from));
                const bool isLawful = row != lawful.end() && row->second.contains(S(to));
                QVERIFY2(isLegalTransition(S(from), S(to)) == isLawful,
                         (std::string(proposalStateName(S(from))) + " → " + proposalStateName(S(to))).c_str());
            }
    }

    void theEndingsAreEndings()
    {
        std::set<std::string> names;
        for (int i = 0; i < proposalStateCount; ++i) {
            QCOMPARE(isTerminal(S(i)), endings.contains(S(i)));
            names.insert(proposalStateName(S(i)));
        }
        QCOMPARE(int(names.size()), proposalStateCount);
    }

    void everyCommandInEveryStateIsAcceptedOrLeavesTheCardAsItWas_data()
    {
        QTest::addColumn<int>("verb");
        QTest::addColumn<int>("state");
        for (std::size_t v = 0; v < verbs().size(); ++v)
            for (const S state : seen)
                QTest::addRow("%s in %s", verbs()[v].name, proposalStateName(state)) << int(v) << int(state);
    }
    void everyCommandInEveryStateIsAcceptedOrLeavesTheCardAsItWas()
    {
        QFETCH(int, verb);
        QFETCH(int, state);
        Fixture f;
        f.reach(S(state));
        QCOMPARE(f.state(), S(state));
        const auto movesBefore = f.moves.size();
        const auto decisionsBefore = f.decisions.size();
        const int versionBefore = f.card().proposal.version;

        const Verb &tried = verbs()[std::size_t(verb)];
        tried.run(f);

        const bool hasMoved = f.moves.size() > movesBefore;
        QCOMPARE(hasMoved, tried.acceptedIn.contains(S(state)));
        if (!hasMoved) {
            QCOMPARE(f.state(), S(state));
            QCOMPARE(f.decisions.size(), decisionsBefore);
            QCOMPARE(f.card().proposal.version, versionBefore);
        }
        for (const auto &[from, to] : f.moves)
            if (from != to || from != S::Created) // creation itself is told as Created → Created
                QVERIFY(lawful.at(from).contains(to));
    }

    void whatIsNotLawfulIsCounted()
    {
        Fixture f;
        f.pending();
        QCOMPARE(f.desk.illegalTransitions(), std::int64_t(0));
        f.desk.submitting(f.id);
        f.desk.refuse(f.id, "no");
        f.desk.orderBecame(f.id, S::Filled, "from nowhere");
        QCOMPARE(f.desk.illegalTransitions(), std::int64_t(3));
        QVERIFY(f.approve());
        QVERIFY(!f.approve());
        QCOMPARE(f.desk.illegalTransitions(), std::int64_t(4));
        QCOMPARE(f.state(), S::Approved);
    }

    void aYesCountsOnlyForExactlyWhatWasShown()
    {
        Fixture f;
        f.pending();
        const std::string hash = f.card().hash;
        QCOMPARE(hash, contentHash(f.card().proposal));

        QVERIFY(!f.desk.approve(f.id, 2, hash, Fixture::owner()));
        QVERIFY(!f.desk.approve(f.id, 0, hash, Fixture::owner()));
        QVERIFY(!f.desk.approve(f.id, 1, hash.substr(1), Fixture::owner()));
        QVERIFY(!f.desk.approve(f.id, 1, "", Fixture::owner()));
        QVERIFY(!f.desk.arm(f.id, 1, "x"));
        QVERIFY(!f.desk.arm(f.id, 2, hash));
        QVERIFY(!f.desk.approve(ProposalId("P2"), 1, hash, Fixture::owner()));
        QCOMPARE(f.state(), S::Pending);
        QVERIFY(f.decisions.empty());

        QVERIFY(f.desk.approve(f.id, 1, hash, Fixture::owner()));
        QCOMPARE(f.decisions.size(), std::size_t(1));
        QCOMPARE(f.decisions[0].contentHash, hash);
        QCOMPARE(f.decisions[0].version, 1);
        QCOMPARE(f.decisions[0].verb, std::string("approve"));
        QCOMPARE(f.decisions[0].quantity, qty("10"));
    }

    void anEditMakesANewVersionAndVoidsWhatWasSaidOfTheOld()
    {
        Fixture f;
        f.pending();
        const std::string before = f.card().hash;
        Proposal smaller = f.card().proposal;
        smaller.quantity = qty("5");
        QVERIFY(f.arm());

        QVERIFY(f.edit(smaller));

        QCOMPARE(f.state(), S::Pending); // disarmed by it
        QCOMPARE(f.card().proposal.version, 2);
        QVERIFY(f.card().hash != before);
        QCOMPARE(f.card().changes, std::vector<std::string>{"quantity 10 → 5"});
        QVERIFY(!f.desk.approve(f.id, 1, before, Fixture::owner()));
        QVERIFY(!f.desk.approve(f.id, 2, before, Fixture::owner()));
        QVERIFY(!f.desk.edit(f.id, 1, smaller, Fixture::owner())); // the second of two editors
        QVERIFY(f.approve());
        QCOMPARE(f.decisions.back().contentHash, f.card().hash);
    }

    void anEditCannotBuyTime()
    {
        Fixture f;
        f.pending();
        Proposal later = f.card().proposal;
        later.expiresAt += 10h;
        later.id = ProposalId("other");
        later.version = 77;

        QVERIFY(f.edit(later));

        QCOMPARE(f.card().proposal.expiresAt, buyProposal().expiresAt);
        QCOMPARE(f.card().proposal.id, f.id);
        QCOMPARE(f.card().proposal.version, 2);
        f.clock.advance(15min);
        f.desk.tick();
        QCOMPARE(f.state(), S::Expired);
    }

    void nobodyEditsACardWhoseTimeIsOver()
    {
        Fixture f;
        f.pending();
        f.clock.advance(15min);

        QVERIFY(!f.edit(f.card().proposal));
        QCOMPARE(f.card().proposal.version, 1);
    }

    void moreThanProposedOrAWiderStopNeedsTwoSteps_data()
    {
        QTest::addColumn<bool>("isShort");
        QTest::addColumn<QString>("quantity");
        QTest::addColumn<QString>("stop");
        QTest::addColumn<bool>("needsTwo");
        QTest::newRow("smaller") << false << "5" << "98" << false;
        QTest::newRow("tighter stop") << false << "10" << "98.5" << false;
        QTest::newRow("larger") << false << "11" << "98" << true;
        QTest::newRow("wider stop") << false << "10" << "97.99" << true;
        QTest::newRow("short, tighter") << true << "10" << "101.5" << false;
        QTest::newRow("short, wider") << true << "10" << "102.01" << true;
    }
    void moreThanProposedOrAWiderStopNeedsTwoSteps()
    {
        QFETCH(bool, isShort);
        QFETCH(QString, quantity);
        QFETCH(QString, stop);
        QFETCH(bool, needsTwo);
        Fixture f;
        f.desk.create(isShort ? sellProposal() : buyProposal(), false);
        f.desk.judge(f.id, guards(GuardGrade::Pass));
        Proposal edited = f.card().proposal;
        edited.quantity = qty(qPrintable(quantity));
        edited.stopPrice = px(qPrintable(stop));

        QVERIFY(f.edit(edited));

        QCOMPARE(f.card().needsTwoSteps, needsTwo);
        QCOMPARE(f.approve().has_value(), !needsTwo);
    }

    void aSecondEditDoesNotTakeTheSecondStepAway()
    {
        Fixture f;
        f.pending();
        Proposal edited = f.card().proposal;
        edited.stopPrice = px("90");
        QVERIFY(f.edit(edited));
        QVERIFY(f.edit(edited));
        QVERIFY(f.card().needsTwoSteps);
    }

    void anEditThatTakesTheStopAwayNeedsTwoSteps()
    {
        Fixture f;
        f.pending();
        Proposal edited = f.card().proposal;
        edited.stopPrice.reset();
        QVERIFY(f.edit(edited));
        QVERIFY(f.card().needsTwoSteps);
    }

    void twoStepsMeanArmingFirstAndInTime_data()
    {
        QTest::addColumn<qint64>("wait");
        QTest::addColumn<bool>("isInTime");
        const auto window = std::chrono::nanoseconds(5s).count();
        QTest::newRow("at once") << qint64(0) << true;
        QTest::newRow("the last moment") << qint64(window - 1) << true;
        QTest::newRow("exactly at the end") << qint64(window) << false;
        QTest::newRow("later") << qint64(window + 1) << false;
    }
    void twoStepsMeanArmingFirstAndInTime()
    {
        QFETCH(qint64, wait);
        QFETCH(bool, isInTime);
        Fixture f;
        f.pending(true);
        QVERIFY(!f.approve());
        QCOMPARE(f.state(), S::Pending);
        QVERIFY(f.arm());
        f.clock.advance(Duration(wait));

        QCOMPARE(f.approve().has_value(), isInTime); // nobody has run the timers in between

        QCOMPARE(f.state(), isInTime ? S::Approved : S::Pending);
    }

    void theTimersTakeAnArmedCardBack()
    {
        Fixture f;
        f.pending(true);
        QVERIFY(f.arm());
        QCOMPARE(f.desk.nextDeadline()->count(), Duration(5s).count());
        f.clock.advance(5s - 1ns);
        f.desk.tick();
        QCOMPARE(f.state(), S::Armed);
        f.clock.advance(1ns);
        f.desk.tick();
        QCOMPARE(f.state(), S::Pending);
        QVERIFY(!f.approve());
    }

    void aCardExpiresExactlyAtItsDeadline_data()
    {
        QTest::addColumn<bool>("isArmed");
        QTest::newRow("pending") << false;
        QTest::newRow("armed") << true;
    }
    void aCardExpiresExactlyAtItsDeadline()
    {
        QFETCH(bool, isArmed);
        Fixture f;
        f.pending(isArmed);
        f.clock.advance(15min - 1ns);
        if (isArmed)
            QVERIFY(f.arm());
        f.desk.tick();
        QCOMPARE(f.state(), isArmed ? S::Armed : S::Pending);
        f.clock.advance(1ns);
        QVERIFY(!f.approve());
        QVERIFY(!f.arm());
        QVERIFY(!f.desk.approveByRule(f.id, "auto")); // a rule has no more time than a person
        f.desk.tick();
        QCOMPARE(f.state(), S::Expired);
        QVERIFY(f.decisions.empty());
    }

    void aYesInTheLastNanosecondCounts()
    {
        Fixture f;
        f.pending();
        f.clock.advance(15min - 1ns);
        QVERIFY(f.approve());
        f.clock.advance(1s);
        f.desk.tick();
        QCOMPARE(f.state(), S::Approved); // decided cards have no deadline any more
    }

    void deadlinesFollowTheSteadyClockNotTheWallClock()
    {
        Fixture f;
        f.pending();
        f.clock.moveTo(sessionTime() - 5h); // the wall clock was put back
        f.desk.tick();
        QCOMPARE(f.state(), S::Pending);
        f.clock.moveTo(sessionTime() - 5h + 15min);
        f.desk.tick();
        QCOMPARE(f.state(), S::Expired);
    }

    void aPartialYesIsForThatMuchAndNeverForMore()
    {
        Fixture f;
        f.pending();
        QVERIFY(!f.approve("10.000000001"));
        QVERIFY(!f.approve("-1"));
        QCOMPARE(f.state(), S::Pending);

        QVERIFY(f.approve("2.5"));

        QCOMPARE(f.decisions.back().quantity, qty("2.5"));
        const auto approved = f.desk.beginRevalidation(f.id);
        QVERIFY(approved);
        QCOMPARE(approved->proposal().quantity, qty("2.5"));
        QCOMPARE(approved->role(), OrderRole::Entry);
    }

    void aNoBeatsAYesThatHasNotLeft()
    {
        for (const S state : {S::Approved, S::Revalidating}) {
            Fixture f;
            f.reach(state);
            QVERIFY(f.reject());
            QCOMPARE(f.state(), S::Rejected);
            f.desk.submitting(f.id);
            QCOMPARE(f.state(), S::Rejected);
            QVERIFY(!f.desk.beginRevalidation(f.id));
            QCOMPARE(f.decisions.back().verb, std::string("reject"));
            QCOMPARE(f.decisions.back().reason, std::string("weak-chart"));
        }
    }

    void aKillEndsEverythingThatHasNotLeftAndNothingElse()
    {
        ManualClock clock(sessionTime());
        Desk desk(clock, {}, {[](const DeskEntry &, S) {}, [](const DeskEntry &, const Decision &) {}});
        int number = 0;
        std::map<std::string, S> cards;
        for (const S state : {S::Blocked, S::Pending, S::Stale, S::Armed, S::Approved, S::Revalidating,
                              S::Submitting, S::Unknown, S::Working, S::Partial}) {
            const ProposalId id("P" + std::to_string(++number));
            cards[id.text()] = state;
            desk.create(buyProposal(id.text().c_str()), false);
            const bool blocks = state == S::Blocked;
            desk.judge(id, guards(blocks ? GuardGrade::Blocked
                                         : (state == S::Stale ? GuardGrade::Stale : GuardGrade::Pass)));
            const auto &card = *desk.find(id);
            if (state == S::Armed)
                QVERIFY(desk.arm(id, 1, card.hash));
            if (state >= S::Approved)
                QVERIFY(desk.approve(id, 1, card.hash, Fixture::owner()));
            if (state >= S::Revalidating)
                QVERIFY(desk.beginRevalidation(id));
            if (state >= S::Submitting)
                desk.submitting(id);
            if (state > S::Submitting)
                desk.orderBecame(id, state, "venue");
            QCOMPARE(desk.find(id)->state, state);
        }

        desk.killAll("halt by owner");

        for (const auto &[id, before] : cards) {
            const DeskEntry &card = *desk.find(ProposalId(id));
            QCOMPARE(card.state, before < S::Submitting ? S::Killed : before);
            if (before < S::Submitting)
                QCOMPARE(card.stateReason, std::string("halt by owner"));
        }
        QCOMPARE(desk.illegalTransitions(), std::int64_t(0));
    }

    void anOldYesIsAskedAgain_data()
    {
        QTest::addColumn<qint64>("age");
        QTest::addColumn<bool>("goesOn");
        QTest::newRow("two seconds") << qint64(2'000'000'000) << true;
        QTest::newRow("a nanosecond more") << qint64(2'000'000'001) << false;
    }
    void anOldYesIsAskedAgain()
    {
        QFETCH(qint64, age);
        QFETCH(bool, goesOn);
        Fixture f;
        f.reach(S::Approved);
        const std::string hash = f.card().hash;
        f.clock.advance(Duration(age));

        QCOMPARE(f.desk.beginRevalidation(f.id).has_value(), goesOn);

        if (goesOn)
            return;
        QCOMPARE(f.state(), S::Pending);
        QCOMPARE(f.card().proposal.version, 2);
        QVERIFY(f.card().hash != hash);
        QVERIFY(!f.desk.approve(f.id, 1, hash, Fixture::owner()));
    }

    void aRequoteNeedsANewYesOnTheNewNumbers()
    {
        Fixture f;
        f.reach(S::Revalidating);
        const std::string hash = f.card().hash;
        Proposal fresh = f.card().proposal;
        fresh.referencePrice = px("100.5");

        f.desk.requote(f.id, fresh, "the price moved");

        QCOMPARE(f.state(), S::Pending);
        QCOMPARE(f.card().proposal.version, 2);
        QCOMPARE(f.card().changes, std::vector<std::string>{"price 100 → 100.5"});
        QVERIFY(!f.desk.approve(f.id, 1, hash, Fixture::owner()));
        QVERIFY(!f.desk.beginRevalidation(f.id));
        QVERIFY(f.approve());
    }

    void aRequoteWithoutTimeForANewQuestionExpires()
    {
        Fixture f;
        f.pending();
        f.clock.advance(15min - 500ms);
        QVERIFY(f.approve());
        QVERIFY(f.desk.beginRevalidation(f.id));
        f.desk.requote(f.id, f.card().proposal, "drift");
        QCOMPARE(f.state(), S::Expired);
    }

    void guardsMoveAWaitingCardAndOnlyThat()
    {
        Fixture f;
        f.desk.create(buyProposal(), false);
        const std::vector<std::pair<GuardGrade, S>> path{
            {GuardGrade::Blocked, S::Blocked}, {GuardGrade::Stale, S::Stale},  {GuardGrade::Blocked, S::Blocked},
            {GuardGrade::Pass, S::Pending},    {GuardGrade::Stale, S::Stale},  {GuardGrade::Caution, S::Pending},
            {GuardGrade::Blocked, S::Blocked}, {GuardGrade::Pass, S::Pending}};
        for (const auto &[grade, state] : path) {
            f.desk.judge(f.id, guards(grade));
            QCOMPARE(f.state(), state);
            QCOMPARE(f.card().guards, guards(grade));
        }
        QVERIFY(f.arm());
        f.desk.judge(f.id, guards(GuardGrade::Caution));
        QCOMPARE(f.state(), S::Armed);
        f.desk.judge(f.id, guards(GuardGrade::Stale));
        QCOMPARE(f.state(), S::Stale);
        QVERIFY(!f.approve());
        f.desk.judge(f.id, guards(GuardGrade::Pass));
        QVERIFY(f.arm());
        f.desk.judge(f.id, guards(GuardGrade::Blocked));
        QCOMPARE(f.state(), S::Blocked);
        f.desk.judge(f.id, guards(GuardGrade::Pass));
        QVERIFY(f.approve());
        f.desk.judge(f.id, guards(GuardGrade::Blocked)); // decided: the gate judges it now
        QCOMPARE(f.state(), S::Approved);
        QCOMPARE(f.desk.illegalTransitions(), std::int64_t(1)); // the yes to a stale card
    }

    void aRuleNeverApprovesWhatAGuardQuestions()
    {
        for (const GuardGrade grade : {GuardGrade::Stale, GuardGrade::Blocked}) {
            Fixture f;
            f.desk.create(buyProposal(), false);
            f.desk.judge(f.id, guards(grade));
            QVERIFY(!f.desk.approveByRule(f.id, "auto"));
            QVERIFY(f.decisions.empty());
        }
        Fixture f;
        f.pending();
        QVERIFY(f.desk.approveByRule(f.id, "auto"));
        QCOMPARE(f.decisions.back().channel, std::string("rule"));
        QCOMPARE(f.decisions.back().person, std::string("rule auto"));
        QCOMPARE(f.decisions.back().contentHash, f.card().hash);
    }

    void whatAPersonHasEditedAPersonDecides()
    {
        Fixture f;
        f.pending();
        QVERIFY(f.edit(f.card().proposal));
        QVERIFY(!f.desk.approveByRule(f.id, "auto"));
        QCOMPARE(f.state(), S::Pending);
        QVERIFY(f.approve());
    }

    void lostDataMakesEveryWaitingCardStale()
    {
        Fixture f;
        f.pending();
        f.desk.create(buyProposal("P2"), false);
        f.desk.judge(ProposalId("P2"), guards(GuardGrade::Pass));
        QVERIFY(f.arm());

        f.desk.markAllStale("the feed is silent");

        QCOMPARE(f.state(), S::Stale);
        QCOMPARE(f.desk.find(ProposalId("P2"))->state, S::Stale);
    }

    void waitingCardsComeInTheOrderOfTheirDeadlines()
    {
        Fixture f;
        Proposal late = buyProposal("A");
        late.expiresAt += 5min;
        f.desk.create(late, false);
        f.desk.create(buyProposal("B"), false);
        const auto waiting = f.desk.waiting();
        QCOMPARE(waiting.size(), std::size_t(2));
        QCOMPARE(waiting[0]->proposal.id, ProposalId("B"));
        QCOMPARE(waiting[1]->proposal.id, ProposalId("A"));
    }

    void anIdIsUsedOnceAndAnEntryIsNeverIssuedApproved()
    {
        Fixture f;
        f.pending();
        QVERIFY_THROWS_EXCEPTION(std::logic_error, f.desk.create(buyProposal(), false));
        QVERIFY_THROWS_EXCEPTION(std::logic_error, (void)f.desk.issueExit(buyProposal(), OrderRole::Entry, {}));
        QCOMPARE(f.desk.issueExit(buyProposal(), OrderRole::Stop, "g").ocoGroup(), std::string("g"));
    }

    void thePastIsKeptToFiftyCards()
    {
        Fixture f;
        for (int i = 0; i < 60; ++i) {
            f.desk.create(buyProposal(("P" + std::to_string(i)).c_str()), false);
            f.desk.killAll("x");
        }
        QCOMPARE(f.desk.decided().size(), std::size_t(50));
        QCOMPARE(f.desk.decided().back().proposal.id, ProposalId("P59"));
        QVERIFY(f.desk.open().empty());
    }

    void randomCommandsNeverMakeAnUnlawfulMoveOrAYesWithoutADecision()
    {
        const bool ok = rc::check("random desk", [] {
            Fixture f;
            f.desk.create(buyProposal(), *rc::gen::arbitrary<bool>());
            const int count = *rc::gen::inRange(1, 25);
            for (int i = 0; i < count; ++i) {
                const auto verb = *rc::gen::inRange<std::size_t>(0, verbs().size() + 3);
                if (verb < verbs().size())
                    verbs()[verb].run(f);
                else
                    f.desk.judge(f.id, guards(GuardGrade(*rc::gen::inRange(0, 4))));
                f.clock.advance(Duration(*rc::gen::inRange<std::int64_t>(0, 3'000'000'000)));
            }
            int yeses = 0;
            for (std::size_t i = 1; i < f.moves.size(); ++i) {
                RC_ASSERT(lawful.at(f.moves[i].first).contains(f.moves[i].second));
                RC_ASSERT(f.moves[i].first == f.moves[i - 1].second || f.moves[i].first == f.moves[i].second);
                yeses += f.moves[i].second == S::Approved;
            }
            int approvals = 0;
            for (const Decision &decision : f.decisions)
                approvals += decision.verb == "approve";
            RC_ASSERT(yeses == approvals);
        });
        QVERIFY(ok);
    }

    void rejectReasonsHaveWordsThatReadBack()
    {
        for (int i = 1; i <= 7; ++i)
            QCOMPARE(int(*parseRejectReason(rejectReasonName(RejectReason(i)))), i);
        QVERIFY(!parseRejectReason("because"));
    }
};

QTEST_GUILESS_MAIN(ApprovalTest)
#include "ApprovalTest.moc"
