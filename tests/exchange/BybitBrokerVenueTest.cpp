#include "tests/core/brokers/bybit/VettedOrders.h"
#include "tests/support/HandTape.h"
#include "tests/support/InProcessVenue.h"

#include "core/brokers/bybit/BybitBroker.h"

#include <QTest>

using namespace core;
using namespace support;
using namespace std::chrono_literals;

namespace {

const InstrumentId contract{"bybit-linear", "BTCUSDT"};
const InstrumentId spot{"bybit-spot", "BTCUSDT"};
const SeriesId series{contract, Timeframe::M1};

PlayedVenue::Market oneCoin()
{
    PlayedVenue::Market market;
    market.start = sessionTime();
    for (int i = 3; i > 0; --i)
        market.history[series].push_back({market.start - i * 1min, market.start - (i - 1) * 1min, px("100"), px("100"),
                                          px("100"), px("100"), 1000});
    market.tape = std::make_unique<HandTape>();
    return market;
}

/// @param partialShare  How often a fill is a part only.
InProcessVenue::Setup setupOf(std::uint64_t seed, const char *partialShare)
{
    InProcessVenue::Setup setup;
    setup.venues.cash = usd("10000");
    setup.venues.seed = seed;
    setup.venues.partialShare = dec(partialShare);
    setup.venues.bybitKeys = {"KEY", "secret"};
    setup.wireSeed = seed;
    setup.realStart = sessionTime() + 1000h; // real time and market time are not the same
    return setup;
}

/// The broker at the local venue's Bybit, with an engine's simplest habits: it asks for what is unknown, and
/// for orders and everything from time to time.
struct Account {
    explicit Account(std::uint64_t seed = 1, const char *partialShare = "0", bool refusesBeyondLimits = false)
        : venue(oneCoin(), setupOf(seed, partialShare)),
          broker({.endpoints = bybit::usualEndpoints(bybit::Environment::Demo),
                  .keys = {Secret("KEY"), Secret("secret")},
                  .instruments = {contract, spot},
                  .refusesBeyondLimits = refusesBeyondLimits},
                 *http, *socket, venue.clock())
    {
        broker.open([this](Event event) { take(event); });
        venue.every(20ms, beat, [this] {
            if (isRunning)
                broker.tick();
        });
        venue.every(500ms, beat, [this] { askForUnknown(); });
        venue.every(5s, beat, [this] { broker.requestOrders(); });
        venue.every(60s, beat, [this] { broker.requestSnapshot(); });
    }
    void take(const Event &event)
    {
        std::visit(match{[this](const OrderAccepted &e) { status[e.order.text()] = "works"; },
                         [this](const OrderRejected &e) { end(e.order, "rejected: " + e.reason); },
                         [this](const OrderCancelled &e) { end(e.order, "cancelled"); },
                         [this](const OrderOutcomeUnknown &e) {
                             if (!ends.contains(e.order.text()))
                                 status[e.order.text()] = "unknown";
                         },
                         [this](const OrderNotFound &e) { ++absences[e.order.text()]; },
                         [this](const OrderFilled &e) { book(e.fill); },
                         [this](const CashFlow &e) { flows.emplace(e.id, e); },
                         [this](const LinkChanged &e) { isUp = e.isUp; },
                         [this](const VenueOrders &e) {
                             for (const Fill &fill : e.fills)
                                 book(fill);
                         },
                         [this](const VenueSnapshot &e) {
                             for (const Fill &fill : e.fills)
                                 book(fill);
                             snapshot = e;
                         },
                         [](const auto &) {}},
                   event);
    }
    void end(const ClientOrderId &order, const std::string &how)
    {
        if (ends.emplace(order.text(), how).second)
            status[order.text()] = how;
    }
    void book(const Fill &fill)
    {
        fills.emplace(fill.id, fill);
        const std::string &id = fill.order.text();
        if (sent.contains(id) && filledOf(id) == sent.at(id).quantity)
            end(fill.order, "filled");
        else if (status[id] == "unknown")
            status[id] = "works"; // a fill is proof
    }
    void askForUnknown()
    {
        for (const auto &[id, how] : status)
            if ((how == "unknown" || how == "sent") && sent.contains(id))
                broker.query(orderOf(id));
    }
    [[nodiscard]] Order orderOf(const std::string &id) const
    {
        Order order;
        order.request = sent.at(id);
        order.proposal = ProposalId("P");
        return order;
    }
    void submit(const Wanted &wanted)
    {
        const VettedOrder order = vettedOrder(wanted);
        sent.emplace(wanted.id, order.request());
        status[wanted.id] = "sent";
        broker.submit(order);
    }
    void buy(const std::string &id, const InstrumentId &instrument = contract, const char *worst = "104")
    {
        submit({.id = id, .instrument = instrument, .quantity = qty("2"), .worst = px(worst), .stop = px("90")});
    }
    void price(const char *to)
    {
        venue.venues().played().playPrice(series, px(to));
        venue.venues().bybit().account().settle();
    }
    [[nodiscard]] Quantity filledOf(const std::string &id) const
    {
        Quantity filled;
        for (const auto &[fillId, fill] : fills)
            if (fill.order.text() == id)
                filled += fill.quantity;
        return filled;
    }
    [[nodiscard]] Quantity held(const InstrumentId &instrument) const
    {
        Quantity sum;
        for (const auto &[id, fill] : fills)
            if (fill.instrument == instrument)
                sum += fill.signedQuantity() - fill.assetFee;
        return sum;
    }
    [[nodiscard]] Quantity heldThere(const InstrumentId &instrument) const
    {
        for (const auto &each : snapshot->holdings)
            if (each.instrument == instrument)
                return each.quantity;
        return {};
    }
    [[nodiscard]] const app::bybit::Books &books() { return venue.venues().bybit().account().books(); }
    bool begin()
    {
        price("100");
        return venue.playUntil([this] { return isUp && broker.isReady() && snapshot; }, 30s);
    }
    /// What the venue says after everything has come to rest is what its books say and what the fills make.
    void compare()
    {
        snapshot.reset();
        broker.requestSnapshot();
        QVERIFY(venue.playUntil([this] { return snapshot && snapshot->isConsistent; }, 120s));
        QCOMPARE(snapshot->cash->value().toString(), books().balance("USDT").toString());
        QCOMPARE(fills.size(), books().executions().size());
        QCOMPARE(held(contract), heldThere(contract));
        QCOMPARE(held(spot), heldThere(spot));
    }

