#include "tests/core/storage/Store.h" // first: moc 6.4 stumbles over <compare>
#include "core/engine/Recorder.h"
#include "core/execution/ClientOrderIds.h"
#include "tests/support/CoreBuilders.h"
#include "tests/support/SharedData.h"

#include <QTest>

using namespace core;
using namespace std::chrono_literals;
using support::buyProposal;
using support::px;
using support::qty;
using support::sessionTime;
using support::Store;
using support::usd;

namespace {

const std::string now = "2026-06-16T15:00:00.000Z";
using Row = std::map<std::string, std::string>;

/// Both ends of a decimal: as many places as there are, and no more.
constexpr const char *finePrice = "101.000000001";
constexpr const char *fineMoney = "-0.000000000000000001";

EngineSettings settings()
{
    EngineSettings settings;
    settings.run = RunId("R1");
    settings.profile = "demo";
    settings.account = AccountId("demo-R1");
    settings.startingCash = usd("100000.000000000000000001");
    return settings;
}

Order workingOrder()
{
    Order order;
    order.request.clientOrderId =
        ClientOrderIds(AccountId("demo-R1"), 41).make(BotId("bot"), sessionTime());
    order.request.instrument = support::stock();
    order.request.side = Side::Sell;
    order.request.quantity = qty("10");
    order.request.type = OrderType::StopLimit;
    order.request.limitPrice = px("97.99");
    order.request.stopPrice = px("98");
    order.request.timeInForce = TimeInForce::GoodTillCancelled;
    order.request.role = OrderRole::Stop;
    order.request.reduceOnly = true;
    order.request.ocoGroup = "oco-F1";
    order.proposal = ProposalId("P1");
    order.bot = BotId("us");
    order.venueId = VenueOrderId("V7");
    order.status = OrderStatus::PartiallyFilled;
    order.filled = qty("4");
    order.filledNotional = usd("392.2");
    order.createdAt = sessionTime();
    order.updatedAt = sessionTime() + 1s;
    return order;
}

DeskEntry pendingCard()
{
    DeskEntry entry;
    entry.proposal = buyProposal();
    entry.proposal.limitPrice = px(finePrice);
    entry.proposal.targetPrice.reset();
    entry.proposal.bindingLimit = "risk";
    entry.proposal.reasons = {"the fast average crossed", "a \"second\" one"};
    entry.hash = contentHash(entry.proposal);
    entry.state = ProposalState::Pending;
    entry.stateReason = "waits for you";
    entry.guards = {{"drift", GuardGrade::Caution, "0.1 R"}};
    return entry;
}

} // namespace

class RecorderTest : public QObject {
    Q_OBJECT

    std::unique_ptr<Store> m_store;
    std::unique_ptr<Recorder> m_recorder;

    /// The table's only row is exactly this, in every column; "NULL" stands for unknown.
    void expectRow(const char *statement, Row expected)
    {
        m_store->close();
        const auto rows = m_store->rows(statement);
        QCOMPARE(rows.size(), std::size_t(1));
        expected.emplace("run", "R1");
        expected.emplace("account", "demo-R1");
        for (const auto &[column, value] : rows.front().columns) {
            if (column == "seq")
                continue;
            const auto wanted = expected.find(column);
            QVERIFY2(wanted != expected.end(), ("nothing is expected in " + column).c_str());
            QVERIFY2(
                value.value_or("NULL") == wanted->second,
                (column + ": " + value.value_or("NULL") + " is not " + wanted->second).c_str());
            expected.erase(wanted);
        }
        QVERIFY2(expected.empty(),
                 expected.empty() ? "" : ("no column " + expected.begin()->first).c_str());
    }

private Q_SLOTS:
    void init()
    {
        m_store = std::make_unique<Store>();
        m_recorder = std::make_unique<Recorder>(m_store->open());
        m_recorder->started(settings(), sessionTime());
    }
    void cleanup()
    {
        m_recorder.reset();
        m_store.reset();
    }

    void aRunBeginsAndEnds()
    {
        m_recorder->stopped("interrupted", sessionTime() + 1s);

        expectRow("SELECT * FROM runs WHERE event = 'started'",
                  {{"id", "R1"},
                   {"time", now},
                   {"event", "started"},
                   {"profile", "demo"},
                   {"destination", "demo"},
                   {"mode", "hybrid"},
                   {"starting_cash", "100000.000000000000000001"}});
        expectRow("SELECT * FROM runs WHERE event <> 'started'",
                  {{"id", "R1/stop"},
                   {"time", "2026-06-16T15:00:01.000Z"},
                   {"event", "stopped: interrupted"},
                   {"profile", "NULL"},
                   {"destination", "NULL"},
                   {"mode", "NULL"},
                   {"starting_cash", "NULL"}});
    }

