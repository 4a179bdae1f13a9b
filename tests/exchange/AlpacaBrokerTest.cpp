#include "tests/exchange/AlpacaDesk.h"
#include "tests/support/Vetted.h"

#include "core/brokers/alpaca/AlpacaBroker.h"
#include "core/net/QtHttp.h"
#include "core/net/QtSocket.h"
#include "core/risk/RiskGate.h"

#include <QTimer>

using namespace core;
using namespace support;
using namespace std::chrono_literals;

namespace {

/// Our client at the other end of real sockets; its clock is the machine's, and it is moved all the time.
struct Client {
    explicit Client(const AlpacaDesk &venue) : http(clock), broker(setup(venue), http, socket, clock)
    {
        broker.open([this](Event event) { events.push_back(std::move(event)); });
        QObject::connect(&timer, &QTimer::timeout, &timer, [this] { broker.tick(); });
        timer.start(5);
    }
    static alpaca::AlpacaBroker::Setup setup(const AlpacaDesk &venue)
    {
        const std::string host = "127.0.0.1:" + std::to_string(venue.exchange.port());
        return {.endpoints = {"http://" + host, "http://" + host, "ws://" + host + "/stream", "ws://" + host},
                .keys = {Secret(std::string("PKTEST")), Secret(std::string("secret"))},
                .isCryptoToo = true};
    }
    template <class T>
    [[nodiscard]] std::vector<T> told() const
    {
        std::vector<T> all;
        for (const Event &each : events)
            if (const auto *one = std::get_if<T>(&each))
                all.push_back(*one);
        return all;
    }
    template <class T>
    [[nodiscard]] bool hasTold(const char *order) const
    {
        const auto all = told<T>();
        return std::any_of(all.begin(), all.end(), [&](const T &each) { return each.order == ClientOrderId(order); });
    }
    [[nodiscard]] Quantity filledOf(const char *order) const
    {
        Quantity sum;
        for (const OrderFilled &each : told<OrderFilled>())
            sum += each.fill.order == ClientOrderId(order) ? each.fill.quantity : Quantity();
        return sum;
    }
    /// What our books would have: each fill once.
    [[nodiscard]] Quantity held(const InstrumentId &instrument) const
    {
        Quantity sum;
        std::set<FillId> known;
        for (const OrderFilled &each : told<OrderFilled>())
            if (each.fill.instrument == instrument && known.insert(each.fill.id).second)
                sum += each.fill.signedQuantity() - each.fill.assetFee;
        return sum;
    }
    /// A comparison that was asked for now.
    [[nodiscard]] std::optional<VenueSnapshot> compare()
    {
        const auto before = told<VenueSnapshot>().size();
        broker.requestSnapshot();
        if (!QTest::qWaitFor([&] { return told<VenueSnapshot>().size() > before; }))
            return std::nullopt;
        return told<VenueSnapshot>().back();
    }

    SystemClock clock;
    net::QtHttp http;
    net::QtSocket socket;
    alpaca::AlpacaBroker broker;
    std::vector<Event> events;
    QTimer timer;
};

VettedOrder vetted(const char *id, OrderRole role, Side side, const char *price = nullptr, const char *group = "",
                   InstrumentId instrument = stock())
{
    ManualClock clock;
    Desk desk(clock, {}, {});
    Proposal exit = buyProposal();
    exit.side = side;
    exit.signal.series.instrument = std::move(instrument);
    exit.limitPrice.reset();
    exit.orderType = role == OrderRole::Stop     ? OrderType::Stop
                     : role == OrderRole::Target ? OrderType::Limit
                                                 : OrderType::Market;
    if (role == OrderRole::Stop)
        exit.stopPrice = px(price);
    else if (price)
        exit.limitPrice = px(price);
    return *RiskGate().vetExit(desk.issueExit(std::move(exit), role, group), qty(side == Side::Sell ? "10" : "-10"), {},
                               ClientOrderId(id));
}

/// Ten at the market.
VettedOrder bought(const char *id, InstrumentId instrument = stock())
{
    ManualClock clock(sessionTime());
    return Vetted(clock).entry({.id = id, .instrument = std::move(instrument), .quantity = qty("10")});
}

Order orderOf(const VettedOrder &vetted)
{
    Order order;
    order.request = vetted.request();
    order.createdAt = sessionTime();
    return order;
}

} // namespace

