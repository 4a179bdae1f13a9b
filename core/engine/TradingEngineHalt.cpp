// The states between running and flat: reduce-only, halted, flattening.
#include "core/engine/TradingEngine.h"

namespace core {

namespace {

bool isBlank(const std::string &text)
{
    return text.find_first_not_of(" \t\n") == std::string::npos;
}

std::string origin(const CommandOrigin &by)
{
    return "by " + by.person + " (" + by.channel + ")";
}

} // namespace

/// What an earlier run left stays, until the owner lifts it. It is said again, so that whoever looks
/// on from here knows it.
void TradingEngine::takeOverHalt(const StoredState &stored)
{
    if (stored.trading == TradingState::Running)
        return;
    m_parts.health.trading = stored.trading;
    m_parts.health.haltReason = stored.haltReason;
    m_parts.observers.haltChanged(stored.trading, stored.haltReason, "an earlier run", m_parts.now());
    m_parts.note(Severity::Alarm, "halt",
                 std::string("Trading is still ") + (m_parts.health.isHalted() ? "halted" : "reduce-only") +
                     " from an earlier run: " + stored.haltReason + ".");
}

void TradingEngine::haltOnBug(const std::string &what)
{
    // Closing everything goes on: it is the stricter of the two.
    setHalt(m_flattening.isActive() ? TradingState::Flattening : TradingState::Halted, "internal error: " + what,
            "engine");
    m_entries.cancelAll();
}

void TradingEngine::setHalt(TradingState state, const std::string &reason, const std::string &by)
{
    m_parts.health.trading = state;
    m_parts.health.haltReason = reason;
    m_parts.observers.haltChanged(state, reason, by, m_parts.now());
    m_parts.desk.killAll("halt: " + reason);
    stopUnsentEntries(DecisionMode::Manual);
}

/// An entry whose intent is written but not yet on the disk has not left: it never will.
/// In hybrid mode what a person has said yes to may still go.
void TradingEngine::stopUnsentEntries(DecisionMode now)
{
    for (const Order *order : m_parts.execution.open()) {
        if (order->request.role != OrderRole::Entry || order->status != OrderStatus::Intended)
            continue;
        const DeskEntry *card = m_parts.desk.find(order->proposal);
        const bool isAPersons = card && card->proposal.mode != DecisionMode::Auto;
        if (now != DecisionMode::Hybrid || !isAPersons)
            m_parts.execution.cancel(order->request.clientOrderId);
    }
}

Result<> TradingEngine::halt(const Halt &command, const CommandOrigin &by)
{
    const bool flattens = command.flatten || m_flattening.isActive();
    setHalt(flattens ? TradingState::Flattening : TradingState::Halted, origin(by), by.person);
    if (command.cancelOrders || flattens)
        m_entries.cancelAll();
    if (flattens)
        m_flattening.begin();
    return {};
}

Result<> TradingEngine::resume(const Resume &command, const CommandOrigin &by)
{
    if (isBlank(command.reason))
        return failure({ErrorCode::BadInput, "a halt is lifted with a reason", {}, 0, "reason"});
    if (m_parts.health.trading == TradingState::Running)
        return failure(ErrorCode::Refused, "trading is neither halted nor reduce-only");
    liftHalt(command.reason, by.person);
    return {};
}

Result<> TradingEngine::setReduceOnly(const SetReduceOnly &command, const CommandOrigin &by)
{
    if (m_parts.health.isHalted())
        return failure(ErrorCode::Refused, "trading is halted, which is stricter");
    const bool isOn = m_parts.health.trading == TradingState::ReduceOnly;
    if (isOn == command.on)
        return failure(ErrorCode::Refused, isOn ? "reduce-only is on already" : "reduce-only is not on");
    if (!command.on && isBlank(command.reason))
        return failure({ErrorCode::BadInput, "reduce-only is lifted with a reason", {}, 0, "reason"});
    if (!command.on) {
        liftHalt(command.reason, by.person);
        return {};
    }
    m_parts.health.trading = TradingState::ReduceOnly;
    m_parts.health.haltReason = origin(by) + (isBlank(command.reason) ? "" : ": " + command.reason);
    m_parts.observers.haltChanged(TradingState::ReduceOnly, m_parts.health.haltReason, by.person, m_parts.now());
    // What works at the venue could still add: it is taken back. Cards stay and say why they cannot go.
    m_entries.cancelAll();
    m_entries.judgeAll();
    return {};
}

void TradingEngine::liftHalt(const std::string &reason, const std::string &by)
{
    m_parts.health.trading = TradingState::Running;
    m_parts.health.haltReason.clear();
    m_parts.observers.haltChanged(TradingState::Running, reason, by, m_parts.now());
    m_entries.judgeAll();
}

} // namespace core
