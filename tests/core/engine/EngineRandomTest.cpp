#include "tests/support/EngineFixture.h"

#include <QTest>

using namespace core;
using namespace support;
using namespace std::chrono_literals;

namespace {

constexpr int sequences = 1000;
constexpr int stepsEach = 120;
const std::vector<InstrumentId> both{stock(), stock("TSLA")};

/// One engine driven by chance, and what must hold whatever happens.
class Drive {
public:
    explicit Drive(std::uint64_t seed)
        : m_random(seed), m_allowsShort(seed % 4 == 3), m_f(optionsFor(seed, m_allowsShort))
    {
        m_f.watched.onSubmit = [this](const VettedOrder &order) { judge(order); };
        for (const InstrumentId &id : both)
            m_prices[id] = px("100");
    }

    /// Empty when everything held; else the step and the broken promise.
    std::string run()
    {
        for (m_step = 0; m_step < stepsEach && m_broken.empty(); ++m_step) {
            act();
            look();
        }
        return m_broken.empty() ? "" : "step " + std::to_string(m_step) + ": " + m_broken;
    }
    [[nodiscard]] std::size_t ordersSent() const { return m_f.watched.sent.size(); }
    [[nodiscard]] std::size_t tripsMade() const { return m_f.log.trips.size(); }

private:
    static EngineOptions optionsFor(std::uint64_t seed, bool allowsShort)
    {
        EngineOptions options;
        options.mode = seed % 5 == 4 ? DecisionMode::Auto : DecisionMode::Hybrid;
        options.allowsShort = allowsShort;
        options.allowsAdding = seed % 3 == 0;
        options.isJournalImmediate = seed % 2 == 0;
        options.instruments = both;
        options.venue.feeRate = dec("0.000123457");
        options.venue.maxRandomSlippage = dec("0.0005");
        options.venue.maxFillPerPrice = seed % 7 < 3 ? qty("60") : Quantity();
        options.venue.seed = seed + 1;
        options.planning.orderType = seed % 6 == 5 ? OrderType::Limit : OrderType::Market;
        return options;
    }
    [[nodiscard]] int below(int limit) { return int(m_random.next() % std::uint64_t(limit)); }
    [[nodiscard]] const InstrumentId &anyInstrument() { return both[std::size_t(below(2))]; }
    void expect(bool isTrue, const std::string &promise)
    {
        if (!isTrue && m_broken.empty())
            m_broken = promise;
    }

