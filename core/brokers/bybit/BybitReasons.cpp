// Codes and what they mean. Source: bybit-exchange.github.io/docs/v5/error, July 2026, and recorded answers.
#include "core/brokers/bybit/BybitReasons.h"

#include <algorithm>
#include <array>

namespace core::bybit {

namespace {

using enum ErrorClass;

constexpr std::array reasons{
    ReasonFacts{Reason::None, Done, FollowUp::None, "Bybit took it."},
    ReasonFacts{Reason::Overloaded, WaitOrUnknown, FollowUp::None, "Bybit is overloaded."},
    ReasonFacts{Reason::KeyExpired, Auth, FollowUp::None, "The Bybit key has expired."},
    ReasonFacts{Reason::Timeout, Unknown, FollowUp::None, "Bybit gave up waiting for its own trading service."},
    ReasonFacts{Reason::BadParameter, Fix, FollowUp::None, "Bybit does not accept a value of the request."},
    ReasonFacts{Reason::ClockOff, Clock, FollowUp::None, "This computer's clock is too far from Bybit's."},
    ReasonFacts{Reason::WrongKey, Auth, FollowUp::None,
                "The Bybit key is not valid here. A key works only in the environment that it was made in."},
    ReasonFacts{Reason::BadSignature, Fix, FollowUp::None,
                "Bybit does not accept the signature: is the secret right?"},
    ReasonFacts{Reason::NoPermission, User, FollowUp::None, "The Bybit key may not do this."},
    ReasonFacts{Reason::TooManyRequests, Wait, FollowUp::None, "Too many requests to Bybit in a short time."},
    ReasonFacts{Reason::LoginFailed, Auth, FollowUp::None, "Bybit refused the login."},
    ReasonFacts{Reason::AccountBarred, User, FollowUp::None, "Bybit has barred this account from the action."},
    ReasonFacts{Reason::Region, User, FollowUp::None, "Bybit does not offer this from where you are."},
    ReasonFacts{Reason::AddressNotAllowed, User, FollowUp::None,
                "The Bybit key may not be used from this internet address."},
    ReasonFacts{Reason::DuplicateRequest, Unknown, FollowUp::None, "Bybit has had this request before."},
    ReasonFacts{Reason::ServerError, Unknown, FollowUp::None, "Bybit had an error of its own."},
    ReasonFacts{Reason::NoSuchRoute, Fix, FollowUp::None, "Bybit does not know this request."},
    ReasonFacts{Reason::SocketRestarts, WaitOrUnknown, FollowUp::TradeSocket, "Bybit's trade connection restarts."},
    ReasonFacts{Reason::AccountKind, User, FollowUp::None, "This needs a unified trading account at Bybit."},
    ReasonFacts{Reason::SymbolNotAllowed, User, FollowUp::None, "The Bybit key may not trade this instrument."},
    ReasonFacts{Reason::NotInDemo, User, FollowUp::None, "Bybit's demo account does not have this."},
    ReasonFacts{Reason::AlreadyLoggedIn, Fine, FollowUp::None, "The connection is logged in already."},
    ReasonFacts{Reason::DuplicateRequestId, Fix, FollowUp::None, "The request's number was used before."},
    ReasonFacts{Reason::OrderNotFound, Ask, FollowUp::Order,
                "Bybit has no such open order: it may have filled or ended."},
    ReasonFacts{Reason::PriceRange, User, FollowUp::None, "The price is outside what Bybit takes at this moment."},
    ReasonFacts{Reason::Funds, User, FollowUp::Wallet, "The account has not enough money or margin for it."},
    ReasonFacts{Reason::OrderDone, Fine, FollowUp::Order, "The order is already filled or cancelled."},
    ReasonFacts{Reason::TooManyOrders, User, FollowUp::None, "Too many open orders at Bybit."},
    ReasonFacts{Reason::NothingToReduce, User, FollowUp::Position, "There is no position that it could reduce."},
    ReasonFacts{Reason::QuantityBelowFilled, Fix, FollowUp::Order, "The new quantity is not above what is filled."},
    ReasonFacts{Reason::ClientIdUsed, Ask, FollowUp::Order, "Bybit already has an order of this id."},
    ReasonFacts{Reason::OrderBusy, Unknown, FollowUp::Order, "Bybit is still working on the order."},
    ReasonFacts{Reason::TriggerPassed, User, FollowUp::None, "The market is already beyond the trigger price."},
    ReasonFacts{Reason::BelowMinimum, Fix, FollowUp::None, "The order is below Bybit's minimum."},
    ReasonFacts{Reason::TooLarge, Fix, FollowUp::None, "The order is above Bybit's maximum."},
    ReasonFacts{Reason::TooLargeForMarket, User, FollowUp::None, "The order is too large for this market now."},
    ReasonFacts{Reason::TooPrecise, Fix, FollowUp::None, "A price or quantity has too many decimals."},
    ReasonFacts{Reason::SlippageRange, Fix, FollowUp::None, "The allowed slippage is outside Bybit's range."},
    ReasonFacts{Reason::NoLiquidity, User, FollowUp::None, "The book is too thin for a market order."},
    ReasonFacts{Reason::KindNotAllowed, Fix, FollowUp::None, "This kind of order is for approved makers only."},
    ReasonFacts{Reason::ChangedMeanwhile, Ask, FollowUp::Order, "The order changed while it was being replaced."},
    ReasonFacts{Reason::CannotChangeNow, Wait, FollowUp::Order, "The order cannot be changed at this moment."},
    ReasonFacts{Reason::NotChangeable, User, FollowUp::Order, "The order can no longer be changed or cancelled."},
    ReasonFacts{Reason::OrderRefused, User, FollowUp::Order, "Bybit refused it."},
    ReasonFacts{Reason::PostOnly, User, FollowUp::None, "A post-only order would have traded at once."},
    ReasonFacts{Reason::PositionState, User, FollowUp::Position, "The position does not allow it now."},
    ReasonFacts{Reason::WouldLiquidate, User, FollowUp::Position, "It would lead to a liquidation at once."},
    ReasonFacts{Reason::RiskTier, User, FollowUp::Position, "Size or leverage is above what the risk tier allows."},
    ReasonFacts{Reason::RiskTiersChanged, User, FollowUp::RiskTiers, "Bybit has changed its risk limits."},
    ReasonFacts{Reason::MarginChange, User, FollowUp::Position, "The margin cannot be changed."},
    ReasonFacts{Reason::OpenInterest, User, FollowUp::None,
                "Bybit's open interest is at its cap: positions may only be reduced."},
    ReasonFacts{Reason::ModeBlocked, User, FollowUp::Position,
                "The mode cannot be changed while there is a position or an open order."},
    ReasonFacts{Reason::Unchanged, Fine, FollowUp::None, "It is set so already."},
    ReasonFacts{Reason::ExitsUnchanged, Fine, FollowUp::Position, "Stop and target are set so already."},
    ReasonFacts{Reason::HedgeNotSupported, User, FollowUp::None, "The contract has no hedge mode."},
    ReasonFacts{Reason::LeverageFixed, User, FollowUp::None, "The margin mode fixes the leverage."},
    ReasonFacts{Reason::ExitsExist, User, FollowUp::Position, "There is a stop, target or trailing stop already."},
    ReasonFacts{Reason::ExitsMisplaced, Fix, FollowUp::None, "This kind of order cannot carry a stop or target."},
    ReasonFacts{Reason::PositionTooSmall, User, FollowUp::Position, "The position is too small for stop and target."},
    ReasonFacts{Reason::ExitsLocked, User, FollowUp::Order, "Stop and target of this order cannot be changed."},
    ReasonFacts{Reason::TooManyExits, User, FollowUp::Position, "There are more than 20 partial stops and targets."},
    ReasonFacts{Reason::MarketClosed, User, FollowUp::None, "The instrument cannot be traded in this way now."},
    ReasonFacts{Reason::Delisted, User, FollowUp::None, "The instrument is being delisted: no new positions."},
    ReasonFacts{Reason::FeatureSuspended, User, FollowUp::None, "Bybit has suspended this."},
    ReasonFacts{Reason::MarginTrading, User, FollowUp::None, "Margin trading is not enabled or not supported."},
    ReasonFacts{Reason::Loan, User, FollowUp::Wallet, "Bybit refused the borrowing."},
    ReasonFacts{Reason::CollateralCap, User, FollowUp::Wallet, "The cap for this collateral is reached."},
    ReasonFacts{Reason::TermsNotAccepted, User, FollowUp::None, "Bybit wants its terms accepted on its site first."},
    ReasonFacts{Reason::CoolingOff, User, FollowUp::None, "The account is in a cooling-off period."},
    ReasonFacts{Reason::Compliance, User, FollowUp::None, "Bybit refuses it for reasons of compliance."},
    ReasonFacts{Reason::BannedAddress, Wait, FollowUp::None,
                "Bybit has banned this internet address for too many requests."},
    ReasonFacts{Reason::NotReadable, Unknown, FollowUp::None, "Bybit's answer cannot be read."},
    ReasonFacts{Reason::NoAnswer, Unknown, FollowUp::None, "Bybit did not answer."},
    ReasonFacts{Reason::NotSent, Wait, FollowUp::None, "The request could not be sent."},
    ReasonFacts{Reason::Other, User, FollowUp::Order, "Bybit refused it for a reason that is new to us."},
};

struct CodeRange {
    std::int64_t first;
    std::int64_t last;
    Reason reason;
};

constexpr CodeRange code(std::int64_t only, Reason reason)
{
    return {only, only, reason};
}

/// By code, none twice.
constexpr std::array codes{
    code(-2015, Reason::KeyExpired),
    code(-1, Reason::Overloaded),
    code(0, Reason::None),
    code(429, Reason::Overloaded),
    code(10000, Reason::Timeout),
    code(10001, Reason::BadParameter),
    code(10002, Reason::ClockOff),
    code(10003, Reason::WrongKey),
    code(10004, Reason::BadSignature),
    code(10005, Reason::NoPermission),
    code(10006, Reason::TooManyRequests),
    code(10007, Reason::LoginFailed),
    code(10008, Reason::AccountBarred),
    code(10009, Reason::Region),
    code(10010, Reason::AddressNotAllowed),
    code(10014, Reason::DuplicateRequest),
    code(10016, Reason::ServerError),
    code(10017, Reason::NoSuchRoute),
    code(10018, Reason::TooManyRequests),
    code(10019, Reason::SocketRestarts),
    code(10024, Reason::Compliance),
    code(10027, Reason::AccountBarred),
    code(10028, Reason::AccountKind),
    code(10029, Reason::SymbolNotAllowed),
    code(10032, Reason::NotInDemo),
    code(10403, Reason::TooManyRequests),
    code(10404, Reason::NoSuchRoute),
    code(10429, Reason::Overloaded),
    code(20001, Reason::AlreadyLoggedIn),
    code(20003, Reason::TooManyRequests),
    code(20006, Reason::DuplicateRequestId),
    code(30228, Reason::Delisted),
    code(33004, Reason::KeyExpired),
    code(34040, Reason::ExitsUnchanged),
    code(40004, Reason::ChangedMeanwhile),
    code(100028, Reason::AccountKind),
    code(110001, Reason::OrderNotFound),
    code(110003, Reason::PriceRange),
    code(110004, Reason::Funds),
    code(110005, Reason::PositionState),
    CodeRange{110006, 110007, Reason::Funds},
    code(110008, Reason::OrderDone),
    code(110009, Reason::TooManyOrders),
    code(110010, Reason::OrderDone),
    code(110011, Reason::WouldLiquidate),
    code(110012, Reason::Funds),
    code(110013, Reason::RiskTier),
    CodeRange{110014, 110015, Reason::MarginChange},
    code(110017, Reason::NothingToReduce),
    code(110020, Reason::TooManyOrders),
    CodeRange{110021, 110023, Reason::OpenInterest},
    code(110024, Reason::ModeBlocked),
    CodeRange{110025, 110027, Reason::Unchanged},
    code(110028, Reason::ModeBlocked),
    code(110029, Reason::HedgeNotSupported),
    code(110031, Reason::RiskTier),
    CodeRange{110033, 110034, Reason::MarginChange},
    code(110036, Reason::LeverageFixed),
    code(110038, Reason::LeverageFixed),
    CodeRange{110039, 110040, Reason::WouldLiquidate},
    code(110042, Reason::OpenInterest),
    code(110043, Reason::Unchanged),
    CodeRange{110044, 110045, Reason::Funds},
    code(110046, Reason::WouldLiquidate),
    CodeRange{110047, 110048, Reason::RiskTier},
    CodeRange{110051, 110053, Reason::Funds},
    CodeRange{110054, 110056, Reason::ExitsExist},
    code(110057, Reason::ExitsMisplaced),
    code(110058, Reason::PositionTooSmall),
    CodeRange{110059, 110060, Reason::ExitsLocked},
    code(110061, Reason::TooManyExits),
    code(110063, Reason::MarketClosed),
    code(110064, Reason::QuantityBelowFilled),
    code(110066, Reason::MarketClosed),
    code(110072, Reason::ClientIdUsed),
    code(110074, Reason::MarketClosed),
    code(110076, Reason::MarginChange),
    code(110078, Reason::MarginChange),
    code(110079, Reason::OrderBusy),
    code(110085, Reason::RiskTiersChanged),
    code(110086, Reason::RiskTier),
    CodeRange{110089, 110090, Reason::RiskTier},
    CodeRange{110092, 110093, Reason::TriggerPassed},
    code(110094, Reason::BelowMinimum),
    CodeRange{110095, 110099, Reason::MarketClosed},
    code(110100, Reason::NotInDemo),
    code(110103, Reason::MarketClosed),
    CodeRange{110108, 110109, Reason::SlippageRange},
    code(110118, Reason::NoLiquidity),
    code(110119, Reason::KindNotAllowed),
    CodeRange{110120, 110121, Reason::PriceRange},
    code(110123, Reason::TermsNotAccepted),
    code(110124, Reason::CoolingOff),
    code(110125, Reason::TermsNotAccepted),
    code(110131, Reason::Loan),
    code(110132, Reason::Region),
    code(170001, Reason::ServerError),
    code(170005, Reason::TooManyRequests),
    code(170007, Reason::Timeout),
    code(170031, Reason::FeatureSuspended),
    code(170032, Reason::ServerError),
    code(170033, Reason::Funds),
    CodeRange{170036, 170037, Reason::MarginTrading},
    code(170105, Reason::BadParameter),
    CodeRange{170115, 170117, Reason::BadParameter},
    code(170121, Reason::BadParameter),
    code(170124, Reason::TooLarge),
    code(170130, Reason::BadParameter),
    code(170131, Reason::Funds),
    CodeRange{170132, 170133, Reason::PriceRange},
    code(170134, Reason::TooPrecise),
    code(170136, Reason::BelowMinimum),
    code(170137, Reason::TooPrecise),
    code(170139, Reason::OrderDone),
    code(170140, Reason::BelowMinimum),
    code(170141, Reason::ClientIdUsed),
    code(170142, Reason::OrderDone),
    code(170143, Reason::OrderNotFound),
    code(170144, Reason::CannotChangeNow),
    code(170145, Reason::NotChangeable),
    CodeRange{170146, 170147, Reason::Timeout},
    code(170148, Reason::TooPrecise),
    CodeRange{170149, 170150, Reason::OrderRefused},
    code(170151, Reason::MarketClosed),
    code(170157, Reason::MarketClosed),
    code(170159, Reason::MarketClosed),
    code(170190, Reason::OrderDone),
    code(170191, Reason::CannotChangeNow),
    CodeRange{170192, 170194, Reason::PriceRange},
    CodeRange{170197, 170200, Reason::TooLargeForMarket},
    code(170201, Reason::BadParameter),
    code(170202, Reason::BadParameter),
    CodeRange{170203, 170204, Reason::PriceRange},
    code(170206, Reason::MarketClosed),
    code(170210, Reason::OrderRefused),
    code(170212, Reason::CannotChangeNow),
    code(170213, Reason::OrderNotFound),
    code(170217, Reason::MarketClosed),
    code(170218, Reason::PostOnly),
    code(170222, Reason::TooManyRequests),
    CodeRange{170228, 170229, Reason::TooLargeForMarket},
    code(170234, Reason::ServerError),
    code(170241, Reason::TermsNotAccepted),
    code(170310, Reason::Timeout),
    code(170311, Reason::OrderRefused),
    code(170312, Reason::NotChangeable),
    code(170313, Reason::QuantityBelowFilled),
    code(170341, Reason::TooLarge),
    code(170344, Reason::MarginTrading),
    CodeRange{170371, 170372, Reason::PriceRange},
    CodeRange{170381, 170382, Reason::TooLarge},
    code(170810, Reason::TooManyOrders),
    CodeRange{176000, 176999, Reason::Loan},
    code(182011, Reason::CollateralCap),
    code(3400139, Reason::RiskTier),
};

constexpr bool isSorted()
{
    for (std::size_t i = 1; i < codes.size(); ++i)
        if (codes[i].first <= codes[i - 1].last)
            return false;
    return true;
}
static_assert(isSorted(), "a code stands twice, or not in its place");

constexpr bool areInOrder()
{
    for (std::size_t i = 0; i < reasons.size(); ++i)
        if (static_cast<std::size_t>(reasons[i].reason) != i)
            return false;
    return reasons.size() == static_cast<std::size_t>(Reason::Other) + 1;
}
static_assert(areInOrder(), "every reason has its row, in the order in which they are declared");

} // namespace

const ReasonFacts &factsOf(Reason reason)
{
    return reasons[static_cast<std::size_t>(reason)];
}

Reason reasonOfCode(std::int64_t number)
{
    const auto isBefore = [](std::int64_t value, const CodeRange &range) { return value < range.first; };
    const auto after = std::upper_bound(codes.begin(), codes.end(), number, isBefore);
    if (after == codes.begin() || number > std::prev(after)->last)
        return Reason::Other;
    return std::prev(after)->reason;
}

} // namespace core::bybit
