#include "tests/core/brokers/bybit/VettedOrders.h"
#include "tests/support/HandTape.h"

#include "app/exchange/Exchange.h"
#include "core/brokers/bybit/BybitBroker.h"
#include "core/net/QtHttp.h"
#include "core/net/QtSocket.h"

#include <QTest>
#include <QTimer>

using namespace core;
using namespace support;
using namespace std::chrono_literals;

namespace {

const InstrumentId contract{"bybit-linear", "BTCUSDT"};
const InstrumentId spot{"bybit-spot", "BTCUSDT"};
const SeriesId series{contract, Timeframe::M1};

/// The local venue behind its port. Real time is the machine's; the market stands until a price is set.
struct Venue {
    Venue() : exchange(market(), setup(), clock) { isListening = exchange.listen(0).has_value(); }
    static PlayedVenue::Market market()
    {
        PlayedVenue::Market market;
        market.start = sessionTime();
        market.history[series].push_back({sessionTime() - 1min, sessionTime(), px("100"), px("100"), px("100"), px("100"),
                                          1000});
        market.tape = std::make_unique<HandTape>();
        return market;
    }
    static app::Exchange::Setup setup()
    {
        app::Exchange::Setup setup;
        setup.cash = usd("10000");
        setup.speed = 0;
        setup.token = "token";
        setup.partialShare = {};
        setup.bybitKeys = {"KEY", "secret"};
        return setup;
    }
    void price(const char *to)
    {
        exchange.venue().playPrice(series, px(to));
        exchange.bybit().account().settle();
    }

    SystemClock clock;
    app::Exchange exchange;
    bool isListening = false;
};

/// Our client at the other end of real sockets, moved all the time.
struct Client {
    explicit Client(const Venue &venue, const char *key = "KEY")
        : http(clock), broker(setup(venue, key), http, socket, clock)
    {
        broker.open([this](Event event) { events.push_back(std::move(event)); });
        QObject::connect(&timer, &QTimer::timeout, &timer, [this] { broker.tick(); });
        timer.start(5);
    }
    static bybit::BybitBroker::Setup setup(const Venue &venue, const char *key)
    {
        const std::string host = "127.0.0.1:" + std::to_string(venue.exchange.port());
        return {.endpoints = {bybit::Environment::Demo, "http://" + host, "ws://" + host, "ws://" + host + "/v5/private"},
                .keys = {Secret(std::string(key)), Secret("secret")},
                .instruments = {contract, spot}};
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
        std::set<FillId> known;
        for (const OrderFilled &each : told<OrderFilled>())
            if (each.fill.order == ClientOrderId(order) && known.insert(each.fill.id).second)
                sum += each.fill.quantity;
        return sum;
    }
    VettedOrder submit(const Wanted &wanted)
    {
        VettedOrder order = vettedOrder(wanted);
        broker.submit(order);
        return order;
    }
    /// A comparison that was asked for now.
    [[nodiscard]] std::optional<VenueSnapshot> compare()
    {
        const auto before = told<VenueSnapshot>().size();
        broker.requestSnapshot();
        if (!QTest::qWaitFor([&] { return told<VenueSnapshot>().size() > before; }, 10'000))
            return std::nullopt;
        return told<VenueSnapshot>().back();
    }

    SystemClock clock;
    net::QtHttp http;
    net::QtSocket socket;
    bybit::BybitBroker broker;
    std::vector<Event> events;
    QTimer timer;
};

Order orderOf(const VettedOrder &vetted)
{
    Order order;
    order.request = vetted.request();
    order.proposal = vetted.proposal();
    return order;
}

} // namespace

/// Our client of Bybit against the local venue, over its own sockets.
class BybitBrokerSocketsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aRoundFromBuyToFlat()
    {
        Venue venue;
        QVERIFY(venue.isListening);
        venue.price("100");
        Client client(venue);
        QTRY_VERIFY_WITH_TIMEOUT(!client.told<VenueSnapshot>().empty() && client.told<LinkChanged>().back().isUp, 15'000);
        QCOMPARE(client.told<VenueSnapshot>().back().cash->toString(), std::string("10000"));
        QVERIFY(client.told<ClockJudged>().back().allowsEntries);

        client.submit({.id = "BUY", .instrument = contract, .quantity = qty("2"), .worst = px("104"), .stop = px("90")});
        QTRY_COMPARE(client.filledOf("BUY"), qty("2"));
        QTRY_VERIFY(client.hasTold<OrderAccepted>("BUY"));

        const VettedOrder stop = client.submit({.id = "STOP", .instrument = contract, .role = OrderRole::Stop,
                                                .quantity = qty("2"), .stop = px("95"), .side = Side::Sell});
        QTRY_VERIFY(client.hasTold<OrderAccepted>("STOP"));
        auto snapshot = client.compare();
        QVERIFY(snapshot && snapshot->openOrders.size() == 1);
        QCOMPARE(snapshot->holdings.at(0).quantity, qty("2"));

        client.broker.amend(orderOf(stop), {.stopPrice = px("96")});
        QTRY_VERIFY(client.hasTold<OrderAmended>("STOP"));
        client.broker.cancel(orderOf(stop));
        QTRY_VERIFY(client.hasTold<OrderCancelled>("STOP"));

        client.submit({.id = "SELL", .instrument = contract, .role = OrderRole::Exit, .quantity = qty("2"),
                       .side = Side::Sell});
        QTRY_COMPARE(client.filledOf("SELL"), qty("2"));
        snapshot = client.compare();
        QVERIFY(snapshot && snapshot->holdings.empty() && snapshot->openOrders.empty());
        QCOMPARE(snapshot->cash->value().toString(), venue.exchange.bybit().account().books().balance("USDT").toString());
        QCOMPARE(snapshot->fills.size(), venue.exchange.bybit().account().books().executions().size());
        QVERIFY(client.told<OrderOutcomeUnknown>().empty() && client.told<OrderRejected>().empty());
    }

