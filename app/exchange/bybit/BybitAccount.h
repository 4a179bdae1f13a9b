#pragma once

#include "app/exchange/bybit/OrderRules.h"
#include "app/exchange/bybit/Funding.h"
#include "app/exchange/bybit/Products.h"
#include "core/simulation/MarketTape.h"
#include "core/simulation/SimVenue.h"

#include <functional>
#include <variant>

namespace app::bybit {

struct WalletChanged {};
/// What the private stream tells of, in its order.
using Happening = std::variant<const Order *, const Execution *, const Position *, WalletChanged>;

/// What an amend asks for.
struct Changes {
    std::optional<core::Quantity> quantity;  ///< The new total.
    std::optional<core::Price> price;
    std::optional<core::Price> trigger;
};

/// An order by its id or its link id; the id wins.
struct OrderName {
    const Product *product = nullptr;
    std::string id;
    std::string linkId;
    std::string filter = "Order";  ///< Of spot.
};

/// One unified account, one-way mode: a simulated venue that matches, and around it what Bybit
/// adds: ids, statuses, triggers, positions, coins. Market time comes with the steps. What a
/// request causes happens in `settle`, which whoever answers calls after the answer.
class BybitAccount {
public:
    struct Setup {
        core::Money cash;
        std::uint64_t seed = 1;
        core::Decimal partialShare{};  ///< How often a limit order's fill is a part only, 0 to 1.
        core::Quantity fillAtMost{};   ///< Units there are at one price; 0 = all that is wanted.
        core::VenueRules rules{};      ///< Spread and ticks; fees are the account's own business.
        core::Timestamp start;
        /// Market time, which passes between steps too.
        std::function<core::Timestamp()> now = [] { return core::Timestamp(); };
    };
    BybitAccount(const Products &products, const Setup &setup);
    BybitAccount(const BybitAccount &) = delete;
    BybitAccount &operator=(const BybitAccount &) = delete;

    void setSink(std::function<void(const Happening &)> sink) { m_sink = std::move(sink); }
    /// What was known of the price before the first step; it can be traded.
    void setPrice(const Product &product, core::Price price);
    void onStep(const core::MarketStep &step);

    // Requests (BybitRequests.cpp). The order's id, or why not.
    [[nodiscard]] Answer<std::string> create(Draft draft);
    [[nodiscard]] Answer<std::string> amend(const OrderName &name, const Changes &changes);
    [[nodiscard]] Answer<std::string> cancel(const OrderName &name);
    /// Of one product, or of all of that category; the ids. `filter` empty = every kind.
    [[nodiscard]] std::vector<std::string> cancelAll(Category category, const Product *product,
                                                     const std::string &filter);
    [[nodiscard]] Answer<> setLeverage(const Product &product, core::Decimal leverage);
    /// Money paid in (positive) or out; never more than there is.
    [[nodiscard]] Answer<> transfer(const std::string &coin, core::WideDecimal amount);
    void setBeyondLimits(Category category, BeyondLimits what) { m_beyondLimits[category] = what; }
    [[nodiscard]] BeyondLimits beyondLimits(Category category) const
    {
        return m_beyondLimits.at(category);
    }
    /// Stop and target of a whole position (BybitExits.cpp).
    [[nodiscard]] Answer<> setExits(const Product &product, const Exits &wanted);
    void settle();

    [[nodiscard]] core::Timestamp now() const { return std::max(m_now, m_setup.now()); }
    [[nodiscard]] const Order *find(const std::string &id) const;
    [[nodiscard]] const Order *findByLinkId(Category category, const std::string &linkId) const;
    [[nodiscard]] const std::vector<std::string> &arrivals() const { return m_arrivals; }
    [[nodiscard]] const FundingRates &funding() const { return m_funding; }
    [[nodiscard]] const Books &books() const { return m_books; }
    [[nodiscard]] const Position &position(const Product &product) { return m_books.at(product); }
    [[nodiscard]] Funds funds() const;
    [[nodiscard]] std::optional<core::Quote> quote(const Product &product) const;

private:
    [[nodiscard]] Order *named(const OrderName &name);
    [[nodiscard]] core::Price priceFor(const Draft &draft) const;
    [[nodiscard]] bool hasRoomFor(const Draft &draft) const;
    [[nodiscard]] std::optional<Problem> aboutCreating(const Draft &draft) const;
    [[nodiscard]] std::optional<Problem> aboutAmending(const Order &order,
                                                       const Changes &changes) const;
    Order &add(Draft draft);
    void finishAmend(const std::string &id, const Changes &changes);
    void finishCancel(const std::string &id, const char *cancelType);

    // What the venue holds for a position (BybitExits.cpp).
    void holdExits(const Product &product, const Exits &wanted);
    void holdExit(const Product &product, const char *kind, const Exits &exits);
    void dropExits(const Product &product, std::string_view kind);
    void dropOther(const Order &fired);
    void followPosition(const Order &order, core::Quantity heldBefore);

    // The life of orders (BybitAccount.cpp).
    void begin(const std::string &id);
    void route(Order &order);
    void submit(Order &order);
    [[nodiscard]] bool isMarketable(const Order &order) const;
    [[nodiscard]] core::OrderRequest requestOf(const Order &order) const;
    void sweep();
    void payFunding(core::Timestamp until);
    [[nodiscard]] bool mustLiquidate() const;
    void liquidate();
    void playPrice(const Product &product, core::Price price, core::Timestamp at);
    void fireTriggers(const Product &product, core::Price price);
    void end(Order &order, const std::string &cancelType, const std::string &rejectReason);
    void take(const core::Event &event);
    void takeFill(const core::Fill &fill);
    void endReducers(const Product &product);
    void tell(Order &order);
    void tellPosition(const Product &product);
    void followUp();
    [[nodiscard]] core::Quantity partOf(const core::Order &order, core::Quantity wanted);
    [[nodiscard]] std::string newId(Category category);

    const Products &m_products;
    Setup m_setup;
    core::SeededRandom m_random;
    FundingRates m_funding;
    core::Timestamp m_now;
    Books m_books;
    core::SimVenue m_sim;
    std::map<Category, BeyondLimits> m_beyondLimits{{Category::Spot, BeyondLimits::Refuse},
                                                    {Category::Linear, BeyondLimits::Move}};
    std::function<void(const Happening &)> m_sink = [](const Happening &) {};
    std::map<std::string, Order> m_orders;
    std::vector<std::string> m_arrivals;
    std::vector<std::string>
        m_live;  ///< In order of arrival; what is over is swept out with the next price.
    std::map<std::pair<Category, std::string>, std::string> m_byLinkId;
    std::vector<std::function<void()>> m_toSettle;
    std::vector<std::function<void()>> m_followUps;  ///< What fills cause, after the matching.
    std::string m_arriving;                          ///< The order that takes, if it fills now.
    std::int64_t m_nextSpotId = 1'900'000'000'000'000'001;
};

}  // namespace app::bybit