    void aSignal()
    {
        Signal signal = support::buySignal();
        signal.idea.confidence = 0.625;
        signal.atr.reset();
        signal.referencePrice = px(finePrice);

        m_recorder->signalMade(signal, "becomes a proposal");

        expectRow("SELECT * FROM signals",
                  {{"id", "S1"},
                   {"time", now},
                   {"bot", "bot"},
                   {"strategy", "ma-crossover"},
                   {"venue", "alpaca"},
                   {"instrument", "AAPL"},
                   {"timeframe", "1h"},
                   {"kind", "buy"},
                   {"source", "technical"},
                   {"confidence", "0.625"},
                   {"reference_price", finePrice},
                   {"atr", "NULL"},
                   {"reason", "the fast average crossed above the slow one"},
                   {"outcome", "becomes a proposal"}});
    }

    void aProposal()
    {
        const DeskEntry card = pendingCard();

        m_recorder->proposalChanged(card, ProposalState::Created, sessionTime());

        expectRow(
            "SELECT * FROM proposals",
            {{"id", "P1"},
             {"time", now},
             {"version", "1"},
             {"content_hash", card.hash},
             {"state", "pending"},
             {"state_before", "created"},
             {"state_reason", "waits for you"},
             {"signal", "S1"},
             {"bot", "bot"},
             {"venue", "alpaca"},
             {"instrument", "AAPL"},
             {"side", "buy"},
             {"quantity", "10"},
             {"order_type", "market"},
             {"limit_price", finePrice},
             {"stop_price", "98"},
             {"target_price", "NULL"},
             {"reference_price", "100"},
             {"notional", "1000"},
             {"loss_at_stop", "NULL"},
             {"binding_limit", "risk"},
             {"created_at", now},
             {"expires_at", "2026-06-16T15:15:00.000Z"},
             {"reasons", "[\"the fast average crossed\",\"a \\\"second\\\" one\"]"},
             {"guards", "[{\"rule\":\"drift\",\"grade\":\"caution\",\"detail\":\"0.1 R\"}]"},
             {"end_reason", "none"},
             {"mode", "hybrid"},
             {"time_in_force", "day"},
             {"proposed_quantity", pendingCard().proposal.proposedQuantity.toString()},
             {"planned_price", "NULL"},
             {"planned_risk", "NULL"},
             {"exit_after_ms", "NULL"},
             {"exit_keeps_profit", "0"},
             {"opens_at", "NULL"},
             {"was_edited", "0"},
             {"needs_two_steps", "0"}});
    }

    void pausedBotsAndProposedSignalsAreReadBack()
    {
        const DeskEntry card = pendingCard();
        m_recorder->botSwitched(BotId("quiet"), false, "owner (desk)", sessionTime());
        m_recorder->botSwitched(BotId("loud"), false, "owner (desk)", sessionTime());
        m_recorder->botSwitched(BotId("loud"), true, "owner (desk)", sessionTime());
        m_recorder->signalMade(card.proposal.signal, "becomes a proposal");
        Signal unheard = card.proposal.signal;
        unheard.id = SignalId("S2");
        m_recorder->signalMade(unheard, "advice only");
        m_recorder->proposalChanged(card, ProposalState::Created, sessionTime());
        m_store->close();

        const StoredState state = loadState(m_store->database(), "demo-R1").value();

        QCOMPARE(state.pausedBots, std::vector<BotId>{BotId("quiet")});
        QCOMPARE(state.proposed.size(), std::size_t(1));
        const Signal &signal = state.proposed.front();
        QCOMPARE(signal.id, SignalId("S1"));
        QCOMPARE(signal.bot, card.proposal.signal.bot);
        QCOMPARE(signal.strategy, card.proposal.signal.strategy);
        QVERIFY(signal.series == card.proposal.signal.series);
        QVERIFY(signal.barCloseTime == card.proposal.signal.barCloseTime);
        QVERIFY(signal.idea.kind == SignalKind::Buy);
    }

    void theNewestStateOfAProposalCounts()
    {
        DeskEntry card = pendingCard();
        m_recorder->proposalChanged(card, ProposalState::Created, sessionTime());
        card.state = ProposalState::Approved;
        m_recorder->proposalChanged(card, ProposalState::Pending, sessionTime());
        m_store->close();

        QCOMPARE(m_store->value("SELECT COUNT(*) FROM proposals"), std::string("1"));
        QCOMPARE(m_store->value("SELECT state FROM proposals"), std::string("approved"));
        QCOMPARE(m_store->value("SELECT COUNT(*) FROM audit WHERE kind = 'proposals'"),
                 std::string("2"));
    }

