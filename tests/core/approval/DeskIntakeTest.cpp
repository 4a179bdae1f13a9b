#include "tests/core/approval/DeskFixture.h"

using namespace core;
using namespace support;
using namespace std::chrono_literals;
using S = ProposalState;
using Kind = Intake::Kind;

namespace {

Proposal from(const char *bot, const char *id, const char *quantity = "10", Side side = Side::Buy)
{
    Proposal proposal = side == Side::Buy ? buyProposal(id) : sellProposal(id);
    proposal.signal.bot = BotId(bot);
    proposal.signal.id = SignalId(std::string("S-") + id);
    proposal.quantity = proposal.proposedQuantity = qty(quantity);
    return proposal;
}

/// The next bar of the same strategy.
Proposal later(Proposal proposal, const char *id, Duration by)
{
    proposal.id = ProposalId(id);
    proposal.signal.barCloseTime += by;
    return proposal;
}

struct IntakeFixture : DeskFixture {
    Intake take(const Proposal &proposal)
    {
        return desk.take(proposal, false, [this](Proposal &) { ++recalculated; });
    }
    /// Takes it and lets the guards pass.
    Intake bring(const Proposal &proposal)
    {
        const Intake taken = take(proposal);
        desk.judge(taken.card, guards(GuardGrade::Pass));
        return taken;
    }
    int recalculated = 0;
};

} // namespace

class DeskIntakeTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theSameSignalIsProposedOnce()
    {
        IntakeFixture f;
        QVERIFY(f.take(from("bot", "P1")).kind == Kind::Taken);

        const Intake again = f.take(from("bot", "P2"));

        QVERIFY(again.kind == Kind::Duplicate);
        QVERIFY(!f.desk.find(ProposalId("P2")));
        QCOMPARE(f.desk.duplicates(), std::int64_t(1));
        f.desk.killAll("halt"); // and not again when the first has ended
        QVERIFY(f.take(from("bot", "P3")).kind == Kind::Duplicate);
        QCOMPARE(f.desk.duplicates(), std::int64_t(2));
    }

    void everyPartOfTheKeyTellsSignalsApart()
    {
        const Proposal one = from("bot", "P1");
        std::set<std::string> keys{signalKey(one)};
        Proposal other = one;
        other.account = AccountId("second");
        keys.insert(signalKey(other));
        keys.insert(signalKey(from("bot 2", "P1")));
        keys.insert(signalKey(later(one, "P1", 1h)));
        keys.insert(signalKey(from("bot", "P1", "10", Side::Sell)));
        other = one;
        other.signal.strategy = "another";
        keys.insert(signalKey(other));
        other = one;
        other.signal.series.instrument = stock("MSFT");
        keys.insert(signalKey(other));
        QCOMPARE(int(keys.size()), 7);
        QCOMPARE(signalKey(one), signalKey(from("bot", "P9", "3"))); // size and id are no part of it
    }

    void twoStrategiesThatWantTheSameShareOneCard()
    {
        IntakeFixture f;
        (void)f.bring(from("bot", "P1", "10"));
        const std::string hash = f.card().hash;

        const Intake joined = f.take(from("other", "P2", "4"));

        QVERIFY(joined.kind == Kind::Grouped);
        QCOMPARE(joined.card, f.id);
        QVERIFY(!f.desk.find(ProposalId("P2")));
        QCOMPARE(f.card().voices.size(), std::size_t(2));
        QCOMPARE(f.card().voices[1].bot, BotId("other"));
        QCOMPARE(f.card().proposal.quantity, qty("4")); // the smaller of the two
        QCOMPARE(f.card().proposal.proposedQuantity, qty("4"));
        QCOMPARE(f.recalculated, 1);
        QCOMPARE(f.card().proposal.version, 2);
        QVERIFY(!f.desk.approve(f.id, 1, hash, DeskFixture::owner())); // a yes to the old card is void
        QVERIFY(!f.desk.approveByRule(f.id, "auto"));                  // two voices ask for a person
        QVERIFY(f.approve());
        QCOMPARE(f.desk.beginRevalidation(f.id)->proposal().quantity, qty("4"));
    }

    void aLargerVoiceChangesNothingButTheList()
    {
        IntakeFixture f;
        (void)f.bring(from("bot", "P1", "10"));
        QVERIFY(f.take(from("other", "P2", "40")).kind == Kind::Grouped);
        QCOMPARE(f.card().proposal.quantity, qty("10"));
        QCOMPARE(f.card().proposal.version, 1);
        QCOMPARE(f.card().proposal.reasons.size(), std::size_t(1));
        QVERIFY(f.card().stateReason.find("other") != std::string::npos);
    }

    void aCardThatIsBeingDecidedIsNotJoinedButGoesFirst()
    {
        for (const S state : {S::Armed, S::Approved, S::Submitting}) {
            IntakeFixture f;
            f.reach(state);

            const Intake held = f.bring(from("other", "P2"));

            QVERIFY(held.kind == Kind::Held);
            const DeskEntry &second = *f.desk.find(held.card);
            QCOMPARE(second.state, S::Blocked);
            QCOMPARE(second.stateReason, std::string("AAPL is held by bot"));
            QCOMPARE(f.card().voices.size(), std::size_t(1));
            QCOMPARE(f.state(), state);
        }
    }

    void theHeldCardIsFreeOnceTheFirstHasEnded()
    {
        IntakeFixture f;
        f.reach(S::Armed);
        const Intake held = f.bring(from("other", "P2"));
        QVERIFY(f.reject());
        f.desk.judge(held.card, guards(GuardGrade::Pass));
        QCOMPARE(f.desk.find(held.card)->state, S::Pending);
    }

    void theOtherSideOfAnotherBotIsHeldToo()
    {
        IntakeFixture f;
        f.pending();
        const Intake held = f.bring(from("other", "P2", "10", Side::Sell));
        QVERIFY(held.kind == Kind::Held);
        QCOMPARE(f.desk.find(held.card)->state, S::Blocked);
    }

    void aVoiceWakesASnoozedCard()
    {
        IntakeFixture f;
        f.reach(S::Snoozed);
        QVERIFY(f.take(from("other", "P2")).kind == Kind::Grouped);
        QCOMPARE(f.state(), S::Pending);
    }

    void anotherInstrumentIsAnotherCard()
    {
        IntakeFixture f;
        f.pending();
        Proposal other = from("other", "P2");
        other.signal.series.instrument = stock("MSFT");
        QVERIFY(f.take(other).kind == Kind::Taken);
    }

    void aFloodOfOneStrategyIsThrottled()
    {
        IntakeFixture f;
        Proposal signal = from("bot", "P0");
        for (int i = 0; i < 10; ++i) {
            signal = later(signal, ("P" + std::to_string(i)).c_str(), 1min);
            QVERIFY(f.take(signal).kind == Kind::Taken);
            f.clock.advance(1s);
        }
        signal = later(signal, "P10", 1min);
        const Intake eleventh = f.take(signal);
        QVERIFY(eleventh.kind == Kind::Throttled);
        QVERIFY(!eleventh.text.empty());
        QCOMPARE(f.desk.throttled(), std::int64_t(1));
        QCOMPARE(f.desk.open().size(), std::size_t(10));

        Proposal quiet = from("quiet bot", "Q");
        quiet.signal.series.instrument = stock("MSFT");
        QVERIFY(f.take(quiet).kind == Kind::Taken); // the others' flood is not its own
        Proposal ruled = later(signal, "A", 1min);
        ruled.mode = DecisionMode::Auto;
        QVERIFY(f.take(ruled).kind == Kind::Taken); // a rule takes nobody's attention

        f.clock.advance(10min - 10s); // the first is ten minutes old now
        QVERIFY(f.take(later(signal, "P11", 2min)).kind == Kind::Taken);
        QVERIFY(f.take(later(signal, "P12", 3min)).kind == Kind::Throttled);
    }
};

QTEST_GUILESS_MAIN(DeskIntakeTest)
#include "DeskIntakeTest.moc"
