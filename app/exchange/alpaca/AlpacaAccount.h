#pragma once

#include "app/exchange/alpaca/Assets.h"
#include "app/exchange/alpaca/OrderChecks.h"
#include "app/exchange/alpaca/OrderReading.h"
#include "core/simulation/MarketTape.h"
#include "core/simulation/SimVenue.h"

#include <functional>
#include <set>

namespace app::alpaca {

/// What the order stream tells of one change of one order.
struct TradeUpdate {
    std::string event;
    std::string eventId;
    core::Timestamp at;
    const Order *order = nullptr;         ///< After the event.
    const Execution *execution = nullptr; ///< Of fills.
};

/// One Alpaca account: a simulated venue that matches, and around it what Alpaca adds: ids, statuses, legs,
/// replacements, queues for closed hours, held shares. What a request
/// causes happens in `settle`, which whoever answers calls before or after the answer.
class AlpacaAccount {
public:
    struct Setup {
        core::Money cash;
        std::uint64_t seed = 1;
        core::Decimal partialShare{};  ///< How often a fill is a part only, 0 to 1.
        core::Quantity fillAtMost{};   ///< Units there are at one price; 0 = all that is wanted.
        core::VenueRules rules{};      ///< Spread and ticks; fees are the account's own business.
        core::Timestamp start;
        std::function<core::Timestamp()> now{}; ///< Market time.
        /// The listed contract with that symbol or id, and its quote at a price of its underlying; empty = none.
        std::function<std::optional<Asset>(const std::string &)> contract{};
        std::function<core::Quote(const Asset &, core::Price spot, core::Timestamp at)> contractQuote{};
    };
    AlpacaAccount(const Assets &assets, const Setup &setup);
    AlpacaAccount(const AlpacaAccount &) = delete;
    AlpacaAccount &operator=(const AlpacaAccount &) = delete;

    void setSink(std::function<void(const TradeUpdate &)> sink) { m_sink = std::move(sink); }
    /// What was known of an asset's price before the first step.
    void setPrice(const Asset &asset, core::Price price) { m_books.setPrice(asset, price); }
    void setDayBefore(const Asset &asset, core::Price price) { m_books.setDayBefore(asset, price); }
    void onStep(const core::MarketStep &step);
    /// Of a stock, and with it of its options.
    void onHalt(const Asset &asset, bool isHalted);

    // Requests. The id of the new order, or why not.
    [[nodiscard]] Answer<std::string> create(Draft draft);
    [[nodiscard]] Answer<std::string> replace(const std::string &id, const Changes &changes);
    [[nodiscard]] Answer<> cancel(const std::string &id);
    [[nodiscard]] Answer<std::string> closePosition(const Asset &asset, std::optional<core::Quantity> quantity);
    void settle();

    [[nodiscard]] core::Timestamp now() const { return m_setup.now(); }
    [[nodiscard]] const Order *find(const std::string &id) const;
    /// What is called so, a contract of an option as well.
    [[nodiscard]] const Asset *assetOf(const std::string &name);
    [[nodiscard]] const Order *findByClientId(const std::string &clientId) const;
    [[nodiscard]] const std::vector<std::string> &arrivals() const { return m_arrivals; } ///< Legs after parents.
    [[nodiscard]] std::vector<const Order *> legsOf(const Order &order) const;
    [[nodiscard]] const Books &books() const { return m_books; }
    [[nodiscard]] OrderChecks checks() const;
    [[nodiscard]] Configuration &configuration() { return m_configuration; }
    [[nodiscard]] const Configuration &configuration() const { return m_configuration; }
    [[nodiscard]] std::optional<core::Quote> quote(const Asset &asset) const;
    [[nodiscard]] bool isHalted(const Asset &asset) const;
    [[nodiscard]] bool isOpen(const Asset &asset) const; ///< Its market is, and it is not halted.
    [[nodiscard]] const std::string &id() const { return m_id; }
    [[nodiscard]] core::Timestamp createdAt() const { return m_createdAt; }

private:
    // Requests (AlpacaRequests.cpp).
    [[nodiscard]] std::optional<Problem> objectionTo(const Draft &draft, const Asset &asset, const Order *replaced) const;
    [[nodiscard]] std::optional<Problem> aboutHours(const Draft &draft, const Asset &asset) const;
    [[nodiscard]] std::optional<Problem> aboutReplacing(const Order &order, const Changes &changes) const;
    [[nodiscard]] OrderChecks::Market marketOf(const Asset &asset) const;
    Order &add(Draft draft, const Asset &asset);
    void addLegs(Order &parent);
    void addLeg(Order &parent, Type type, std::optional<core::Price> limit, std::optional<core::Price> stop);
    void finishReplacement(const std::string &oldId, const std::string &newId);
    void finishCancel(const std::string &id);

    // Contracts of options (AlpacaContracts.cpp).
    void quoteContract(const Asset &contract);
    void quoteContracts(const Asset &underlying);
    void endContracts(const Asset &underlying);

    // The life of orders (AlpacaAccount.cpp, AlpacaRouting.cpp).
    [[nodiscard]] bool mayRoute(const Order &order) const;
    void route(Order &order);
    [[nodiscard]] core::OrderRequest requestOf(const Order &order) const;
    void routeAtOnceOrNever(Order &order);
    void routeQueued(const Asset &asset);
    void moveTrails(const Asset &asset, core::Price price);
    void onTick(const Asset &asset, core::Price price, core::Timestamp at);
    void onBarEnd(const Asset &asset, const core::MarketStep &step);
    void endSession(const Asset &asset);
    void endOrders(const Asset &asset);
    void end(Order &order, Status ending);
    void endFamily(const Order &order);
    void activateLegs(Order &parent);
    void reduceSibling(const Order &order);
    void take(const core::Event &event);
    void takeFill(const core::Fill &fill);
    void tell(const char *event, Order &order, const Execution *execution = nullptr);
    void followUp();
    [[nodiscard]] core::Quantity partOf(const core::Order &order, core::Quantity wanted);
    [[nodiscard]] core::Timestamp stamp();

    const Assets &m_assets;
    std::map<std::string, Asset> m_contracts; ///< Those that somebody has asked for, by symbol.
    Setup m_setup;
    Names m_names;
    core::SeededRandom m_random;
    std::string m_id;
    core::Timestamp m_createdAt;
    core::Timestamp m_lastStamp;
    Books m_books;
    Configuration m_configuration;
    core::SimVenue m_sim;
    std::function<void(const TradeUpdate &)> m_sink = [](const TradeUpdate &) {};
    std::map<std::string, Order> m_orders;
    std::vector<std::string> m_arrivals;
    std::vector<std::string> m_live; ///< Of these all that are not over, and at times a few that are.
    std::set<std::string> m_halted; ///< Symbols of stocks.
    std::map<std::string, std::string> m_byClientId;
    std::vector<std::function<void()>> m_toSettle;
    std::vector<std::function<void()>> m_followUps; ///< What fills cause, after the matching.
};

} // namespace app::alpaca