    void aDecision_data()
    {
        QTest::addColumn<bool>("hasQuote");
        QTest::newRow("on a quote") << true;
        QTest::newRow("without a quote") << false;
    }
    void aDecision()
    {
        QFETCH(bool, hasQuote);
        const DeskEntry card = pendingCard();
        Decision decision;
        decision.proposal = card.proposal.id;
        decision.version = 2;
        decision.contentHash = card.hash;
        decision.verb = "approve";
        decision.person = "owner";
        decision.channel = "cli";
        decision.reason = "=looks good";
        decision.at = sessionTime();
        decision.quantity = qty("4.5");
        decision.timeOnCard = 1500ms;
        if (hasQuote) {
            decision.quoteSeen = Quote{px("99.99"), px(finePrice), sessionTime()};
            decision.driftR = -0.25;
        }

        m_recorder->decided(card, decision);

        expectRow("SELECT * FROM decisions", {{"time", now},
                                              {"proposal", "P1"},
                                              {"version", "2"},
                                              {"content_hash", card.hash},
                                              {"verb", "approve"},
                                              {"person", "owner"},
                                              {"channel", "cli"},
                                              {"reason", "=looks good"},
                                              {"instrument", "AAPL"},
                                              {"side", "buy"},
                                              {"quantity", "4.5"},
                                              {"bid", hasQuote ? "99.99" : "NULL"},
                                              {"ask", hasQuote ? finePrice : "NULL"},
                                              {"drift_r", hasQuote ? "-0.25" : "NULL"},
                                              {"time_on_card_ms", "1500"}});
    }

    void anIntent()
    {
        const Order order = workingOrder();

        m_recorder->orderIntended(order);

        expectRow("SELECT * FROM intents",
                  {{"client_order_id", order.request.clientOrderId.text()},
                   {"time", now},
                   {"proposal", "P1"},
                   {"role", "stop"},
                   {"venue", "alpaca"},
                   {"instrument", "AAPL"},
                   {"side", "sell"},
                   {"quantity", "10"},
                   {"order_type", "stop-limit"},
                   {"limit_price", "97.99"},
                   {"stop_price", "98"},
                   {"time_in_force", timeInForceName(order.request.timeInForce)},
                   {"counter", "41"},
                   {"reduce_only", "1"},
                   {"oco_group", "oco-F1"},
                   {"bot", "us"},
                   {"exit_stop", "NULL"},
                   {"exit_target", "NULL"},
                   {"exit_after_ms", "NULL"},
                   {"exit_keeps_profit", "0"}});
    }

    void aDayThatIsLost()
    {
        m_recorder->dayLost(sessionTime(), usd("94999"));

        expectRow("SELECT * FROM equity",
                  {{"time", now}, {"kind", "day-lost"}, {"equity", "94999"}, {"cash", "NULL"}, {"since", "NULL"}});
    }

    void aClosing()
    {
        m_recorder->closingChanged(support::stock(), {BotId("us"), "signal", true}, true, sessionTime());

        expectRow("SELECT * FROM instrument_state",
                  {{"venue", "alpaca"},
                   {"instrument", "AAPL"},
                   {"time", now},
                   {"field", "closing"},
                   {"value", "begun-all"},
                   {"bot", "us"},
                   {"reason", "signal"}});
    }

    void whatIsNotOurs()
    {
        m_recorder->externalChanged(support::stock(), qty("-2.5"), sessionTime());

        expectRow("SELECT * FROM instrument_state",
                  {{"venue", "alpaca"},
                   {"instrument", "AAPL"},
                   {"time", now},
                   {"field", "external"},
                   {"value", "-2.5"},
                   {"bot", "NULL"},
                   {"reason", "NULL"}});
    }

    void anOrderAndItsEvent()
    {
        const Order order = workingOrder();
        const std::string id = order.request.clientOrderId.text();

        m_recorder->orderChanged(order, OrderStatus::Working);

        expectRow("SELECT * FROM orders", {{"client_order_id", id},
                                           {"id", "V7"},
                                           {"time", "2026-06-16T15:00:01.000Z"},
                                           {"proposal", "P1"},
                                           {"role", "stop"},
                                           {"venue", "alpaca"},
                                           {"instrument", "AAPL"},
                                           {"side", "sell"},
                                           {"quantity", "10"},
                                           {"order_type", "stop-limit"},
                                           {"limit_price", "97.99"},
                                           {"stop_price", "98"},
                                           {"oco_group", "oco-F1"},
                                           {"status", orderStatusName(order.status)},
                                           {"filled", "4"},
                                           {"average_price", "98.05"},
                                           {"reason", ""},
                                           {"created_at", now}});
        expectRow("SELECT * FROM order_events", {{"time", "2026-06-16T15:00:01.000Z"},
                                                 {"client_order_id", id},
                                                 {"status_before", "working"},
                                                 {"status", orderStatusName(order.status)},
                                                 {"filled", "4"},
                                                 {"reason", ""}});
    }

    void anUnfilledOrderHasNoAveragePrice()
    {
        Order order = workingOrder();
        order.filled = {};
        order.filledNotional = {};
        order.request.limitPrice.reset();

        m_recorder->orderChanged(order, OrderStatus::Sent);
        m_store->close();

        QCOMPARE(m_store->value("SELECT average_price FROM orders"), std::string("NULL"));
        QCOMPARE(m_store->value("SELECT limit_price FROM orders"), std::string("NULL"));
    }

