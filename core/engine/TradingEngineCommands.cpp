// What a person tells the engine; what happens by itself is in TradingEngine.cpp.
#include "core/engine/TradingEngine.h"

#include <algorithm>
#include <cstdio>
#include <exception>
#include <utility>

namespace core {

namespace {

bool isBlank(const std::string &text)
{
    return text.find_first_not_of(" \t\n") == std::string::npos;
}

} // namespace

CommandAnswer TradingEngine::command(const Command &command, const CommandOrigin &by)
{
    CommandAnswer answer;
    try {
        const JournalGroup together(m_parts.journal);
        const Result<> done = act(command, by);
        answer = done ? CommandAnswer{true, "done"} : CommandAnswer{false, describe(done.error()), done.error().code};
    } catch (const std::exception &error) {
        haltOnBug(error.what());
        answer = {false, std::string("internal error: ") + error.what(), ErrorCode::Internal};
    }
    drain();
    return answer;
}

Result<> TradingEngine::act(const Command &command, const CommandOrigin &by)
{
    return std::visit(
        match{[&](const ArmProposal &c) { return m_entries.arm(c); },
              [&](const DisarmProposal &c) { return m_entries.disarm(c, by); },
              [&](const ApproveProposal &c) { return m_entries.approve(c, by); },
              [&](const RejectProposal &c) { return m_entries.reject(c, by); },
              [&](const EditProposal &c) { return m_entries.edit(c, by); },
              [&](const RefreshProposal &c) { return m_entries.refresh(c, by); },
              [&](const SnoozeProposal &c) { return m_entries.snooze(c, by); },
              [&](const WakeProposal &c) { return m_entries.wake(c, by); },
              [&](const SetBotOn &c) { return setBotOn(c, by); },
              [&](const MuteInstrument &c) { return mute(c, by); },
              [&](const Halt &c) { return halt(c, by); }, [&](const Resume &c) { return resume(c, by); },
              [&](const SetReduceOnly &c) { return setReduceOnly(c, by); },
              [&](const ClosePosition &c) { return closePosition(c, by); },
              [&](const MoveStop &c) { return moveStop(c, by); },
              [&](const CancelOrder &c) { return cancelOrder(c); },
              [&](const AcceptDifference &c) { return acceptDifference(c, by); },
              [&](const EndUnknownOrder &c) { return endUnknown(c, by); },
              [&](const SetMode &c) { return setMode(c, by); },
              [&](const SetLimits &c) { return setLimits(c, by); },
              [&](const SetSpeed &) -> Result<> {
                  return failure(ErrorCode::Unsupported, "market time cannot be changed here");
              },
              [&](const SetPauseWhileCardsWait &) -> Result<> {
                  return failure(ErrorCode::Unsupported, "market time cannot be changed here");
              }},
        command);
}

Result<> TradingEngine::closePosition(const ClosePosition &command, const CommandOrigin &by)
{
    const Quantity held = m_parts.portfolio.held(command.instrument);
    if (held.isZero())
        return failure(ErrorCode::NotFound, "nothing is held of " + command.instrument.symbol);
    m_entries.withdraw(command.instrument, held.sign() > 0 ? Side::Buy : Side::Sell,
                       "the position is being closed by hand");
    m_exits.close(command.instrument, {BotId(by.channel), "closed by " + by.person, true});
    return {};
}

Result<> TradingEngine::moveStop(const MoveStop &command, const CommandOrigin &by)
{
    const auto before = m_figures.workingPrice(command.instrument, OrderRole::Stop);
    if (auto done = m_exits.moveStop(command.instrument, command.price); !done)
        return done;
    const bool isLong = m_parts.own(command.instrument).sign() > 0;
    const bool isLooser = before && (isLong ? command.price < *before : command.price > *before);
    m_parts.note(isLooser ? Severity::Warning : Severity::Info, "exit",
                 "The stop of " + command.instrument.symbol + " moves from " +
                     (before ? before->toString() : std::string("no price")) + " to " + command.price.toString() +
                     (isLooser ? ", further away: more may be lost (" : ", nearer (") + by.person + ", " + by.channel +
                     ").");
    return {};
}

Result<> TradingEngine::cancelOrder(const CancelOrder &command)
{
    const Order *order = m_parts.execution.find(command.order);
    if (!order || isFinal(order->status))
        return failure(ErrorCode::NotFound, "there is no open order " + command.order.text());
    if (order->request.role == OrderRole::Stop && m_parts.settings.limits.needsStop &&
        !m_parts.portfolio.held(order->request.instrument).isZero())
        return failure(ErrorCode::Refused, "the stop protects an open position: close the position instead");
    const bool isOneWithItsStop = order->request.role == OrderRole::Target && !order->request.ocoGroup.empty() &&
                                  m_broker.exitSupport(order->request.instrument).pairs == PairHolding::OneOrder;
    if (isOneWithItsStop && m_parts.settings.limits.needsStop)
        return failure(ErrorCode::Refused, "the target is one order with the stop that protects the position");
    m_parts.execution.cancel(command.order);
    return {};
}

Result<> TradingEngine::acceptDifference(const AcceptDifference &command, const CommandOrigin &by)
{
    if (isBlank(command.reason))
        return failure(ErrorCode::Refused, "accepting what is not explained needs a reason");
    const std::string who = " (" + by.person + ", " + by.channel + "): " + command.reason + ".";
    if (command.instrument) {
        if (auto done = m_reconciliation.accept(*command.instrument, command.adopts); !done)
            return done;
        m_parts.dirty.insert(*command.instrument);
        m_parts.note(Severity::Warning, "position",
                     command.instrument->symbol + (command.adopts ? " is adopted" : " is accepted as the venue says") + who);
        return {};
    }
    const auto flow = m_reconciliation.acceptedCash(command.isCharge ? CashFlow::Kind::Charge : CashFlow::Kind::Transfer);
    if (!flow)
        return failure(flow.error());
    m_parts.health.isCashDifferent = false; // until the venue says another cash again
    m_parts.note(Severity::Warning, "account", "The venue's cash is accepted" + who);
    bookFlow(*flow);
    return {};
}

Result<> TradingEngine::endUnknown(const EndUnknownOrder &command, const CommandOrigin &by)
{
    if (isBlank(command.reason))
        return failure(ErrorCode::Refused, "ending an order without the venue's word needs a reason");
    const Order *order = m_parts.execution.find(command.order);
    if (!order || order->status != OrderStatus::Unknown)
        return failure(ErrorCode::NotFound, "there is no unknown order " + command.order.text());
    m_parts.note(Severity::Warning, "order",
                 command.order.text() + " counts as over without the venue's word (" + by.person + ", " + by.channel +
                     "): " + command.reason + ".");
    m_parts.execution.endUnknown(command.order, "ended by " + by.person + ": " + command.reason);
    return {};
}

Result<> TradingEngine::setMode(const SetMode &command, const CommandOrigin &by)
{
    m_parts.settings.mode = command.mode;
    if (command.mode == DecisionMode::Auto)
        for (const BotSettings &bot : m_parts.settings.bots)
            releaseBot(bot.id);
    if (command.mode == DecisionMode::Manual)
        m_entries.withdrawAll("manual mode: signals are advice only");
    if (command.mode != DecisionMode::Auto)
        stopUnsentEntries(command.mode);
    m_parts.observers.modeChanged(command.mode, by.person, m_parts.now());
    return {};
}

Result<> TradingEngine::setBotOn(const SetBotOn &command, const CommandOrigin &by)
{
    const auto &bots = m_parts.settings.bots;
    const auto bot = std::find_if(bots.begin(), bots.end(),
                                  [&](const BotSettings &each) { return each.id == command.bot; });
    if (bot == bots.end())
        return failure(ErrorCode::NotFound, "there is no bot " + command.bot.text());
    if (!bot->isOn)
        return failure(ErrorCode::Refused, "the profile has this bot switched off");
    if (command.isOn)
        releaseBot(command.bot);
    const bool hasChanged = command.isOn ? m_parts.pausedBots.erase(command.bot) > 0
                                         : m_parts.pausedBots.insert(command.bot).second;
    if (!hasChanged)
        return {};
    if (!command.isOn)
        m_entries.forget(command.bot);
    m_parts.observers.botSwitched(command.bot, command.isOn, by.person + " (" + by.channel + ")", m_parts.now());
    return {};
}

Result<> TradingEngine::mute(const MuteInstrument &command, const CommandOrigin &by)
{
    if (!m_parts.instruments.contains(command.instrument))
        return failure(ErrorCode::NotFound, "there is no instrument " + command.instrument.text());
    if (command.isMuted) {
        m_parts.muted.insert(command.instrument);
        m_entries.forget(command.instrument);
    } else {
        m_parts.muted.erase(command.instrument);
    }
    m_parts.note(Severity::Info, "bot",
                 command.instrument.symbol + (command.isMuted ? " is muted until tomorrow: no entries, exits go on ("
                                                              : " is heard again (") +
                     by.person + ").");
    return {};
}

void TradingEngine::onClockJump(Duration jump)
{
    char seconds[40];
    std::snprintf(seconds, sizeof seconds, "%.1f s", std::chrono::duration<double>(jump).count());
    const std::string why = std::string("the computer's clock jumped by ") + seconds + " (sleep, or it was set)";
    m_parts.note(Severity::Warning, "clock", "Every waiting card wants a new look: " + why + ".");
    m_parts.desk.onClockJump(why);
    if (m_polls.isOn()) { // whatever happened meanwhile, nobody here heard of it
        m_parts.quoteReceivedAt.clear();
        onLinkUp();
    }
    drain();
}

Result<> TradingEngine::setLimits(const SetLimits &command, const CommandOrigin &by)
{
    const RiskLimits before = m_parts.settings.limits;
    if (before.isUnlimited)
        return failure(ErrorCode::Unsupported, "this run has no limits that could be changed");
    if (command.seen && *command.seen != before)
        return failure(ErrorCode::Refused, "other limits are in force by now: look at them first");
    if (auto sound = checkLimits(command.limits); !sound)
        return sound;
    const auto changes = changesBetween(before, command.limits);
    // Limits that cannot be read may have been stricter than any that stand here.
    const bool isLoosened =
        !m_parts.health.limitsProblem.empty() ||
        std::any_of(changes.begin(), changes.end(), [](const LimitChange &each) { return each.isLooser; });
    if (isLoosened && !command.confirmsLooser)
        return failure(ErrorCode::Refused, "this lets more pass than before and must be confirmed: " + changesText(changes));
    if (auto kept = keepLimits(command, isLoosened, by); !kept)
        return kept;
    m_parts.health.limitsProblem.clear(); // somebody has looked at all of them
    adoptLimits(command.limits);
    m_parts.observers.limitsChanged(changes, by.person + " (" + by.channel + ")", m_parts.now());
    watchDayLoss();
    m_entries.cancelBeyond(before);
    m_entries.judgeAll();
    return {};
}

/// Stricter limits count at once, kept or not: a disk that fails is no reason to let more pass.
Result<> TradingEngine::keepLimits(const SetLimits &command, bool isLoosened, const CommandOrigin &by)
{
    if (isLoosened && !(m_parts.health.isJournalHealthy && m_parts.journal.isHealthy()))
        return failure(ErrorCode::Io, "the journal cannot be written: limits can only be made stricter now");
    const Result<> kept = m_keepLimits ? m_keepLimits(command.limits, by) : Result<>();
    if (kept)
        return {};
    if (isLoosened)
        return kept;
    m_parts.note(Severity::Alarm, "limits",
                 "The stricter limits count until the program ends, but could not be stored: " +
                     describe(kept.error()) + ".");
    return {};
}

/// A bot whose price collar was the limit keeps to the limit; a narrower one of its own stays.
void TradingEngine::adoptLimits(const RiskLimits &limits)
{
    const Decimal before = std::exchange(m_parts.settings.limits, limits).priceCollar;
    for (BotSettings &bot : m_parts.settings.bots)
        if (bot.planning.collar == before || bot.planning.collar > limits.priceCollar)
            bot.planning.collar = limits.priceCollar;
}

} // namespace core
