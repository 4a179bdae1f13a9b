#include "core/engine/EngineThread.h" // first: moc 6.4 stumbles over <compare>
#include "core/brokers/alpaca/AlpacaApi.h"
#include "core/brokers/alpaca/AlpacaOrderRequests.h"
#include "core/brokers/alpaca/AlpacaOrderTerms.h"
#include "core/engine/EmbeddedVenue.h"
#include "core/net/HttpWire.h"
#include "core/net/QtHttp.h"
#include "tests/bench/Rows.h"
#include "tests/bench/SawMarket.h"
#include "tests/bench/Table.h"

#include <QCoreApplication>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>

#include <atomic>
#include <chrono>
#include <set>

using namespace core;

namespace bench {

namespace {

using Steady = std::chrono::steady_clock;

/// The other end of the wire, on a thread of its own: stamps the moment at which a request is there to its
/// last byte, and refuses it.
class Receiver final : public QThread {
public:
    Receiver() { start(); }
    ~Receiver() override
    {
        quit();
        wait();
    }
    [[nodiscard]] quint16 port() const
    {
        m_port.wait(0);
        return m_port.load();
    }

    [[nodiscard]] int count() const { return m_count.load(); }
    /// To the newest request.
    [[nodiscard]] double secondsSince(Steady::time_point moment) const
    {
        return std::chrono::duration<double>(Steady::duration(m_at.load()) - moment.time_since_epoch()).count();
    }

private:
    void run() override
    {
        QTcpServer server;
        QObject::connect(&server, &QTcpServer::newConnection, [&] {
            QTcpSocket *const link = server.nextPendingConnection();
            QObject::connect(link, &QTcpSocket::readyRead, [this, link] { take(*link); });
            QObject::connect(link, &QTcpSocket::disconnected, link, &QObject::deleteLater);
        });
        m_port = server.listen(QHostAddress::LocalHost) ? server.serverPort() : quint16(1);
        m_port.notify_all();
        exec();
    }
    void take(QTcpSocket &link)
    {
        const QByteArray so = link.peek(link.bytesAvailable());
        const qsizetype body = so.indexOf("\r\n\r\n") + 4;
        const qsizetype said = so.toLower().indexOf("content-length: ");
        if (body < 4 || said < 0)
            return;
        const qsizetype length = so.mid(said + 16, so.indexOf('\r', said) - said - 16).toLongLong();
        if (so.size() < body + length)
            return;
        m_at.store(Steady::now().time_since_epoch().count());
        m_count.fetch_add(1);
        (void)link.readAll();
        link.write("HTTP/1.1 422 Unprocessable Entity\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}");
    }