    void aFill()
    {
        Fill fill = support::fillOf("F1", Side::Sell, "4", finePrice, fineMoney);
        fill.assetFee = qty("0.000000001");

        m_recorder->filled(workingOrder(), fill);

        expectRow("SELECT * FROM fills", {{"id", "demo-R1/F1"},
                                          {"time", now},
                                          {"client_order_id", "order-of-F1"},
                                          {"proposal", "P1"},
                                          {"role", "stop"},
                                          {"venue", "alpaca"},
                                          {"instrument", "AAPL"},
                                          {"side", "sell"},
                                          {"quantity", "4"},
                                          {"price", finePrice},
                                          {"fee", fineMoney},
                                          {"asset_fee", "0.000000001"}});
    }

    void aPosition()
    {
        Position position;
        position.quantity = qty("-3");
        position.openNotional = usd("-300.3");
        position.realisedPnl = usd(fineMoney);
        position.fees = usd("0.5");

        m_recorder->positionChanged(support::stock(), position, sessionTime());

        expectRow("SELECT * FROM positions", {{"venue", "alpaca"},
                                              {"instrument", "AAPL"},
                                              {"time", now},
                                              {"quantity", "-3"},
                                              {"average_price", "100.1"},
                                              {"open_notional", "-300.3"},
                                              {"realised_pnl", fineMoney},
                                              {"fees", "0.5"}});
    }

    void aFlatPositionHasNoAveragePrice()
    {
        Position position;
        m_recorder->positionChanged(support::stock(), position, sessionTime());
        position.quantity = qty("1");
        position.openNotional = usd("7");
        m_recorder->positionChanged(support::stock("TSLA"), position, sessionTime());
        position = {};
        m_recorder->positionChanged(support::stock("TSLA"), position, sessionTime());
        m_store->close();

        QCOMPARE(m_store->value("SELECT COUNT(*) FROM positions"), std::string("2"));
        QCOMPARE(m_store->value("SELECT COUNT(average_price) FROM positions"), std::string("0"));
    }

    void aRoundTrip()
    {
        RoundTrip trip;
        trip.instrument = support::stock();
        trip.direction = Direction::Short;
        trip.entryTime = sessionTime() - 1h;
        trip.entryPrice = px(finePrice);
        trip.exitTime = sessionTime();
        trip.exitPrice = px("100");
        trip.quantity = qty("10");
        trip.pnl = usd("10.00000001");
        trip.returnPct = 0.990099;
        trip.fees = usd("0.25");
        trip.reason = "target";

        m_recorder->tripClosed(trip);

        expectRow("SELECT * FROM trades", {{"venue", "alpaca"},
                                           {"instrument", "AAPL"},
                                           {"side", "short"},
                                           {"entry_time", "2026-06-16T14:00:00.000Z"},
                                           {"entry_price", finePrice},
                                           {"exit_time", now},
                                           {"exit_price", "100"},
                                           {"quantity", "10"},
                                           {"pnl", "10.00000001"},
                                           {"return_pct", "0.990099"},
                                           {"fees", "0.25"},
                                           {"reason", "target"}});
    }

    void haltsModesAndEquity()
    {
        m_recorder->haltChanged(TradingState::Halted, "by owner (cli)", "owner", sessionTime());
        m_recorder->modeChanged(DecisionMode::Auto, "owner", sessionTime());
        m_recorder->equitySampled(sessionTime(), usd("1.000000000000000001"), usd("-5"));

        expectRow(
            "SELECT * FROM halts",
            {{"time", now}, {"is_halted", "1"}, {"state", "halted"}, {"reason", "by owner (cli)"}, {"person", "owner"}});
        expectRow("SELECT * FROM bot_state",
                  {{"bot", "*"}, {"time", now}, {"field", "mode"}, {"value", "auto by owner"}});
        expectRow("SELECT * FROM equity", {{"time", now},
                                           {"kind", "sample"},
                                           {"equity", "1.000000000000000001"},
                                           {"cash", "-5"},
                                           {"since", "NULL"}});
    }

    void theDayStartHasNoCash()
    {
        m_recorder->dayStarted(sessionTime(), usd("99999.5"), sessionTime() - std::chrono::hours(1));

        expectRow("SELECT * FROM equity",
                  {{"time", now},
                   {"kind", "day-start"},
                   {"equity", "99999.5"},
                   {"cash", "NULL"},
                   {"since", toIsoText(sessionTime() - std::chrono::hours(1))}});
    }

    void withoutAJournalRecordsAreOnlyCounted()
    {
        NoJournal journal;
        Recorder recorder(journal);

        recorder.started(settings(), sessionTime());
        recorder.filled(workingOrder(), support::fillOf("F1", Side::Buy, "1", "1"));

        QCOMPARE(journal.lastTicket(), std::int64_t(2));
    }

    // --- what the next start reads
    // -----------------------------------------------------------------

    void anAbsentStoreIsAnEmptyState()
    {
        const Store empty;

        const auto state = loadState(empty.database(), "demo-R1");

        VERIFY_RESULT(state);
        QCOMPARE(state->nextOrderCounter, std::int64_t(1));
        QVERIFY(state->orders.empty() && state->fills.empty() && state->trading == TradingState::Running &&
                !state->dayStartEquity);
    }

