#pragma once

#include "core/domain/Instrument.h"
#include "core/domain/Order.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace core::alpaca {

/// What orders are for. An option contract is none of the domain's asset classes yet.
enum class TradedKind { Stock, Crypto, Option };

enum class WireType { Market, Limit, Stop, StopLimit, TrailingStop };
enum class WireTimeInForce { Day, Gtc, Opg, Cls, Ioc, Fok };
enum class OrderClass { Simple, Bracket, Oco, Oto };
enum class PositionIntent { BuyToOpen, BuyToClose, SellToOpen, SellToClose };

[[nodiscard]] const char *wireName(WireType type);
[[nodiscard]] const char *wireName(WireTimeInForce timeInForce);
[[nodiscard]] const char *wireName(OrderClass orderClass);
[[nodiscard]] const char *wireName(PositionIntent intent);
[[nodiscard]] const char *wireName(Side side);
[[nodiscard]] std::optional<WireType> parseWireType(std::string_view name);
[[nodiscard]] std::optional<WireTimeInForce> parseWireTimeInForce(std::string_view name);

/// Venue name of an instrument of that kind: `alpaca`, or `alpaca-crypto`.
[[nodiscard]] const char *venueOf(TradedKind kind);
[[nodiscard]] TradedKind kindOf(const InstrumentId &instrument);
/// An OCC symbol: root of one to six letters or digits, `YYMMDD`, `C` or `P`, eight digits.
[[nodiscard]] bool isOptionSymbol(std::string_view symbol);
/// `BTCUSD` as older orders and positions write it becomes `BTC/USD`; a pair stays as it is. Quote
/// currencies known here: USD, USDT, USDC, BTC.
[[nodiscard]] std::string pairSymbol(std::string_view symbol);

/// What the protective half of a bracket, oco or oto does.
struct StopLoss {
    Price stop;
    std::optional<Price> limit{};
    bool operator==(const StopLoss &) const = default;
};

/// A new order in the venue's own terms. `objectionTo` says whether the venue would take it.
struct NewOrder {
    ClientOrderId id{};
    std::string symbol{};
    TradedKind kind = TradedKind::Stock;
    Side side = Side::Buy;
    std::optional<Quantity> quantity{};
    std::optional<Decimal> notional{}; ///< US dollars, in place of a quantity.
    WireType type = WireType::Market;
    WireTimeInForce timeInForce = WireTimeInForce::Day;
    std::optional<Price> limit{};
    std::optional<Price> stop{};
    std::optional<Price> trailPrice{};
    std::optional<Decimal> trailPercent{};
    bool extendedHours = false;
    OrderClass orderClass = OrderClass::Simple;
    std::optional<Price> takeProfit{};
    std::optional<StopLoss> stopLoss{};
    std::optional<PositionIntent> intent{};
    bool isExit = false; ///< It may only reduce; not sent, but it must say so by its intent.
};

/// What may be changed of a working order; what is none stays.
struct OrderChange {
    ClientOrderId id{}; ///< Of the new order; never the old one's.
    std::optional<Quantity> quantity{}; ///< The total, what is filled already included.
    std::optional<WireTimeInForce> timeInForce{};
    std::optional<Price> limit{};
    std::optional<Price> stop{};
    std::optional<Decimal> trail{};
};

/// The domain's order in the venue's terms. Exits, and all that is marked reduce-only, say `…_to_close`:
/// a stop that fills while an exit flies must never open a position the other way. Time in force is taken
/// as it is; a group of the domain (stop and target) is the caller's to build as an oco.
[[nodiscard]] NewOrder newOrderOf(const OrderRequest &request);

/// An order as the venue tells it.
struct VenueOrder {
    VenueOrderId id;
    ClientOrderId clientId{};
    InstrumentId instrument{}; ///< Pairs normalised. Empty symbol for an order of several legs.
    Side side = Side::Buy;
    std::optional<Quantity> quantity{}; ///< None while an order by notional has no quantity.
    std::optional<Money> notional{};
    Quantity filled{};
    std::optional<Money> averagePrice{}; ///< Up to eighteen places.
    std::optional<WireType> type{};      ///< None for a word we do not know.
    std::optional<WireTimeInForce> timeInForce{};
    std::string typeText{};
    std::string timeInForceText{};
    std::string orderClass{}; ///< The venue's word; empty means simple.
    std::string intent{};
    std::optional<Price> limit{};
    std::optional<Price> stop{};
    std::optional<Price> trailPrice{};
    std::optional<Decimal> trailPercent{};
    std::optional<Price> highWater{};
    bool extendedHours = false;
    std::string statusText{};
    OrderStatus status = OrderStatus::Unknown; ///< Unknown for a word we do not know: doubt.
    bool isCancelPending = false;
    bool isReplacePending = false;
    std::optional<VenueOrderId> replaces{};
    std::optional<VenueOrderId> replacedBy{}; ///< Where the living order is.
    std::optional<Timestamp> createdAt{};
    std::optional<Timestamp> updatedAt{};
    std::optional<Timestamp> submittedAt{};
    std::optional<Timestamp> filledAt{};
    std::optional<Timestamp> expiresAt{}; ///< When the venue cancels a good-till-cancelled order.
    std::vector<VenueOrder> legs{};

    /// The venue takes no change of it now: not yet at the exchange, or being changed, or done.
    [[nodiscard]] bool isReplaceable() const;
    /// Another order lives in its place. (While that is only asked for, the other may be named already.)
    [[nodiscard]] bool isReplaced() const { return statusText == "replaced" && replacedBy; }
};

/// The domain's view. Words it has no name for become the nearest in effect: a trailing stop a stop, an
/// opening or closing auction `day`, fill-or-kill `ioc`. A replaced order is cancelled, its reason names
/// the successor. Unknown while status, type or time in force is a word that is not known here, unless the
/// venue says that it is over.
[[nodiscard]] Order toOrder(const VenueOrder &order);

} // namespace core::alpaca