/// Our client of Alpaca against the local venue, over its own sockets: two readings of the same sheet.
class AlpacaBrokerTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aRoundFromBuyToFlat()
    {
        AlpacaDesk venue;
        venue.price("AAPL", "100");
        Client client(venue);
        QTRY_VERIFY(!client.told<VenueSnapshot>().empty()); // connected, listening, compared
        QVERIFY(client.told<VenueSnapshot>()[0].cash == usd("100000"));
        QVERIFY(client.told<LinkChanged>().back().isUp);

        client.broker.submit(bought("BUY"));
        QTRY_COMPARE(client.filledOf("BUY"), qty("10"));
        QTRY_VERIFY(client.hasTold<OrderAccepted>("BUY"));

        const VettedOrder stop = vetted("STOP", OrderRole::Stop, Side::Sell, "98", "oco-TARGET");
        const VettedOrder target = vetted("TARGET", OrderRole::Target, Side::Sell, "104", "oco-TARGET");
        client.broker.submitPair(stop, target);
        QTRY_VERIFY(client.hasTold<OrderAccepted>("STOP") && client.hasTold<OrderAccepted>("TARGET"));
        auto snapshot = client.compare();
        QCOMPARE(snapshot->openOrders.size(), std::size_t(2));
        QCOMPARE(snapshot->holdings[0].quantity, qty("10"));

        client.broker.amend(orderOf(target), {.limitPrice = px("105")});
        QTRY_VERIFY(client.hasTold<OrderAmended>("TARGET") || client.hasTold<OrderAmendRefused>("TARGET"));
        QVERIFY(client.hasTold<OrderAmended>("TARGET"));
        venue.price("AAPL", "97.50");
        QTRY_COMPARE(client.filledOf("STOP"), qty("10"));
        QTRY_VERIFY(client.hasTold<OrderCancelled>("TARGET"));

        snapshot = client.compare();
        QVERIFY(snapshot->isConsistent && snapshot->openOrders.empty() && snapshot->holdings.empty());
        Money cash = usd("100000");
        for (const Fill &each : snapshot->fills)
            cash -= notional(each.price, each.signedQuantity()) + each.fee;
        QCOMPARE(*snapshot->cash, cash);
        QCOMPARE(snapshot->fills.size(), std::size_t(2));
        QVERIFY(client.told<OrderOutcomeUnknown>().empty() && client.told<VenueTrouble>().empty());
        QVERIFY(client.told<ClockJudged>().back().allowsEntries);
    }

    void aPairIsCancelledAndAskedForByAnotherProgram()
    {
        AlpacaDesk venue;
        venue.price("AAPL", "100");
        const VettedOrder stop = vetted("STOP", OrderRole::Stop, Side::Sell, "98", "oco-TARGET");
        const VettedOrder target = vetted("TARGET", OrderRole::Target, Side::Sell, "104", "oco-TARGET");
        {
            Client first(venue);
            QTRY_VERIFY(!first.told<VenueSnapshot>().empty());
            first.broker.submit(bought("BUY"));
            QTRY_COMPARE(first.filledOf("BUY"), qty("10"));
            first.broker.submitPair(stop, target);
            QTRY_VERIFY(first.hasTold<OrderAccepted>("STOP"));
        }
        Client second(venue); // it knows its orders from its books, by their names alone
        second.broker.query(orderOf(stop));
        QTRY_VERIFY(second.hasTold<OrderAccepted>("STOP"));
        second.broker.cancel(orderOf(stop));
        QTRY_VERIFY(second.hasTold<OrderCancelled>("STOP") && second.hasTold<OrderCancelled>("TARGET"));
        second.broker.query(orderOf(vetted("NEVER", OrderRole::Exit, Side::Sell)));
        QTRY_VERIFY(second.hasTold<OrderNotFound>("NEVER"));
    }

    void partsAndACancelledRestAddUp()
    {
        AlpacaDesk venue(sessionTime(), dec("1"));
        venue.price("AAPL", "100");
        Client client(venue);
        QTRY_VERIFY(!client.told<VenueSnapshot>().empty());
        const VettedOrder buy = bought("BUY");
        client.broker.submit(buy);
        QTRY_VERIFY(client.filledOf("BUY") > Quantity());
        client.broker.cancel(orderOf(buy));
        QTRY_VERIFY(client.hasTold<OrderCancelled>("BUY") || client.filledOf("BUY") == qty("10"));
        const auto snapshot = client.compare();
        QCOMPARE(snapshot->holdings[0].quantity, client.held(stock()));
    }

    void aCoinPaysItsFeeInItself()
    {
        AlpacaDesk venue;
        venue.price("BTCUSDT", "5000");
        Client client(venue);
        QTRY_VERIFY(!client.told<VenueSnapshot>().empty());
        const InstrumentId coin{"alpaca-crypto", "BTC/USD"};
        client.broker.submit(bought("BUY", coin));
        QTRY_COMPARE(client.filledOf("BUY"), qty("10"));
        auto snapshot = client.compare();
        QVERIFY(snapshot->holdings[0].instrument == coin);
        QCOMPARE(snapshot->holdings[0].quantity, client.held(coin));
    }
};

QTEST_GUILESS_MAIN(AlpacaBrokerTest)
#include "AlpacaBrokerTest.moc"
