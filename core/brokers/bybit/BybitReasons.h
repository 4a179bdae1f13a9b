#pragma once

#include <cstdint>

namespace core::bybit {

/// What a client does about a code, as section 6 of the venue's sheet sorts them.
enum class ErrorClass {
    Done,          ///< 0.
    Fix,           ///< A bug or a bad input of ours; the same again fails again.
    Wait,          ///< Refused for now; later it may pass.
    WaitOrUnknown, ///< Reads wait; of a write nobody knows.
    Unknown,       ///< The outcome is not known: ask before anything else.
    Ask,           ///< The order has a story of its own: look it up.
    Fine,          ///< It is so already.
    User,          ///< The owner is told; not tried again.
    Auth,          ///< The session is over.
    Clock,         ///< Measure the clock anew, once, and try once more.
};

enum class Reason {
    None,
    // The link and the key
    Overloaded,
    KeyExpired,
    Timeout,
    BadParameter,
    ClockOff,
    WrongKey,
    BadSignature,
    NoPermission,
    TooManyRequests,
    LoginFailed,
    AccountBarred,
    Region,
    AddressNotAllowed,
    DuplicateRequest,
    ServerError,
    NoSuchRoute,
    SocketRestarts,
    AccountKind,
    SymbolNotAllowed,
    NotInDemo,
    AlreadyLoggedIn,
    DuplicateRequestId,
    // Orders
    OrderNotFound,
    PriceRange,
    Funds,
    OrderDone,
    TooManyOrders,
    NothingToReduce,
    QuantityBelowFilled,
    ClientIdUsed,
    OrderBusy,
    TriggerPassed,
    BelowMinimum,
    TooLarge,
    TooLargeForMarket,
    TooPrecise,
    SlippageRange,
    NoLiquidity,
    KindNotAllowed,
    ChangedMeanwhile,
    CannotChangeNow,
    NotChangeable,
    OrderRefused,
    PostOnly,
    // Positions, margin, market
    PositionState,
    WouldLiquidate,
    RiskTier,
    RiskTiersChanged,
    MarginChange,
    OpenInterest,
    ModeBlocked,
    Unchanged,
    ExitsUnchanged,
    HedgeNotSupported,
    LeverageFixed,
    ExitsExist,
    ExitsMisplaced,
    PositionTooSmall,
    ExitsLocked,
    TooManyExits,
    MarketClosed,
    Delisted,
    FeatureSuspended,
    MarginTrading,
    Loan,
    CollateralCap,
    TermsNotAccepted,
    CoolingOff,
    Compliance,
    // Not from a code
    BannedAddress,
    NotReadable,
    NoAnswer,
    NotSent,
    Other,
};

/// What should be asked for because of it.
enum class FollowUp { None, Wallet, Position, Order, RiskTiers, TradeSocket };

struct ReasonFacts {
    Reason reason;
    ErrorClass kind;
    FollowUp followUp;
    const char *sentence; ///< Plain English, for the desk.
};
[[nodiscard]] const ReasonFacts &factsOf(Reason reason);
/// `Other` for a code that is not known.
[[nodiscard]] Reason reasonOfCode(std::int64_t code);

} // namespace core::bybit