    void theNextStartFindsWhatWasLeft()
    {
        const Order order = workingOrder();
        Order done = order;
        done.request.clientOrderId = ClientOrderId("done");
        done.status = OrderStatus::Filled;
        Fill first = support::fillOf("F1", Side::Sell, "1.5", "98", "0.01");
        Fill second = support::fillOf("F2", Side::Sell, "2.5", "98.08", fineMoney);
        first.order = second.order = order.request.clientOrderId;
        m_recorder->orderIntended(order);
        m_recorder->orderChanged(order, OrderStatus::Working);
        m_recorder->orderChanged(done, OrderStatus::Working);
        m_recorder->filled(order, first);
        m_recorder->filled(order, second);
        m_recorder->dayStarted(sessionTime(), usd("99999.5"), sessionTime() - std::chrono::hours(1));
        m_recorder->haltChanged(TradingState::Halted, "by owner (cli)", "owner", sessionTime());
        m_store->close();

        const auto state = loadState(m_store->database(), "demo-R1");

        VERIFY_RESULT(state);
        QCOMPARE(state->nextOrderCounter, std::int64_t(41 + 1'000));
        QVERIFY(state->trading == TradingState::Halted);
        QCOMPARE(state->haltReason, std::string("by owner (cli)"));
        QCOMPARE(*state->dayStartEquity, usd("99999.5"));
        QVERIFY(*state->dayStartAt == sessionTime());
        QCOMPARE(state->fills.size(), std::size_t(2));
        QCOMPARE(state->fills[0].id.text(), std::string("F1"));
        QCOMPARE(state->fills[1].fee, usd(fineMoney));
        QCOMPARE(state->fills[1].price, px("98.08"));
        QVERIFY(state->fills[1].at == second.at && state->fills[1].side == Side::Sell);
        QCOMPARE(state->orders.size(), std::size_t(1));
        compareOrders(state->orders.front(), order);
    }

    void theNextStartFindsEveryTradingState_data()
    {
        QTest::addColumn<int>("state");
        for (const TradingState state : {TradingState::Running, TradingState::ReduceOnly, TradingState::Halted,
                                         TradingState::Flattening})
            QTest::newRow(tradingStateName(state)) << int(state);
    }
    void theNextStartFindsEveryTradingState()
    {
        QFETCH(const int, state);
        m_recorder->haltChanged(TradingState::Halted, "first", "owner", sessionTime());
        m_recorder->haltChanged(TradingState(state), "then", "owner", sessionTime());
        m_store->close();

        const auto read = loadState(m_store->database(), "demo-R1");

        VERIFY_RESULT(read);
        QCOMPARE(int(read->trading), state);
        QCOMPARE(read->haltReason, std::string(read->trading == TradingState::Running ? "" : "then"));
    }

    void theNextStartFindsTheDayAndWhatWasPaidIn()
    {
        const Timestamp close = sessionTime() - std::chrono::hours(19);
        m_recorder->sessionClosed(close, usd("98000"));
        m_recorder->dayStarted(sessionTime(), usd("98000"), close);
        m_recorder->cashFlowed({CashFlowId("D1"), usd("1000.000000000000000001"), sessionTime()});
        m_recorder->cashFlowed({CashFlowId("a/b"), usd("-5"), sessionTime(), CashFlow::Kind::Charge});
        m_recorder->automationCounted(BotId("bot"), 3, sessionTime());
        m_recorder->automationCounted(BotId("bot"), 4, sessionTime());
        m_recorder->indexSampled({0.9, 1.1, usd("99000")}, sessionTime());
        m_store->close();

        const auto state = loadState(m_store->database(), "demo-R1");

        VERIFY_RESULT(state);
        QVERIFY(state->dayStartSince == close && state->closeAt == close);
        QCOMPARE(*state->closeEquity, usd("98000"));
        QCOMPARE(state->flows.size(), std::size_t(2));
        QCOMPARE(state->flows[0].amount, usd("1000.000000000000000001"));
        QCOMPARE(state->flows[1].id.text(), std::string("a/b"));
        QCOMPARE(state->pace.automation.at(BotId("bot")).count, 4);
        const auto index = parseIndexState(state->equityIndex);
        QVERIFY(index && index->index == 0.9 && index->peak == 1.1);
    }

    void theNextStartFindsHowTradingWentLately()
    {
        Order entry = workingOrder();
        entry.request.role = OrderRole::Entry;
        entry.request.limitPrice = px("100.8");
        m_recorder->orderIntended(entry);
        RoundTrip trip;
        trip.instrument = support::stock();
        trip.direction = Direction::Short;
        trip.entryTime = sessionTime();
        trip.exitTime = sessionTime() + std::chrono::minutes(5);
        trip.pnl = usd("-0.000000000000000001");
        trip.reason = "stop";
        m_recorder->tripClosed(trip);
        DeskEntry card;
        card.proposal = support::buyProposal();
        Decision no;
        no.proposal = card.proposal.id;
        no.verb = "reject";
        no.channel = "desk";
        no.at = sessionTime();
        m_recorder->proposalChanged(card, ProposalState::Pending, sessionTime());
        m_recorder->decided(card, no);
        m_store->close();

        const auto state = loadState(m_store->database(), "demo-R1");

        VERIFY_RESULT(state);
        const StoredPace &pace = state->pace;
        QCOMPARE(pace.entries.size(), std::size_t(1));
        QVERIFY(pace.entries[0].instrument == entry.request.instrument);
        QVERIFY(pace.entries[0].quantity == entry.request.quantity && pace.entries[0].price == px("100.8"));
        QVERIFY(pace.entries[0].at == entry.createdAt && pace.entries[0].side == entry.request.side);
        QCOMPARE(pace.trips.size(), std::size_t(1));
        QVERIFY(pace.trips[0].isLoss && pace.trips[0].wasStopped && pace.trips[0].side == Side::Sell);
        QVERIFY(pace.trips[0].endedAt == *trip.exitTime);
        QCOMPARE(pace.rejections.size(), std::size_t(1));
        QVERIFY(pace.rejections[0].side == Side::Buy && pace.rejections[0].at == sessionTime());
        const auto other = loadState(m_store->database(), "another");
        VERIFY_RESULT(other);
        QVERIFY(other->pace.entries.empty() && other->pace.trips.empty() && other->pace.rejections.empty());
    }

    void anotherAccountIsNotOurs()
    {
        m_recorder->orderIntended(workingOrder());
        m_recorder->orderChanged(workingOrder(), OrderStatus::Working);
        m_recorder->filled(workingOrder(), support::fillOf("F1", Side::Buy, "1", "1"));
        m_recorder->haltChanged(TradingState::Halted, "first", "owner", sessionTime());
        m_recorder->haltChanged(TradingState::Running, "fine again", "owner", sessionTime());
        m_store->close();

        const auto state = loadState(m_store->database(), "another");

        VERIFY_RESULT(state);
        QVERIFY(state->orders.empty() && state->fills.empty());
        QCOMPARE(state->nextOrderCounter,
                 std::int64_t(41 + 1'000)); // an id is never used twice, whoever used it
        QVERIFY(state->trading == TradingState::Running);
    }

    void anOrderThatEndedUnfilledIsStillOursForThreeDaysOfTrading()
    {
        Order ended = workingOrder();
        ended.status = OrderStatus::Cancelled;
        Order old = ended;
        old.request.clientOrderId = ClientOrderId("old");
        old.createdAt = ended.createdAt - std::chrono::days(4);
        for (const Order &order : {old, ended}) {
            m_recorder->orderIntended(order);
            m_recorder->orderChanged(order, OrderStatus::Working);
        }
        m_store->close();

        const auto state = loadState(m_store->database(), "demo-R1");

        VERIFY_RESULT(state);
        QCOMPARE(state->orders.size(), std::size_t(1));
        QCOMPARE(state->orders.front().request.clientOrderId, ended.request.clientOrderId);
        QCOMPARE(state->orders.front().status, OrderStatus::Cancelled);
    }

    void anIntentOfWhichNothingMoreIsKnownMayHaveLeft()
    {
        m_recorder->orderIntended(workingOrder());
        m_store->close();

        const auto state = loadState(m_store->database(), "demo-R1");

        VERIFY_RESULT(state);
        QCOMPARE(state->orders.size(), std::size_t(1));
        QCOMPARE(state->orders.front().status, OrderStatus::Intended);
        QCOMPARE(state->orders.front().request.clientOrderId, workingOrder().request.clientOrderId);
    }

    /// Its terms are those of the last change that was made, and what was asked for after it is still to be heard of.
    void anOrderComesBackAsItWasChangedLast()
    {
        Order order = workingOrder();
        m_recorder->orderIntended(order);
        order.amendment = Amendment{.quantity = qty("8"), .stopPrice = px("98.5")};
        m_recorder->amended(order, AmendmentStep::Asked, "");
        order.amendment.reset();
        order.request.quantity = qty("8");
        order.request.stopPrice = px("98.5");
        m_recorder->amended(order, AmendmentStep::Made, "");
        order.amendment = Amendment{.stopPrice = px("97")};
        m_recorder->amended(order, AmendmentStep::Asked, "");
        m_recorder->amended(order, AmendmentStep::Refused, "no");
        order.amendment = Amendment{.limitPrice = px("96"), .stopPrice = px(finePrice)};
        m_recorder->amended(order, AmendmentStep::Asked, "");
        m_recorder->orderChanged(order, OrderStatus::Working);
        m_store->close();

        const auto state = loadState(m_store->database(), "demo-R1");

        VERIFY_RESULT(state);
        QCOMPARE(state->orders.size(), std::size_t(1));
        const Order &read = state->orders.front();
        QCOMPARE(read.request.quantity, qty("8"));
        QVERIFY(read.request.stopPrice == px("98.5") && read.request.limitPrice == px("97.99"));
        QVERIFY(read.amendment == order.amendment);
    }

    void anAnsweredChangeIsNoWish_data()
    {
        QTest::addColumn<int>("step");
        QTest::newRow("made") << int(AmendmentStep::Made);
        QTest::newRow("refused") << int(AmendmentStep::Refused);
    }
    void anAnsweredChangeIsNoWish()
    {
        QFETCH(const int, step);
        Order order = workingOrder();
        m_recorder->orderIntended(order);
        order.amendment = Amendment{.stopPrice = px("98.5")};
        m_recorder->amended(order, AmendmentStep::Asked, "");
        m_recorder->amended(order, AmendmentStep(step), "");
        m_store->close();

        const auto state = loadState(m_store->database(), "demo-R1");

        VERIFY_RESULT(state);
        QVERIFY(!state->orders.front().amendment);
    }

    void aChange()
    {
        Order order = workingOrder();
        order.amendment = Amendment{.stopPrice = px(finePrice)};

        m_recorder->amended(order, AmendmentStep::Asked, "");

        expectRow("SELECT * FROM amendments",
                  {{"time", "2026-06-16T15:00:01.000Z"},
                   {"client_order_id", order.request.clientOrderId.text()},
                   {"step", "asked"},
                   {"quantity", "NULL"},
                   {"limit_price", "NULL"},
                   {"stop_price", finePrice},
                   {"reason", ""}});
    }

    void aMovedStopIsFoundAgain()
    {
        m_recorder->stopMoved(support::stock(), ProposalId("P1"), px("98"), sessionTime());
        m_recorder->stopMoved(support::stock(), ProposalId("P2"), px(finePrice), sessionTime());
        m_store->close();

        const auto state = loadState(m_store->database(), "demo-R1");

        VERIFY_RESULT(state);
        QCOMPARE(state->movedStops.size(), std::size_t(1));
        QVERIFY(state->movedStops.at(support::stock()).entry == ProposalId("P2"));
        QVERIFY(state->movedStops.at(support::stock()).stop == px(finePrice));
        QVERIFY(state->closings.empty());
    }

    void aPairOfWhichOneHalfIsOpenComesWhole()
    {
        Order open = workingOrder();
        Order done = workingOrder();
        done.request.clientOrderId = ClientOrderId("done");
        Order other = workingOrder();
        other.request.clientOrderId = ClientOrderId("other");
        other.request.ocoGroup = "oco-F2";
        done.status = other.status = OrderStatus::Filled;
        for (const Order *each : {&open, &done, &other}) {
            m_recorder->orderIntended(*each);
            m_recorder->orderChanged(*each, OrderStatus::Working);
        }
        m_store->close();

        const auto state = loadState(m_store->database(), "demo-R1");

        VERIFY_RESULT(state);
        QCOMPARE(state->orders.size(), std::size_t(2));
        QVERIFY(state->orders[0].request.clientOrderId == open.request.clientOrderId);
        QVERIFY(state->orders[1].request.clientOrderId == done.request.clientOrderId);
        QCOMPARE(state->orders[1].status, OrderStatus::Filled);
    }

    void theNewestEntryOfAnInstrumentKeepsItsPlan()
    {
        Order first = workingOrder();
        first.request.role = OrderRole::Entry;
        first.request.clientOrderId = ClientOrderId("first");
        first.bot = BotId("us");
        first.exits = {px("95"), px("110.5"), std::chrono::minutes(90), true};
        Order second = first;
        second.request.clientOrderId = ClientOrderId("second");
        second.exits.stop = px("96");
        Order unfilled = first;
        unfilled.request.clientOrderId = ClientOrderId("unfilled");
        Fill fill = support::fillOf("F1", Side::Buy, "1", "100");
        for (const Order *each : {&first, &second, &unfilled})
            m_recorder->orderIntended(*each);
        fill.order = ClientOrderId("first");
        m_recorder->filled(first, fill);
        fill.id = FillId("F2");
        fill.order = ClientOrderId("second");
        m_recorder->filled(second, fill);
        m_store->close();

        const auto state = loadState(m_store->database(), "demo-R1");

        VERIFY_RESULT(state);
        QCOMPARE(state->lastEntries.size(), std::size_t(1));
        const Order &read = state->lastEntries.front();
        QVERIFY(read.request.clientOrderId == ClientOrderId("second"));
        QVERIFY(read.exits == second.exits);
        QVERIFY(read.bot == BotId("us") && read.proposal == second.proposal);
        QCOMPARE(read.filled, qty("1"));
    }

    void closingsExternalHoldingsAndALostDayAreFoundAgain()
    {
        const InstrumentId one = support::stock();
        const InstrumentId other = support::stock("TSLA");
        m_recorder->dayLost(sessionTime(), usd("90000"));
        m_recorder->dayStarted(sessionTime(), usd("95000"), sessionTime());
        m_recorder->closingChanged(one, {BotId("us"), "signal"}, true, sessionTime());
        m_recorder->closingChanged(one, {BotId("us"), "signal"}, false, sessionTime());
        m_recorder->closingChanged(other, {BotId("halt"), "flatten", true}, true, sessionTime());
        m_recorder->externalChanged(one, qty("3"), sessionTime());
        m_recorder->externalChanged(one, qty("-4"), sessionTime());
        m_recorder->externalChanged(other, qty("1"), sessionTime());
        m_recorder->externalChanged(other, Quantity(), sessionTime());
        m_store->close();

        auto state = loadState(m_store->database(), "demo-R1");

        VERIFY_RESULT(state);
        QVERIFY(!state->isDayLost); // that was the day before
        QCOMPARE(state->closings.size(), std::size_t(1));
        QVERIFY(state->closings.front().instrument == other);
        QCOMPARE(state->closings.front().reason, std::string("flatten"));
        QVERIFY(state->closings.front().includesExternal);
        QVERIFY((state->external == std::map<InstrumentId, Quantity>{{one, qty("-4")}}));
    }

    void aCardThatHasNotEndedIsFoundWithItsSignalAndItsOrder()
    {
        DeskEntry entry = pendingCard();
        Proposal &proposal = entry.proposal;
        proposal.signal.idea.reason = "the fast average crossed";
        proposal.signal.atr = px("1.5");
        proposal.plannedPrice = px("99.5");
        proposal.plannedRisk = px("2");
        proposal.holdAtMost = std::chrono::minutes(45);
        proposal.keepsProfit = true;
        proposal.opensAt = sessionTime() + 1h;
        entry.wasEdited = true;
        m_recorder->signalMade(proposal.signal, "becomes a proposal");
        m_recorder->proposalChanged(entry, ProposalState::Created, sessionTime());
        DeskEntry over = entry;
        over.proposal.id = ProposalId("over");
        over.state = ProposalState::Withdrawn;
        m_recorder->proposalChanged(over, ProposalState::Pending, sessionTime());
        Order intent = workingOrder();
        intent.request.role = OrderRole::Entry;
        intent.proposal = proposal.id;
        m_recorder->orderIntended(intent);
        m_store->close();

        const auto state = loadState(m_store->database(), "demo-R1");

        VERIFY_RESULT(state);
        QCOMPARE(state->cards.size(), std::size_t(1));
        const StoredState::Card &card = state->cards.front();
        QVERIFY(card.id == proposal.id && card.version == proposal.version);
        QCOMPARE(card.state, std::string("pending"));
        QVERIFY(card.signal.id == proposal.signal.id && card.signal.bot == proposal.signal.bot);
        QVERIFY(card.signal.barCloseTime == proposal.signal.barCloseTime);
        QCOMPARE(card.signal.idea.reason, proposal.signal.idea.reason);
        QCOMPARE(card.signal.referencePrice, proposal.signal.referencePrice);
        QCOMPARE(card.signal.atr, proposal.signal.atr);
        QCOMPARE(card.signal.series.timeframe, proposal.signal.series.timeframe);
        QCOMPARE(card.quantity, proposal.quantity);
        QCOMPARE(card.limitPrice, proposal.limitPrice);
        QCOMPARE(card.plannedPrice, proposal.plannedPrice);
        QCOMPARE(card.plannedRisk, proposal.plannedRisk);
        QVERIFY((card.exits == ExitPlan{proposal.stopPrice, proposal.targetPrice, proposal.holdAtMost, true}));
        QVERIFY(card.expiresAt == proposal.expiresAt && card.opensAt == proposal.opensAt);
        QVERIFY(card.wasEdited && !card.needsTwoSteps);
        QCOMPARE(card.order, std::optional(OrderStatus::Intended));
    }

    void theDayIsLostUntilTheNextBegins()
    {
        m_recorder->dayStarted(sessionTime(), usd("95000"), sessionTime());
        m_recorder->dayLost(sessionTime(), usd("90000"));
        m_store->close();

        const auto state = loadState(m_store->database(), "demo-R1");

        VERIFY_RESULT(state);
        QVERIFY(state->isDayLost);
    }

private:
    static void compareOrders(const Order &read, const Order &written)
    {
        QCOMPARE(read.request.clientOrderId.text(), written.request.clientOrderId.text());
        QVERIFY(read.request.instrument == written.request.instrument);
        QCOMPARE(read.request.side, written.request.side);
        QCOMPARE(read.request.quantity, written.request.quantity);
        QVERIFY(read.request.type == written.request.type &&
                read.request.role == written.request.role);
        QVERIFY(read.request.limitPrice == written.request.limitPrice);
        QVERIFY(read.request.stopPrice == written.request.stopPrice);
        QVERIFY(read.request.reduceOnly);
        QCOMPARE(read.request.ocoGroup, written.request.ocoGroup);
        QCOMPARE(read.proposal.text(), written.proposal.text());
        QCOMPARE(read.venueId.text(), written.venueId.text());
        QCOMPARE(read.status, written.status);
        QCOMPARE(read.filled, written.filled);
        QCOMPARE(read.filledNotional, written.filledNotional);
        QVERIFY(read.createdAt == written.createdAt && read.updatedAt == written.updatedAt);
    }
};

QTEST_GUILESS_MAIN(RecorderTest)
#include "RecorderTest.moc"