    // --- chance --------------------------------------------------------------------------------
    void act()
    {
        switch (below(16)) {
        case 0: case 1: case 2: return movePrice(anyInstrument());
        case 3: case 4: return closeBar(anyInstrument());
        case 5: case 6: case 7: return answerACard();
        case 8: return editACard();
        case 9: case 10: return m_f.diskCatchesUp();
        case 11: return m_f.wait(Duration(below(40'000)) * 1'000'000);
        case 12: return haltOrResume();
        case 13: (void)m_f.say(ClosePosition{anyInstrument()}); return;
        case 14: return cancelAnOrder();
        case 15:
            if (below(4) == 0)
                m_f.engine->requestVenueSnapshot();
            else
                movePrice(anyInstrument());
            return;
        }
    }
    void movePrice(const InstrumentId &id)
    {
        const int cents = below(10) == 0 ? below(700) - 350 : below(60) - 30; // sometimes a gap
        Price &price = m_prices[id];
        price = Price(Decimal::fromNanos(std::max<std::int64_t>(price.value().nanos() + cents * 10'000'000LL,
                                                                20'000'000'000)));
        m_f.clock.advance(1s);
        m_f.quoteNow(price, id);
    }
    void closeBar(const InstrumentId &id)
    {
        m_f.barTo(m_prices[id].toString().c_str(), id);
        movePrice(id);
    }
    [[nodiscard]] const DeskEntry *anyCard()
    {
        const auto open = m_f.engine->parts().desk.open();
        return open.empty() ? nullptr : open[std::size_t(below(int(open.size())))];
    }
    void answerACard()
    {
        const DeskEntry *found = anyCard();
        if (!found)
            return closeBar(anyInstrument());
        const DeskEntry card = *found;
        if (below(6) == 0) {
            (void)m_f.say(RejectProposal{card.proposal.id, RejectReason::News});
            return;
        }
        const int lie = below(8);
        (void)m_f.say(ApproveProposal{
            card.proposal.id, card.proposal.version + (lie == 0 ? 1 : 0),
            lie == 1 ? m_lastHash : card.hash,
            below(3) == 0 ? std::optional(Quantity(Decimal::fromInteger(below(400)))) : std::nullopt});
        m_lastHash = card.hash;
    }
    void editACard()
    {
        const DeskEntry *card = anyCard();
        if (!card)
            return;
        EditProposal edit{.id = card->proposal.id, .version = card->proposal.version - (below(5) == 0)};
        if (below(2) == 0)
            edit.quantity = Quantity(Decimal::fromInteger(below(900)));
        if (below(2) == 0 && card->proposal.stopPrice)
            edit.stopPrice = *card->proposal.stopPrice + Price(Decimal::fromNanos((below(9) - 4) * 100'000'000LL));
        (void)m_f.say(edit);
    }
    void haltOrResume()
    {
        if (m_f.engine->parts().health.isHalted())
            (void)m_f.say(Resume{"chance"});
        else if (below(3) == 0)
            (void)m_f.say(Halt{.cancelOrders = below(2) == 0, .flatten = below(2) == 0});
    }
    void cancelAnOrder()
    {
        const auto open = m_f.engine->parts().execution.open();
        if (open.empty())
            return;
        const OrderRequest chosen = open[std::size_t(below(int(open.size())))]->request;
        if (chosen.role != OrderRole::Entry && below(8) != 0)
            return; // a person rarely takes protection away
        if (chosen.role != OrderRole::Entry)
            m_protectionTaken.insert(chosen.instrument);
        (void)m_f.say(CancelOrder{chosen.clientOrderId});
    }

    // --- promises ------------------------------------------------------------------------------
    /// At the moment an order leaves.
    void judge(const VettedOrder &order)
    {
        const OrderRequest &request = order.request();
        expect(m_f.watched.tooEarly == 0, "an order left before its intent was durable");
        expect(m_sentIds.insert(request.clientOrderId).second, "an order left twice");
        if (request.role != OrderRole::Entry) {
            expect(request.reduceOnly, "an exit that is not reduce-only");
            return;
        }
        expect(!m_f.engine->parts().health.isHalted(), "an entry left while trading was halted");
        expect(m_entryOf.insert(order.proposal()).second, "a second entry for one proposal");
        const EngineLog::Yes *yes = nullptr;
        for (const EngineLog::Yes &each : m_f.log.decisions)
            if (each.decision.proposal == order.proposal() && each.decision.verb == "approve")
                yes = &each;
        expect(yes, "an entry left without a decision");
        if (!yes)
            return;
        expect(m_f.journal.isDurable(Table::Decisions, "content_hash", yes->decision.contentHash),
               "an entry left before its decision was durable");
        expect(contentHash(yes->content) == yes->decision.contentHash, "a decision on another content");
        expect(request.quantity <= yes->decision.quantity, "more left than was approved");
        expect(request.side == yes->content.side && request.limitPrice == yes->content.limitPrice &&
                   request.type == yes->content.orderType &&
                   request.instrument == yes->content.signal.series.instrument,
               "something else left than was approved");
    }
    /// After every step.
    void look()
    {
        const EngineParts &parts = m_f.engine->parts();
        expect(parts.health.haltReason.find("internal") == std::string::npos, parts.health.haltReason);
        expect(parts.portfolio.cash().toString() == m_f.venue.cash().toString(), "cash is not the venue's");
        for (const InstrumentId &id : both) {
            expect(m_f.held(id) == m_f.venue.held(id), "the position is not the venue's");
            expect(m_allowsShort || m_f.held(id).sign() >= 0, "a short that nobody allowed");
            lookAtExits(id);
            lookAtProtection(id);
        }
        for (const auto &[id, order] : parts.execution.orders())
            expect(order.filled <= order.request.quantity, "more was filled than ordered");
        expect(!m_f.log.fills.empty() || parts.portfolio.cash() == usd("100000"), "money moved without a trade");
    }
    /// Exits together never take more than is held, once the venue has everything.
    void lookAtExits(const InstrumentId &id)
    {
        std::map<std::string, Quantity> byPair;
        for (const Order *order : m_f.engine->parts().execution.open()) {
            const OrderRequest &request = order->request;
            if (request.instrument != id || request.role == OrderRole::Entry || order->cancelRequested)
                continue;
            const std::string pair = request.ocoGroup.empty() ? request.clientOrderId.text() : request.ocoGroup;
            byPair[pair] = std::max(byPair[pair], order->remaining());
        }
        Quantity sum;
        for (const auto &[pair, quantity] : byPair)
            sum += quantity;
        // A pair that was filled in part keeps its larger half until the venue has ended it.
        expect(sumOfPartials(id).sign() > 0 || sum <= m_f.held(id).abs(), "exits could take more than is held");
    }
    /// What is held has its stop, unless it is being closed, the disk is awaited or a person took it away.
    void lookAtProtection(const InstrumentId &id)
    {
        if (m_f.held(id).isZero())
            m_protectionTaken.erase(id);
        if (!m_f.engine->isSettled() || m_protectionTaken.contains(id) || sumOfPartials(id).sign() > 0)
            return;
        Quantity sum;
        for (const Order *order : m_f.engine->parts().execution.open()) {
            if (order->request.instrument != id)
                continue;
            if (order->request.role == OrderRole::Exit)
                return;
            if (order->request.role == OrderRole::Stop)
                sum += order->remaining();
        }
        expect(sum == m_f.held(id).abs(), "a position without its stop");
    }
    [[nodiscard]] Quantity sumOfPartials(const InstrumentId &id) const
    {
        Quantity sum;
        for (const Order *order : m_f.engine->parts().execution.open())
            if (order->request.instrument == id && order->request.role != OrderRole::Entry)
                sum += order->filled;
        return sum;
    }
    SeededRandom m_random;
    bool m_allowsShort;
    EngineFixture m_f;
    std::map<InstrumentId, Price> m_prices;
    std::set<ClientOrderId> m_sentIds;
    std::set<ProposalId> m_entryOf;
    std::set<InstrumentId> m_protectionTaken;
    std::string m_lastHash;
    std::string m_broken;
    int m_step = 0;
};

} // namespace

class EngineRandomTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whateverHappensThePromisesHold()
    {
        std::size_t orders = 0;
        std::size_t trips = 0;
        for (std::uint64_t seed = 0; seed < sequences; ++seed) {
            Drive drive(seed);
            const std::string broken = drive.run();
            QVERIFY2(broken.empty(), ("seed " + std::to_string(seed) + ", " + broken).c_str());
            orders += drive.ordersSent();
            trips += drive.tripsMade();
        }
        qInfo("%d sequences sent %d orders and made %d round trips", sequences, int(orders), int(trips));
        QVERIFY2(orders > 1000 && trips > 100, "chance should trade, or it proves nothing");
    }
};

QTEST_GUILESS_MAIN(EngineRandomTest)
#include "EngineRandomTest.moc"
