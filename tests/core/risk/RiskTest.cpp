#include "tests/core/risk/CalmView.h"

#include <QTest>

#include <rapidcheck.h>

#include <set>
#include <type_traits>

using namespace core;
using namespace support;
using namespace std::chrono_literals;
using G = GuardGrade;

// Only the gate makes a vetted order, and only from an approved proposal.
static_assert(!std::is_default_constructible_v<VettedOrder>);
static_assert(!std::is_constructible_v<VettedOrder, OrderRequest>);
static_assert(!std::is_constructible_v<VettedOrder, OrderRequest, ProposalId>);
static_assert(!std::is_aggregate_v<VettedOrder>);
static_assert(!std::is_invocable_v<decltype(&RiskGate::vet), RiskGate, Proposal, RiskView, ClientOrderId>);
static_assert(std::is_same_v<decltype(std::declval<const VettedOrder &>().request()), const OrderRequest &>);

namespace {

using Row = RuleRow;

const std::vector<Row> &rows()
{
    static const std::vector<Row> all = [] {
        std::vector<Row> both = marketRows();
        both.insert(both.end(), paceRows().begin(), paceRows().end());
        return both;
    }();
    return all;
}

GuardResult resultOf(const std::vector<GuardResult> &results, const std::string &rule)
{
    for (const GuardResult &result : results)
        if (result.rule == rule)
            return result;
    return {"missing", G::Blocked, "the rule gave no answer"};
}

/// The desk is the only maker of approved proposals, so the tests ask one.
struct Yes {
    ManualClock clock{sessionTime()};
    Desk desk{clock, {}, {[](const DeskEntry &, ProposalState) {}, [](const DeskEntry &, const Decision &) {}}};

    ApprovedProposal to(Proposal proposal)
    {
        const ProposalId id = proposal.id;
        proposal.expiresAt = clock.now() + 1min;
        desk.create(std::move(proposal), false);
        desk.judge(id, {});
        const DeskEntry &card = *desk.find(id);
        if (!desk.approve(id, card.proposal.version, card.hash, {}))
            bug("the desk refused a plain yes");
        return *desk.beginRevalidation(id);
    }
    ApprovedProposal exit(const char *quantity, Side side = Side::Sell, OrderRole role = OrderRole::Stop)
    {
        Proposal proposal = buyProposal();
        proposal.side = side;
        proposal.quantity = qty(quantity);
        proposal.orderType = OrderType::Stop;
        proposal.limitPrice.reset();
        return desk.issueExit(std::move(proposal), role, "oco-F1");
    }
};

} // namespace

class RiskTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyRuleGradesItsBoundariesExactly_data()
    {
        QTest::addColumn<int>("row");
        for (std::size_t i = 0; i < rows().size(); ++i)
            QTest::addRow("%s: %s", rows()[i].rule, rows()[i].name) << int(i);
    }
    void everyRuleGradesItsBoundariesExactly()
    {
        QFETCH(int, row);
        const Row &here = rows()[std::size_t(row)];
        Proposal proposal = buyProposal();
        RiskView view = calmView();
        here.arrange(proposal, view);

        const GuardResult result = resultOf(RiskGate().check(proposal, view), here.rule);

        QCOMPARE(QString::fromLatin1(guardGradeName(result.grade)),
                 QString::fromLatin1(guardGradeName(here.grade)));
        QVERIFY(!result.detail.empty());
    }

    void everyRuleHasRowsAndBlocksSomewhere()
    {
        const std::set<std::string> soft{"spread", "bars", "rounding"}; // never more than a question
        for (const GuardResult &result : RiskGate().check(buyProposal(), calmView())) {
            const G least = soft.contains(result.rule) ? G::Caution : G::Blocked;
            const bool objects = std::any_of(rows().begin(), rows().end(), [&](const Row &row) {
                return row.rule == result.rule && row.grade >= least;
            });
            QVERIFY2(objects, result.rule.c_str());
        }
    }

    void aBareBacktestAsksOnlyWhatCanSayNoToIt()
    {
        RiskView view = calmView();
        view.account.limits = RiskLimits::unlimited();
        for (const rules::Rule rule : rules::all) {
            const bool isAsked = std::find(rules::ofBareBacktest.begin(), rules::ofBareBacktest.end(), rule) !=
                                 rules::ofBareBacktest.end();
            for (const Row &row : rows()) {
                Proposal proposal = buyProposal();
                RiskView here = view;
                row.arrange(proposal, here);
                here.account.limits = RiskLimits::unlimited();
                if (const GuardResult result = rule(proposal, here); result.grade != G::Pass)
                    QVERIFY2(isAsked, result.rule.c_str());
            }
        }
    }

    void aCalmOrderPassesEverythingAndKeepsItsContent()
    {
        Yes yes;
        const auto vetted = RiskGate().vet(yes.to(buyProposal()), calmView(), ClientOrderId("c1"));

        QVERIFY(vetted);
        const OrderRequest &order = vetted->request();
        QCOMPARE(order.clientOrderId, ClientOrderId("c1"));
        QCOMPARE(order.quantity, qty("10"));
        QCOMPARE(order.side, Side::Buy);
        QCOMPARE(*order.limitPrice, px("101"));
        QCOMPARE(order.role, OrderRole::Entry);
        QVERIFY(!order.reduceOnly);
        QCOMPARE(vetted->proposal(), ProposalId("P1"));
    }

    void theGateRefusesWhateverAnyRuleBlocks()
    {
        for (const Row &row : rows()) {
            if (row.grade != G::Blocked)
                continue;
            Proposal proposal = buyProposal();
            RiskView view = calmView();
            row.arrange(proposal, view);
            if (proposal.quantity.sign() <= 0)
                continue; // the desk itself refuses such a yes
            Yes yes;
            QVERIFY2(!RiskGate().vet(yes.to(proposal), view, ClientOrderId("c1")), row.name);
        }
    }

    void limitsThatNobodySetLetNothingThrough_data()
    {
        QTest::addColumn<QString>("rule");
        for (const char *rule : {"risk-per-trade", "exposure", "day-loss", "order-value", "order-size",
                                 "positions", "quote", "collar", "overnight", "drawdown", "duplicate",
                                 "order-rate", "automation", "loss-streak", "cool-down"})
            QTest::newRow(rule) << QString::fromLatin1(rule);
    }
    void limitsThatNobodySetLetNothingThrough()
    {
        QFETCH(QString, rule);
        RiskView view = calmView();
        view.account.limits = RiskLimits{};
        view.account.mode = DecisionMode::Auto;
        Proposal proposal = buyProposal();
        proposal.mode = DecisionMode::Auto;

        const auto result = resultOf(RiskGate().check(proposal, view), rule.toStdString());

        QCOMPARE(QString::fromLatin1(guardGradeName(result.grade)), QStringLiteral("blocked"));
    }

    void aViewThatNobodyFilledLetsNothingThrough()
    {
        Yes yes;
        QVERIFY(!RiskGate().vet(yes.to(buyProposal()), RiskView{}, ClientOrderId("c1")));
    }

    void anErrorInsideACheckIsANo()
    {
        Proposal proposal = buyProposal();
        RiskView view = calmView();
        view.account.instrument.multiplier = Decimal::fromNanos(std::numeric_limits<std::int64_t>::max());
        proposal.limitPrice = Price(Decimal::fromNanos(std::numeric_limits<std::int64_t>::max()));

        const auto results = RiskGate().check(proposal, view); // an overflow inside must not come out

        QCOMPARE(resultOf(results, "internal").grade, G::Blocked);
        Yes yes;
        QVERIFY(!RiskGate().vet(yes.to(proposal), view, ClientOrderId("c1")));
    }

    void anExitNeverTakesMoreThanIsHeld_data()
    {
        QTest::addColumn<QString>("quantity");
        QTest::addColumn<QString>("held");
        QTest::addColumn<QString>("others");
        QTest::addColumn<bool>("isSell");
        QTest::addColumn<bool>("mayGo");
        QTest::newRow("all of it") << "10" << "10" << "0" << true << true;
        QTest::newRow("a bit more") << "10.000000001" << "10" << "0" << true << false;
        QTest::newRow("what other exits leave") << "4" << "10" << "6" << true << true;
        QTest::newRow("more than they leave") << "4.000000001" << "10" << "6" << true << false;
        QTest::newRow("nothing held") << "1" << "0" << "0" << true << false;
        QTest::newRow("the wrong way, long") << "1" << "10" << "0" << false << false;
        QTest::newRow("the wrong way, short") << "1" << "-10" << "0" << true << false;
        QTest::newRow("cover a short") << "10" << "-10" << "0" << false << true;
        QTest::newRow("cover too much") << "11" << "-10" << "0" << false << false;
        QTest::newRow("no quantity") << "0" << "10" << "0" << true << false;
        QTest::newRow("negative quantity") << "-1" << "10" << "0" << true << false;
    }
    void anExitNeverTakesMoreThanIsHeld()
    {
        QFETCH(QString, quantity);
        QFETCH(QString, held);
        QFETCH(QString, others);
        QFETCH(bool, isSell);
        QFETCH(bool, mayGo);
        Yes yes;

        const auto vetted =
            RiskGate().vetExit(yes.exit(qPrintable(quantity), isSell ? Side::Sell : Side::Buy),
                               qty(qPrintable(held)), qty(qPrintable(others)), ClientOrderId("c1"));

        QCOMPARE(vetted.has_value(), mayGo);
        if (!vetted)
            return;
        QVERIFY(vetted->request().reduceOnly);
        QCOMPARE(vetted->request().timeInForce, TimeInForce::GoodTillCancelled);
        QCOMPARE(vetted->request().ocoGroup, std::string("oco-F1"));
        QCOMPARE(*vetted->request().stopPrice, px("98"));
    }

    void exitsThatPassTogetherNeverCrossZero()
    {
        const bool ok = rc::check("never through zero", [] {
            Yes yes;
            const auto held = *rc::gen::inRange<std::int64_t>(-1'000, 1'000);
            Quantity left(Decimal::fromNanos(held));
            Quantity others;
            for (int i = 0; i < 12; ++i) {
                const auto side = *rc::gen::element(Side::Buy, Side::Sell);
                const auto size = *rc::gen::inRange<std::int64_t>(-5, 500);
                const auto vetted =
                    RiskGate().vetExit(yes.exit(Decimal::fromNanos(size).toString().c_str(), side),
                                       Quantity(Decimal::fromNanos(held)), others, ClientOrderId("c"));
                if (!vetted)
                    continue;
                others += vetted->request().quantity;
                left += side == Side::Buy ? vetted->request().quantity : -vetted->request().quantity;
            }
            RC_ASSERT(left.sign() == 0 || left.sign() == (held > 0) - (held < 0));
        });
        QVERIFY(ok);
    }

    void entriesAndExitsCannotTakeEachOthersDoor()
    {
        Yes yes;
        QVERIFY(!RiskGate().vet(yes.exit("1"), calmView(), ClientOrderId("c1")));
        QVERIFY(!RiskGate().vetExit(yes.to(sellProposal()), qty("10"), {}, ClientOrderId("c1")));
    }

    void aPartialYesIsVettedAtItsOwnSize()
    {
        Yes yes;
        Proposal small = buyProposal();
        small.quantity = qty("3");
        QCOMPARE(RiskGate().vet(yes.to(small), calmView(), ClientOrderId("c1"))->request().quantity, qty("3"));
    }
};

QTEST_GUILESS_MAIN(RiskTest)
#include "RiskTest.moc"