    std::atomic<std::int64_t> m_at{0};
    std::atomic<int> m_count{0};
    std::atomic<quint16> m_port{0};
};

/// The embedded venue, and entries go to Alpaca's wire as well, before it takes them.
class Tapped final : public Broker {
public:
    Tapped(Broker &inner, quint16 port)
        : m_inner(inner), m_http(m_clock),
          m_api({.trading = "http://127.0.0.1:" + std::to_string(port), .data = {}, .orderStream = {},
                 .marketStream = {}},
                {Secret(std::string("PKMADEUP")), Secret(std::string("made-up"))}, m_http, m_clock,
                {[](const VenueTrouble &) {}, [](const ClockJudged &) {}, [](bool) {}})
    {
    }
    void open(EventSink sink) override { m_inner.open(std::move(sink)); }
    void submit(const VettedOrder &order) override
    {
        OrderRequest request = order.request();
        request.instrument = {"alpaca", "AAPL"};
        if (request.role == OrderRole::Entry)
            m_api.ask(alpaca::createOrder(alpaca::orderToSend(request, usualInstrument(request.instrument))), net::RateUse::Order,
                      [](const alpaca::Api::Body &) {});
        m_inner.submit(order);
    }
    void cancel(const Order &order) override { m_inner.cancel(order); }
    void query(const Order &order) override { m_inner.query(order); }
    void amend(const Order &order, const Amendment &terms) override { m_inner.amend(order, terms); }
    void requestSnapshot() override { m_inner.requestSnapshot(); }
    void tick() override
    {
        m_inner.tick();
        m_api.tick();
    }

private:
    Broker &m_inner;
    SystemClock m_clock;
    net::QtHttp m_http;
    alpaca::Api m_api;
};

/// The embedded venue with the tapped broker before it.
class TappedVenue final : public VenueAccess {
public:
    TappedVenue(EmbeddedMarket market, const EngineSettings &engine, EngineMonitor &monitor, quint16 port)
        : m_inner(std::move(market), engine, monitor), m_broker(m_inner.broker(), port)
    {
    }
    [[nodiscard]] const Clock &marketClock() const override { return m_inner.marketClock(); }
    [[nodiscard]] Broker &broker() override { return m_broker; }
    void open(Opened done) override { m_inner.open(std::move(done)); }
    void begin(TradingEngine &engine, Hooks hooks) override { m_inner.begin(engine, std::move(hooks)); }
    void beat(Duration sinceLast) override { m_inner.beat(sinceLast); }
    void stored() override { m_inner.stored(); }
    void end() override { m_inner.end(); }
    [[nodiscard]] Duration compareEvery() const override { return m_inner.compareEvery(); }
    [[nodiscard]] Duration compareAtMostEvery() const override { return m_inner.compareAtMostEvery(); }
    [[nodiscard]] PlayState playState() const override { return m_inner.playState(); }
    [[nodiscard]] Result<> setSpeed(double speed) override { return m_inner.setSpeed(speed); }
    [[nodiscard]] Result<> setPausesForCards(bool pauses) override { return m_inner.setPausesForCards(pauses); }

private:
    EmbeddedVenue m_inner;
    Tapped m_broker;
};

HostSetup tappedSetup(const QString &folder, EngineObserver &observer, quint16 port)
{
    HostSetup setup = sawSetup(folder, observer);
    const auto market = std::make_shared<EmbeddedMarket>(std::move(setup.market));
    setup.makeVenue = [market, engine = setup.engine, port](EngineMonitor &monitor) {
        return std::make_unique<TappedVenue>(std::move(*market), engine, monitor, port);
    };
    return setup;
}

const ProposalView *newCard(const ThreadEngineClient &client, const std::set<ProposalId> &seen)
{
    if (!client.snapshot())
        return nullptr;
    for (const ProposalView &each : client.snapshot()->waiting)
        if (each.state == ProposalState::Pending && !seen.contains(each.proposal.id))
            return &each;
    return nullptr;
}

void approveToWire(benchmark::State &state)
{
    std::vector<double> seconds;
    for (auto _ : state) {
        const QTemporaryDir folder;
        Receiver receiver;
        EngineObserver nobody;
        ThreadEngineClient client(tappedSetup(folder.path(), nobody, receiver.port()), {"owner", "desk"});
        std::set<ProposalId> seen;
        while (int(seconds.size()) < cardsWanted) {
            const ProposalView *card = nullptr;
            if (!waitUntil([&] { return (card = newCard(client, seen)) != nullptr; }))
                return state.SkipWithError("no card came");
            const ApproveProposal yes{card->proposal.id, card->proposal.version, card->hash, {}};
            seen.insert(yes.id);
            const int before = receiver.count();
            const auto said = Steady::now();
            client.send(yes);
            if (!waitUntil([&] { return receiver.count() > before; }))
                return state.SkipWithError("the order did not leave");
            seconds.push_back(receiver.secondsSince(said));
        }
        if (receiver.count() != cardsWanted)
            return state.SkipWithError("an order left twice");
    }
    percentiles(state, std::move(seconds));
    state.SetLabel(std::to_string(cardsWanted) + " orders");
}

/// A connection and the bytes of such an order, without an engine, a decision or a disk.
void bareSocket(benchmark::State &state)
{
    std::vector<double> seconds;
    for (auto _ : state) {
        Receiver receiver;
        const QByteArray request = "POST /v2/orders HTTP/1.1\r\nContent-Length: 300\r\n\r\n" + QByteArray(300, 'x');
        while (int(seconds.size()) < cardsWanted) {
            const int before = receiver.count();
            const auto said = Steady::now();
            QTcpSocket socket;
            socket.connectToHost(QHostAddress::LocalHost, receiver.port());
            QObject::connect(&socket, &QTcpSocket::connected, [&] { socket.write(request); });
            if (!waitUntil([&] { return receiver.count() > before; }))
                return state.SkipWithError("nothing arrived");
            seconds.push_back(receiver.secondsSince(said));
        }
    }
    percentiles(state, std::move(seconds));
    state.SetLabel(std::to_string(cardsWanted) + " orders");
}

} // namespace

void addWireRows()
{
    addRow({.what = "yes -> last byte at the venue, p50 / p99",
            .unit = Unit::Milliseconds,
            .goal = 2,
            .goalP99 = 20,
            .ways = {{"ours, decision + intent durable", approveToWire}, {"bare socket, nothing else", bareSocket}},
            .effort = Effort::Once,
            .time = Time::OnTheWall,
            .note = "a yes is sent to the engine's thread; an order of Alpaca's, on a connection of its own, has come "
                    "whole to another thread on loopback, without TLS"});
}

} // namespace bench
