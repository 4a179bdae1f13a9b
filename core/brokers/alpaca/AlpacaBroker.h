#pragma once

#include "core/brokers/Broker.h"
#include "core/brokers/alpaca/AlpacaHalts.h"
#include "core/brokers/alpaca/AlpacaOrderLink.h"
#include "core/brokers/alpaca/AlpacaOrderNews.h"
#include "core/brokers/alpaca/AlpacaSnapshot.h"

namespace core::alpaca {

/// A trading account at Alpaca. Orders and cancels go out once, over HTTP; what became of them is heard on
/// the order stream and asked for wherever that leaves a doubt. Has no timers: `tick` moves it. Lives on the
/// engine's thread with its ports, which outlive it.
class AlpacaBroker final : public Broker {
public:
    struct Setup {
        Endpoints endpoints;
        KeyPair keys;
        Environment environment = Environment::Paper; ///< Keys of the other kind send nothing at all.
        AccountId account{}; ///< Its name here, for what a person reads.
        std::uint64_t seed = 1; ///< Of the pauses before reconnecting.
        bool isCryptoToo = false; ///< The account is to trade coins: say so when it may not.
        /// What the venue told of each instrument that is traded. Of others the usual facts are taken.
        std::vector<Instrument> facts{};
        /// Which instruments are halted, as the account's prices tell it; nothing: not known.
        std::shared_ptr<const TradingHalts> halts{};
        /// When our books of this account began, by the venue's market time. Nothing: with the last comparison
        /// of an earlier run; without one they begin now.
        std::optional<Timestamp> booksSince{};
        /// The venue's market time of the last comparison of an earlier run (`reconciledAt()`).
        std::optional<Timestamp> reconciledAt{};
    };

    AlpacaBroker(Setup setup, net::HttpPort &http, net::SocketPort &socket, const Clock &realTime);

    void open(EventSink sink) override;
    void submit(const VettedOrder &order) override;
    void submitPair(const VettedOrder &stop, const VettedOrder &target) override;
    void cancel(const Order &order) override;
    void query(const Order &order) override;
    void amend(const Order &order, const Amendment &terms) override;
    /// Asked for while one is under way: answered by one more. One that fails has no answer.
    void requestSnapshot() override;
    void requestOrders() override;
    [[nodiscard]] ExitSupport exitSupport(const InstrumentId &instrument) const override;
    void tick() override;

    /// The venue's market time of the last whole comparison.
    [[nodiscard]] std::optional<Timestamp> reconciledAt() const { return m_reconciledAt; }

private:
    using Ids = std::vector<ClientOrderId>;

    void tell(Event event);
    [[nodiscard]] Instrument factsOf(const InstrumentId &instrument) const;
    // Orders.
    void sendsNow(const ClientOrderId &order);
    struct Obstacle {
        std::string sentence;
        RefusalKind kind = RefusalKind::NotSent;
    };
    /// Why an entry may not leave now. Exits are never held back by what was known a while ago: the venue decides.
    [[nodiscard]] std::optional<Obstacle> entryObstacle(const NewOrder &order) const;
    void send(const NewOrder &order, const Ids &ours);
    void sent(const NewOrder &order, const Ids &ours, Answer<VenueOrder> answer);
    void reject(const Ids &ours, const std::string &reason, RefusalKind kind);
    void remove(const ClientOrderId &order);
    void change(const ClientOrderId &order, const Amendment &terms);
    void changed(const ClientOrderId &order, const ClientOrderId &successor, Answer<VenueOrder> answer);
    // The link.
    void linkChanged(bool isUp, const std::string &detail);
    void askForAll();
    void keysJudged(bool areGood);
    // Comparisons.
    void fetch();
    void fetched(Answer<Fetched> answer, bool isWhole);
    void resolve(const std::shared_ptr<Fetched> &what, bool isWhole);
    void resolveLeg(const ClientOrderId &target, const std::shared_ptr<Fetched> &what, bool isWhole);
    void resolveStranger(const VenueOrder &order, const std::shared_ptr<Fetched> &what, bool isWhole);
    void resolveFill(const Execution &fill, const std::shared_ptr<Fetched> &what, bool isWhole);
    void giveUp();
    void report(const Fetched &what, bool isWhole);
    void reportWhole(const Fetched &what);
    void nextFetch();
    void sayObstacle(const Account &account);
    void sayExpiries(const Fetched &what);
    [[nodiscard]] Timestamp historyFrom(Timestamp now);

    Setup m_setup;
    const Clock &m_clock;
    EventSink m_sink;
    std::optional<std::string> m_wrongKeys; ///< Why nothing is sent at all.
    KnownOrders m_orders;
    Api m_api;
    OrderNews m_news;
    OrderLink m_link;
    CashFlows m_flows;
    std::optional<Timestamp> m_reconciledAt;
    std::optional<Timestamp> m_historyFloor; ///< Nothing before it is ours to book.
    std::uint64_t m_happenings = 0;          ///< Order events so far.
    std::uint64_t m_happeningsBefore = 0;    ///< When the fetch began.
    std::optional<Timestamp> m_newestFill;   ///< By the venue's stamps.
    std::optional<Duration> m_askedAt;       ///< By ourselves, for a comparison.
    bool m_mustAsk = false;
    int m_repeats = 0;
    bool m_isFetching = false;
    bool m_wantsAll = false;
    bool m_wantsOrders = false;
    std::string m_obstacle;
    std::optional<Account> m_account; ///< As the last comparison found it.
    bool m_isClosedOutOfTurn = false; ///< The venue said so in what our calendar calls a session.
    std::set<ClientOrderId> m_expiryTold;
};

} // namespace core::alpaca
