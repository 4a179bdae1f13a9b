#pragma once

#include "core/brokers/Broker.h"
#include "core/brokers/bybit/BybitFacts.h"
#include "core/brokers/bybit/BybitFetch.h"
#include "core/brokers/bybit/BybitLookUp.h"
#include "core/brokers/bybit/BybitOrders.h"
#include "core/brokers/bybit/BybitPrivateLink.h"
#include "core/brokers/bybit/BybitStreamWatch.h"

#include <deque>

namespace core::bybit {

/// One unified account at Bybit: spot and linear contracts in USDT, one-way mode. Orders go over HTTP, the
/// truth comes back on the private stream and by lists that are asked for. Nothing is sent twice. Lives on
/// the engine's thread; its time is real, and comes by `tick`.
class BybitBroker final : public Broker {
public:
    struct Setup {
        Endpoints endpoints; ///< With the environment that the keys belong to.
        Keys keys;
        std::uint64_t seed = 1;                  ///< Of the waits between connections.
        std::vector<InstrumentId> instruments{}; ///< In use: their prices' limits are kept fresh.
        /// When our books of this account began, by the venue's market time. Nothing: they begin with the
        /// first comparison, and what was executed before it is not ours to book.
        std::optional<Timestamp> booksSince{};
        /// The venue's market time of the last comparison of an earlier run; what happened since is asked for.
        /// Nothing: since our books began, in pieces of seven days.
        std::optional<Timestamp> reconciledAt{};
        /// The owner has agreed that prices beyond the venue's limits are refused, not moved.
        bool refusesBeyondLimits = false;
        std::shared_ptr<BybitSilence> silence = std::make_shared<BybitSilence>(); ///< Shared with the prices.
    };
    /// Ports and clock outlive it.
    BybitBroker(Setup setup, net::HttpPort &http, net::SocketPort &socket, const Clock &realTime);

    void open(EventSink sink) override;
    void submit(const VettedOrder &order) override;
    void cancel(const Order &order) override;
    void query(const Order &order) override;
    void amend(const Order &order, const Amendment &terms) override;
    /// Asked for while one is under way, that one is made again: an answer is never older than the question.
    void requestSnapshot() override;
    void requestOrders() override;
    [[nodiscard]] ExitSupport exitSupport(const InstrumentId &instrument) const override;
    void tick() override;

    /// Everything is known that an order needs.
    [[nodiscard]] bool isReady() const { return m_facts.isReady(); }
    [[nodiscard]] const BybitFacts &facts() const { return m_facts; }
    /// The venue's market time of the last whole comparison.
    [[nodiscard]] std::optional<Timestamp> reconciledAt() const { return m_reconciledAt; }
    [[nodiscard]] std::optional<Duration> dataAge() const { return m_link.dataAge(); }
    [[nodiscard]] int reconnects() const { return m_link.reconnects(); }
    [[nodiscard]] const net::ClockOffset &clockOffset() const { return m_client.clockOffset(); }

private:
    /// A new order that may still wait for its turn.
    struct Leaving {
        BybitClient::Ticket ticket;
        ClientOrderId order;
        Duration until;
    };

    void onReady();
    void reject(const ClientOrderId &order, const std::string &why, RefusalKind kind);
    void onCreated(const OrderRequest &order, const Answer &answer);
    void onTaken(const ClientOrderId &order, const Answer &answer);
    void onCancelled(const ClientOrderId &order, const Answer &answer);
    void onAmended(const ClientOrderId &order, const Answer &answer);
    void askAbout(const Order &order);

    void on(const PrivateMessage &message);
    void on(const OrdersTold &told);
    void on(const ExecutionsTold &told);
    void on(const ExecutionState &execution);
    void onFunding(const ExecutionState &execution);
    void tellFlow(const CashFlow &flow); ///< Once.
    void onLink(bool isUp, const std::string &detail);
    /// Whether it is counted in the account's coin.
    [[nodiscard]] bool isOurs(const InstrumentId &instrument) const;

    void want(FetchScope scope);
    void beginFetch();
    void onFetched(Result<Fetched> fetched);
    void onFetchFailed(FetchScope scope, const Error &why);
    /// The first row of it that cannot be read and is about what is traded here.
    [[nodiscard]] std::optional<Error> holeIn(const Fetched &fetched);
    void tellOnce(const std::string &sentence);
    void learn(const Fetched &fetched);
    void watchStream(const Fetched &fetched);
    void tell(const Fetched &fetched, bool isConsistent);
    void tellOrders(const Fetched &fetched);
    void noteNewest(const Fetched &fetched);
    void beginBooks(const Fetched &fetched);
    /// Whether it is counted in our coin, and not older than our books.
    [[nodiscard]] bool isBooked(const ExecutionState &execution) const;
    void learnFlows(const Fetched &fetched);
    [[nodiscard]] std::set<InstrumentId> tooLargeOf(const Fetched &fetched) const;
    [[nodiscard]] bool dropTooLarge(VenueSnapshot &snapshot, const Fetched &fetched);
    [[nodiscard]] VenueSnapshot snapshotOf(const Fetched &fetched) const;
    [[nodiscard]] std::vector<Order> openOrdersOf(const Fetched &fetched) const;
    [[nodiscard]] std::vector<Fill> fillsOf(const Fetched &fetched) const;
    void withdrawOld();

    const Clock &m_clock;
    Setup m_setup;
    EventSink m_sink;
    BybitClient m_client;
    BybitFacts m_facts;
    BybitOrders m_orders;
    BybitPrivateLink m_link;
    BybitStreamWatch m_streamWatch;
    std::deque<Leaving> m_leaving;
    std::set<CashFlowId> m_flows;

    /// Rises with everything that may change what the lists show.
    std::uint64_t m_changes = 0;
    std::optional<FetchScope> m_wanted;
    std::optional<FetchScope> m_fetching;
    std::uint64_t m_changesBefore = 0;
    int m_attempts = 0;
    Duration m_fetchAt{};
    int m_failedFetches = 0;
    bool m_hasToldFailure = false; ///< Of the fetches, since the last good one.
    std::set<std::string> m_said;
    FetchSince m_since;
    std::optional<Timestamp> m_reconciledAt;
    std::optional<std::set<FillId>> m_beforeBooks; ///< Listed when they began.
};

} // namespace core::bybit
