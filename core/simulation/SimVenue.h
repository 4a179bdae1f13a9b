#pragma once

#include "core/base/SeededRandom.h"
#include "core/domain/Event.h"

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <vector>

namespace core {

/// What the simulated venue charges and how it fills.
struct VenueRules {
    Decimal feeRate{};            ///< Of the notional, each fill.
    Decimal feePerUnit{};         ///< Of the quantity, each fill.
    Decimal assetFeeRate{};       ///< Of the quantity of a coin that is bought, taken in the coin.
    Decimal halfSpread{};         ///< Share of the price between middle and bid or ask.
    Decimal maxRandomSlippage{};  ///< Market and stop fills lose a uniform share up to this.
    Quantity maxFillPerPrice{};   ///< Liquidity at one price event; 0 = all there is wanted.
    /// How much of what is wanted there is for this order at this price, more than zero; empty = all of it.
    std::function<Quantity(const Order &, Quantity wanted)> liquidity{};
    bool roundsToTick = false;    ///< Bid and ask lie on the tick, as at a real venue.
    bool checksCash = true;       ///< Refuse purchases that cash does not cover.
    std::uint64_t seed = 1;
};

/// A venue in memory: matching, books of one account, honest fills (trading-rules section 8):
/// a stop fills at the worse of stop and price, a target at its limit or the open beyond it, a
/// resting limit entry needs a trade-through of one tick, stop and target in one bar give the stop.
/// Deterministic; knows no clock beyond the stamps it is given.
class SimVenue {
public:
    SimVenue(Money cash, VenueRules rules);

    void setSink(std::function<void(Event)> sink) { m_sink = std::move(sink); }
    void addInstrument(const Instrument &instrument);

    // The market, moved by whoever plays it.
    /// A price that can be traded now (an opening price or a tick).
    void onPrice(const InstrumentId &instrument, Price price, Timestamp at);
    /// The same where bid and ask are known: the spread of the rules is not asked.
    void onQuote(const InstrumentId &instrument, Price price, const Quote &quote);
    /// A bar is over. Its range is matched unless it was played as ticks; until the next price
    /// nothing trades, so market orders wait for it.
    void onBarEnd(const InstrumentId &instrument, const Bar &bar, bool wasPlayedAsTicks);
    /// No trading until the next price; orders stay as they are.
    void haltTrading(const InstrumentId &instrument);
    /// No trading until the next price (session over); resting day orders end.
    void pauseTrading(const InstrumentId &instrument);

    // The account.
    void submit(const OrderRequest &order);
    void cancel(const ClientOrderId &order, const std::string &reason = "cancelled on request");
    /// Tells how the order stands; of one that was changed its terms too.
    void query(const ClientOrderId &order);
    /// Changes a working order where it stands, without an event of its own; what can be traded now trades
    /// at once. Refused when it is unknown or over, or when no more than what is filled would be left.
    [[nodiscard]] Result<> amend(const ClientOrderId &order, const Amendment &amendment);
    [[nodiscard]] VenueSnapshot snapshot() const;

    [[nodiscard]] std::optional<Quote> quote(const InstrumentId &instrument) const;
    [[nodiscard]] const Order *find(const ClientOrderId &order) const;
    // The books, whole, for whoever compares.
    [[nodiscard]] const std::map<ClientOrderId, Order> &orders() const { return m_orders; }
    [[nodiscard]] const std::vector<Fill> &fills() const { return m_fills; }
    [[nodiscard]] Money cash() const { return m_cash; }
    [[nodiscard]] Quantity held(const InstrumentId &instrument) const;
    [[nodiscard]] std::int64_t ambiguousBars() const { return m_ambiguousBars; }

private:
    struct Market {
        Instrument instrument;
        Quote quote;
        bool hasQuote = false;
        bool isLive = false; ///< The quote can be traded now.
        Price lastPrice;     ///< As it was played, without spread.
        Timestamp lastPriceAt;
        Quantity held{};
        std::vector<ClientOrderId> open; ///< In order of arrival.
    };
    Market *market(const InstrumentId &instrument);
    void onPrice(Market &market, Price price, const Quote &quote);
    void reject(const OrderRequest &order, const std::string &reason);
    void matchAtPrice(Market &market);
    void matchOrder(Market &market, Order &order, bool isFresh);
    void matchOpen(Market &market, const Bar &bar);
    void matchRange(Market &market, const Bar &bar);
    void matchRangeOrder(Market &market, Order &order, const Bar &bar);
    void trigger(Market &market, Order &order, Price price);
    void fill(Market &market, Order &order, Price price, bool slips);
    void finish(Market &market, Order &order, OrderStatus status, const std::string &reason);
    void cancelGroup(Market &market, const Order &filled);
    [[nodiscard]] bool isAmbiguous(const Market &market, const Bar &bar) const;
    [[nodiscard]] Quote quoteAround(const Market &market, Price price, Timestamp at) const;
    [[nodiscard]] Quantity fillable(const Market &market, const Order &order) const;
    [[nodiscard]] std::string objection(const Market &market, const OrderRequest &order) const;

    VenueRules m_rules;
    SeededRandom m_random;
    std::function<void(Event)> m_sink;
    Money m_cash;
    std::map<InstrumentId, Market> m_markets;
    std::map<ClientOrderId, Order> m_orders;
    std::vector<Fill> m_fills;
    std::set<ClientOrderId> m_amended;
    std::set<std::string> m_endedPairs; ///< An order that comes later for one of these is too late.
    std::int64_t m_nextVenueId = 1;
    std::int64_t m_nextFillId = 1;
    std::int64_t m_ambiguousBars = 0;
    Timestamp m_now;
};

} // namespace core