    InProcessVenue venue;
    std::unique_ptr<net::HttpPort> http = venue.http();
    std::unique_ptr<net::SocketPort> socket = venue.socket();
    bybit::BybitBroker broker;
    app::AlarmOwner beat;
    std::map<std::string, OrderRequest> sent;
    std::map<std::string, std::string> status;
    std::map<std::string, std::string> ends;
    std::map<std::string, int> absences;
    std::map<FillId, Fill> fills;
    std::map<CashFlowId, CashFlow> flows;
    std::optional<VenueSnapshot> snapshot;
    bool isUp = false;
    bool isRunning = true;
};

} // namespace

/// Our client and the venue's side, two readings of one sheet, in virtual time.
class BybitBrokerVenueTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void comesUpAndAgreesWithAnEmptyAccount()
    {
        Account account;
        QVERIFY(account.begin());
        QCOMPARE(account.snapshot->cash->toString(), std::string("10000"));
        QVERIFY(account.snapshot->holdings.empty());
    }

    void aRoundOfBuyStopCancelAndSellEndsAsTheVenuesBooksSay()
    {
        Account account;
        QVERIFY(account.begin());
        account.buy("cs-1");
        QVERIFY2(account.venue.playUntil([&] { return account.filledOf("cs-1") == qty("2"); }, 30s),
                 account.status["cs-1"].c_str());

        account.submit({.id = "cs-2", .instrument = contract, .role = OrderRole::Stop, .quantity = qty("2"),
                        .stop = px("95"), .side = Side::Sell});
        QVERIFY(account.venue.playUntil([&] { return account.status["cs-2"] == "works"; }, 10s));
        account.compare();
        QCOMPARE(account.snapshot->openOrders.size(), std::size_t(1));
        account.broker.cancel(account.orderOf("cs-2"));
        QVERIFY(account.venue.playUntil([&] { return account.ends.contains("cs-2"); }, 10s));

        account.submit({.id = "cs-3", .instrument = contract, .role = OrderRole::Exit, .quantity = qty("2"),
                        .side = Side::Sell});
        QVERIFY(account.venue.playUntil([&] { return account.filledOf("cs-3") == qty("2"); }, 10s));
        account.compare();
        QVERIFY(account.heldThere(contract).isZero());
    }

    void aStopThatFiresFillsAndClosesThePosition()
    {
        Account account;
        QVERIFY(account.begin());
        account.buy("cs-1");
        QVERIFY(account.venue.playUntil([&] { return account.filledOf("cs-1") == qty("2"); }, 30s));
        account.submit({.id = "cs-2", .instrument = contract, .role = OrderRole::Stop, .quantity = qty("2"),
                        .stop = px("95"), .side = Side::Sell});
        QVERIFY(account.venue.playUntil([&] { return account.status["cs-2"] == "works"; }, 10s));
        account.price("94");
        QVERIFY(account.venue.playUntil([&] { return account.filledOf("cs-2") == qty("2"); }, 10s));
        account.compare();
        QVERIFY(account.heldThere(contract).isZero());
    }

    void aSpotBuyLeavesWhatItsFeeDoesNotTake()
    {
        Account account;
        QVERIFY(account.begin());
        account.buy("cs-1", spot);
        QVERIFY(account.venue.playUntil([&] { return account.filledOf("cs-1") == qty("2"); }, 30s));
        account.compare();
        QCOMPARE(account.heldThere(spot), qty("1.998"));
        QVERIFY(account.held(contract).isZero());
    }

    void anEntryThatTheVenueHasNoMoneyForIsRejected()
    {
        Account account;
        QVERIFY(account.begin());
        account.submit({.id = "cs-1", .instrument = spot, .quantity = qty("500"), .worst = px("104"), .stop = px("90")});
        QVERIFY(account.venue.playUntil([&] { return account.ends.contains("cs-1"); }, 10s));
        QVERIFY(account.ends["cs-1"].starts_with("rejected"));
    }

    void anAmendedOrderWorksWithItsNewPrice()
    {
        Account account;
        QVERIFY(account.begin());
        account.submit({.id = "cs-1", .instrument = contract, .role = OrderRole::Entry, .quantity = qty("2"),
                        .worst = px("104"), .stop = px("90")});
        QVERIFY(account.venue.playUntil([&] { return account.filledOf("cs-1") == qty("2"); }, 30s));
        account.submit({.id = "cs-2", .instrument = contract, .role = OrderRole::Stop, .quantity = qty("2"),
                        .stop = px("95"), .side = Side::Sell});
        QVERIFY(account.venue.playUntil([&] { return account.status["cs-2"] == "works"; }, 10s));
        account.broker.amend(account.orderOf("cs-2"), {.stopPrice = px("97")});
        account.venue.play(5s);
        account.compare();
        QCOMPARE(*account.snapshot->openOrders.at(0).request.stopPrice, px("97"));
    }

    void moneyThatIsPaidInIsAFlowAndTheCashSaysSo()
    {
        Account account;
        QVERIFY(account.begin());
        QVERIFY(account.venue.venues().bybit().account().transfer("USDT", usd("250.5").value()));
        account.venue.venues().bybit().account().settle();
        account.buy("cs-1");
        account.venue.play(70s);
        account.compare();
        QCOMPARE(account.flows.size(), std::size_t(1));
        QCOMPARE(account.flows.begin()->second.amount, usd("250.5"));
        QCOMPARE(account.flows.begin()->second.kind, CashFlow::Kind::Transfer);
    }

    void pricesBeyondTheLimitsAreRefusedOnceTheOwnerAgreed()
    {
        Account account(1, "0", true);
        QVERIFY(account.begin());
        account.venue.play(5s);
        QVERIFY(account.broker.facts().beyondLimits()->linear == bybit::BeyondLimit::Refuse);
    }

    void whateverGoesWrongTheBooksAgreeInTheEnd_data()
    {
        QTest::addColumn<QByteArray>("row");
        for (const char *where : {"order", "stream", "query"})
            for (const char *kind : {"drop", "delay", "duplicate", "reorder", "truncate", "wrong-id", "rate-limit",
                                     "server-error-before-acceptance", "server-error-after-acceptance",
                                     "timeout-before-acceptance", "timeout-after-acceptance", "socket-reset",
                                     "silent-socket", "maintenance", "slow"}) {
                const QByteArray row = QByteArray("kind: ") + kind + ", on: " + where + ", probability: 0.3, seconds: 3";
                if (app::FaultPlan::parse("faults:\n- {" + row.toStdString() + "}\n", "test"))
                    QTest::newRow(row.constData()) << row;
            }
    }
    void whateverGoesWrongTheBooksAgreeInTheEnd()
    {
        QFETCH(QByteArray, row);
        for (std::uint64_t seed = 1; seed <= 5; ++seed) {
            Account account(seed, "0.5");
            QVERIFY(account.begin());
            account.venue.venues().faults().begin(
                *app::FaultPlan::parse("faults:\n- {" + row.toStdString() + "}\n", "test"));
            for (int i = 1; i <= 4; ++i) {
                account.buy("cs-" + std::to_string(i), i % 2 ? contract : spot);
                account.venue.play(3s);
            }
            account.venue.play(60s);
            account.venue.venues().faults().begin({});
            account.venue.play(90s);
            account.compare();
            if (QTest::currentTestFailed())
                return qWarning("seed %d", int(seed));
            for (const auto &[id, request] : account.sent) {
                const std::string how = account.status[id];
                const bool isThere = account.venue.venues().bybit().account().findByLinkId(
                    request.instrument == spot ? app::bybit::Category::Spot : app::bybit::Category::Linear, id);
                const bool isUnsettled = how == "sent" || how == "unknown";
                QVERIFY2(!isUnsettled || (!isThere && account.absences[id] >= 2), (id + " " + how).c_str());
                QVERIFY2(!how.starts_with("rejected") || !isThere, (id + " " + how).c_str()); // no false rejection
            }
        }
    }
};

QTEST_GUILESS_MAIN(BybitBrokerVenueTest)
#include "BybitBrokerVenueTest.moc"