    void anotherProgramFindsTheOrderByItsNameAlone()
    {
        Venue venue;
        venue.price("100");
        std::optional<VettedOrder> stop;
        {
            Client first(venue);
            QTRY_VERIFY_WITH_TIMEOUT(!first.told<VenueSnapshot>().empty(), 15'000);
            first.submit({.id = "BUY", .instrument = contract, .quantity = qty("2"), .worst = px("104"), .stop = px("90")});
            QTRY_COMPARE(first.filledOf("BUY"), qty("2"));
            stop = first.submit({.id = "STOP", .instrument = contract, .role = OrderRole::Stop, .quantity = qty("2"),
                                 .stop = px("95"), .side = Side::Sell});
            QTRY_VERIFY(first.hasTold<OrderAccepted>("STOP"));
        }
        Client second(venue);
        QTRY_VERIFY_WITH_TIMEOUT(second.broker.isReady(), 15'000);
        second.broker.query(orderOf(*stop));
        QTRY_VERIFY(second.hasTold<OrderAccepted>("STOP"));
        Order never = orderOf(*stop);
        never.request.clientOrderId = ClientOrderId("NEVER");
        second.broker.query(never);
        QTRY_VERIFY(second.hasTold<OrderNotFound>("NEVER"));
        QTRY_VERIFY_WITH_TIMEOUT(second.told<LinkChanged>().back().isUp, 15'000);
        venue.price("94");
        QTRY_COMPARE(second.filledOf("STOP"), qty("2"));
    }

    void aKeyOfAnotherEnvironmentHalts()
    {
        Venue venue;
        venue.price("100");
        Client client(venue, "STRANGE");
        QTRY_VERIFY_WITH_TIMEOUT(!client.told<VenueTrouble>().empty(), 15'000);
        const auto troubles = client.told<VenueTrouble>();
        QVERIFY(std::any_of(troubles.begin(), troubles.end(), [](const VenueTrouble &each) { return each.mustHalt; }));
        QVERIFY(std::none_of(troubles.begin(), troubles.end(), [](const VenueTrouble &each) {
            return each.sentence.find("STRANGE") != std::string::npos;
        }));
        QVERIFY(client.told<VenueSnapshot>().empty());
    }
};

QTEST_GUILESS_MAIN(BybitBrokerSocketsTest)
#include "BybitBrokerSocketsTest.moc"
