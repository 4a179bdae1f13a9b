#pragma once

#include "core/approval/ProposalState.h"
#include "core/base/Error.h"
#include "core/domain/Mode.h"
#include "core/domain/Order.h"
#include "core/planning/Limits.h"

#include <optional>
#include <string>
#include <variant>

namespace core {

/// What a person may tell the engine. Every command is answered; none blocks its sender.

/// First step of a two-step approval (live, or above the size limit).
struct ArmProposal {
    ProposalId id;
    int version = 0;
    std::string hash;
};
/// Takes back the first step, or the yes to an envelope that waits for the opening.
struct DisarmProposal {
    ProposalId id;
};
/// Yes to exactly the content with this hash; a smaller quantity is a partial approval.
struct ApproveProposal {
    ProposalId id;
    int version = 0;
    std::string hash;
    std::optional<Quantity> quantity{};
};
struct RejectProposal {
    ProposalId id;
    RejectReason reason = RejectReason::Other;
    std::string text{};
};
/// New content: version + 1, old approvals void, the complete order is checked again. Absent = unchanged.
struct EditProposal {
    ProposalId id;
    int version = 0;
    std::optional<Quantity> quantity{};
    std::optional<OrderType> orderType{}; ///< Market or Limit.
    std::optional<Price> limitPrice{};
    std::optional<Price> stopPrice{};
    std::optional<Price> targetPrice{};
};
/// Out of sight for half a minute, or until the entry price has come to a price; the deadline runs on.
struct SnoozeProposal {
    ProposalId id;
    std::optional<Price> untilPrice{};
};
struct WakeProposal {
    ProposalId id;
};
/// Re-run the guards of a stale card on fresh data.
struct RefreshProposal {
    ProposalId id;
};
struct Halt {
    bool cancelOrders = false;
    bool flatten = false;
};
/// Lifts a halt as well as reduce-only.
struct Resume {
    std::string reason;
};
/// Between running and halted: entries are refused and taken back, exits go. Lifting it needs a reason.
struct SetReduceOnly {
    bool on = true;
    std::string reason{};
};
/// Close the whole position of one instrument.
struct ClosePosition {
    InstrumentId instrument;
};
/// Move the stop of the instrument's position to this price, nearer or further: the saying is the yes to it.
struct MoveStop {
    InstrumentId instrument;
    Price price;
};
struct CancelOrder {
    ClientOrderId order;
};
/// A person has looked at what the venue says and we did not know. Of an instrument: its corrected quantity
/// stands, and entries may be made again; what is not ours stays so unless it is adopted, which makes it the
/// bots' own to sell. Without one: of the cash, which becomes the venue's.
struct AcceptDifference {
    std::optional<InstrumentId> instrument{};
    bool adopts = false;
    bool isCharge = false; ///< The cash was lost or won, and not paid in or out.
    std::string reason{};
};
/// An order of which the venue never tells: a person knows that it is over. A fill that comes all the same counts.
struct EndUnknownOrder {
    ClientOrderId order;
    std::string reason{};
};
struct SetMode {
    DecisionMode mode = DecisionMode::Hybrid;
};
/// New limits, all of them or none; they count at once. What lets more pass than before needs `confirmsLooser`.
struct SetLimits {
    RiskLimits limits;
    bool confirmsLooser = false;
    std::optional<RiskLimits> seen{}; ///< What the person saw in force; refused when others are by now.
};
/// A paused bot makes no entries; its exits go on. Kept over a restart.
struct SetBotOn {
    BotId bot;
    bool isOn = true;
};
/// No entries in this instrument until the end of the exchange day; exits go on.
struct MuteInstrument {
    InstrumentId instrument;
    bool isMuted = true;
};
/// Market time of demo and replay; speed 0 stands still.
struct SetSpeed {
    double speed = 1;
};
struct SetPauseWhileCardsWait {
    bool pause = true;
};

using Command = std::variant<ArmProposal, DisarmProposal, ApproveProposal, RejectProposal, EditProposal,
                             RefreshProposal, Halt, Resume, SetReduceOnly, ClosePosition, CancelOrder, SetMode,
                             SetSpeed, SetPauseWhileCardsWait, SetLimits, SnoozeProposal, WakeProposal, SetBotOn,
                             MuteInstrument, AcceptDifference, EndUnknownOrder, MoveStop>;

/// By whom and from where: goes into the decision.
struct CommandOrigin {
    std::string person = "owner";
    std::string channel = "desk"; ///< desk, cli, tour
};

struct CommandAnswer {
    bool isDone = false;
    std::string message{}; ///< One plain sentence, always present.
    ErrorCode code = ErrorCode::Refused; ///< Of a command that was not done.
};

} // namespace core
