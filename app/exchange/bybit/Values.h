#pragma once

#include "core/domain/Order.h"

#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

/// The venue's side of Bybit v5, written from the protocol sheet alone: it shares no code with our
/// client.
namespace app::bybit {

enum class Category { Spot, Linear };
enum class Status {
    New,
    PartiallyFilled,
    Untriggered,
    Triggered,
    Filled,
    PartiallyFilledCanceled,  ///< Spot only.
    Cancelled,
    Rejected,
    Deactivated,
};
enum class Force { Gtc, Ioc, Fok, PostOnly };

[[nodiscard]] const char *categoryName(Category category);
[[nodiscard]] const char *statusName(Status status);
[[nodiscard]] const char *forceName(Force force);
[[nodiscard]] const char *sideWord(core::Side side);  ///< `Buy`, `Sell`.
[[nodiscard]] std::optional<Category> parseCategory(std::string_view name);
[[nodiscard]] std::optional<Force> parseForce(std::string_view name);
[[nodiscard]] bool isOver(Status status);

/// An answer that is no success: the code of the envelope, its text, and the HTTP status.
struct Problem {
    int code = 10001;
    std::string message{};
    int status = 200;
};
template <class T = void>
using Answer = tl::expected<T, Problem>;

[[nodiscard]] inline tl::unexpected<Problem> refuse(int code, std::string message)
{
    return tl::unexpected<Problem>(Problem{code, std::move(message)});
}
[[nodiscard]] inline tl::unexpected<Problem> refuse(Problem problem)
{
    return tl::unexpected<Problem>(std::move(problem));
}

/// What is traded. `plays` is the series of the played market whose prices it has.
struct Product {
    Category category = Category::Linear;
    core::InstrumentId plays{};
    core::Instrument instrument{};  ///< In the account's own books.
    std::string base{};
    core::Decimal moneyStep{};  ///< Of amounts in the quote coin; spot.
    core::Quantity mostLimit{};
    core::Quantity mostMarket{};
    core::Decimal mostLeverage{};

    [[nodiscard]] const std::string &symbol() const { return instrument.id.symbol; }
    [[nodiscard]] bool isSpot() const { return category == Category::Spot; }
};

/// Stop and target that the venue holds for a whole position. Nothing: unchanged, or none.
struct Exits {
    std::optional<core::Price> stop{};  ///< Zero takes it away.
    std::optional<core::Price> target{};
    std::string stopBy = "LastPrice";
    std::string targetBy = "LastPrice";
    std::string parentLinkId{};  ///< Of the entry that brought them.

    [[nodiscard]] bool areNone() const { return !stop && !target; }
};

/// What a client wants, as it can be read from the body of a create.
struct Draft {
    const Product *product = nullptr;
    std::string linkId{};
    core::Side side = core::Side::Buy;
    bool isMarket = false;
    core::Quantity quantity{};  ///< Money to spend (or to get) when `isInMoney`.
    bool isInMoney = false;     ///< Market orders of spot, `marketUnit` quoteCoin.
    std::optional<core::Price> price{};
    Force force = Force::Gtc;
    std::optional<core::Price> trigger{};
    int triggerDirection = 0;  ///< 1 = fires when the price rises to it, 2 = falls to it.
    std::string triggerBy{};
    std::string filter = "Order";  ///< `Order`, `StopOrder`, `tpslOrder`.
    int positionIdx = 0;
    bool reduceOnly = false;
    bool closeOnTrigger = false;
    Exits exits{};           ///< Of an entry: the position's, as soon as it fills.
    std::string parentLinkId{};
    bool isLiquidation = false;  ///< The venue ends a position that the account cannot carry.
    std::string exitKind{};  ///< `StopLoss` or `TakeProfit`: the venue's own order for a position.

    [[nodiscard]] bool isConditional() const { return trigger.has_value(); }
};

struct Order {
    std::string id{};
    std::int64_t ordinal = 0;  ///< Of arrival.
    Draft terms{};
    Status status = Status::New;
    std::string cancelType = "UNKNOWN";
    std::string rejectReason = "EC_NoError";
    core::Quantity filled{};
    core::Money filledValue{};
    core::WideDecimal fee{};  ///< In the coin of `feeCoin`.
    core::Price lastOnCreated{};
    core::Timestamp createdAt{};
    core::Timestamp updatedAt{};
    bool isRouted = false;       ///< The matching knows it.
    core::Quantity routed{};     ///< What it is to do in all, in units of the base coin.
    std::string ending{};        ///< `cancelType` of the end that is under way.
    std::string endingReason{};  ///< Its `rejectReason`.

    [[nodiscard]] bool isLive() const { return !isOver(status); }
    [[nodiscard]] core::Quantity units() const { return terms.isInMoney ? routed : terms.quantity; }
    [[nodiscard]] core::Quantity leaves() const { return units() - filled; }
    [[nodiscard]] std::string feeCoin() const;
    [[nodiscard]] std::optional<core::WideDecimal> averagePrice() const;
};

/// One-way: one signed position of each linear product.
struct Position {
    const Product *product = nullptr;
    core::Quantity quantity{};  ///< Signed.
    core::Money cost{};         ///< Signed, of what is open.
    core::Decimal leverage{};
    core::Money realised{};  ///< Since it was opened, fees included.
    core::Money realisedEver{};
    Exits exits{};
    core::Timestamp createdAt{};
    core::Timestamp updatedAt{};
    std::int64_t sequence = -1;  ///< -1 = never traded.

    [[nodiscard]] bool isFlat() const { return quantity.isZero(); }
    [[nodiscard]] core::Money unrealised(core::Price mark) const;
    [[nodiscard]] core::Money initialMargin(core::Price mark) const;      ///< Sheet, 11.
    [[nodiscard]] core::Money maintenanceMargin(core::Price mark) const;  ///< First tier: 0.5 %.

private:
    [[nodiscard]] core::Money closingFee() const;
};

struct Execution {
    std::string id{};
    const char *kind = "Trade";  ///< `Trade`, `BustTrade` of a liquidation, `Funding`.
    std::int64_t ordinal = 0;
    std::string order{};
    const Product *product = nullptr;
    core::Side side = core::Side::Buy;
    core::Quantity quantity{};
    core::Price price{};
    core::Quantity leaves{};
    core::Quantity closed{};  ///< How much of a position it ended.
    core::Money profit{};     ///< Of what it ended, without fees.
    core::WideDecimal fee{};  ///< Of funding what was paid.
    std::string feeCoin{};
    core::Decimal feeRate{};
    bool isMaker = false;
    core::Timestamp at{};
    std::int64_t sequence = 0;

    [[nodiscard]] bool isFunding() const { return std::string_view(kind) == "Funding"; }
};

/// One change of one coin: a row of the transaction log.
struct LedgerRow {
    std::int64_t ordinal = 0;
    const char *type = "TRADE";  ///< `TRADE`, `SETTLEMENT`, `LIQUIDATION`, `TRANSFER_IN`, `TRANSFER_OUT`.
    std::string coin{};
    core::WideDecimal cash{};
    core::WideDecimal fee{};
    core::WideDecimal funding{};  ///< What was received.
    core::WideDecimal balance{};  ///< Of the coin, afterwards.
    core::Timestamp at{};
    std::int64_t execution = 0;  ///< The ordinal of the execution; 0: none.

    [[nodiscard]] core::WideDecimal change() const { return cash + funding - fee; }
};

/// Shares of the value: 0.055 % and 0.02 % of perpetuals, 0.1 % of coins.
[[nodiscard]] core::Decimal feeRateOf(const Product &product, bool isMaker);

}  // namespace app::bybit
