#include "core/engine/ActivityLog.h"

#include <cstdio>

namespace core {

namespace {

constexpr std::size_t keptLines = 200;
constexpr std::size_t keptMarkers = 500;

std::string sideVerb(Side side)
{
    return side == Side::Buy ? "Buy" : "Sell";
}

std::string twoPlaces(double value)
{
    char text[64];
    std::snprintf(text, sizeof text, "%+.2f", value);
    return text;
}

Severity severityOf(ProposalState state)
{
    switch (state) {
    case ProposalState::Filled: return Severity::Good;
    case ProposalState::Refused:
    case ProposalState::BrokerRejected:
    case ProposalState::Unknown: return Severity::Alarm;
    case ProposalState::Expired:
    case ProposalState::Blocked:
    case ProposalState::Stale:
    case ProposalState::Requote:
    case ProposalState::Killed: return Severity::Warning;
    default: return Severity::Info;
    }
}

/// Passing states that would only be noise between two lines that say more.
bool isNoise(ProposalState state)
{
    return state == ProposalState::Approved || state == ProposalState::Revalidating ||
           state == ProposalState::Submitting || state == ProposalState::Working ||
           state == ProposalState::Partial || state == ProposalState::Armed || state == ProposalState::Rejected ||
           state == ProposalState::Snoozed; // its decision is told
}

std::string orderWords(const Order &order)
{
    const OrderRequest &request = order.request;
    std::string words = sideVerb(request.side) + " " + request.quantity.toString() + " " +
                        request.instrument.symbol + " " + orderTypeName(request.type);
    if (request.role == OrderRole::Stop && request.stopPrice)
        words += " at " + request.stopPrice->toString();
    else if (request.type == OrderType::Limit && request.limitPrice)
        words += " at " + request.limitPrice->toString();
    return words + " (" + orderRoleName(request.role) + ")";
}

} // namespace

void ActivityLog::add(Timestamp at, Severity severity, const std::string &kind, std::string text)
{
    ++m_counts[std::size_t(severity)];
    m_lines.push_back({m_next++, at, severity, kind, std::move(text)});
    if (m_lines.size() > keptLines)
        m_lines.pop_front();
}

void ActivityLog::started(const EngineSettings &settings, Timestamp at)
{
    add(at, Severity::Info, "engine",
        "Started " + settings.profile + ": orders go to " + destinationName(settings.destination) + ", mode " +
            decisionModeName(settings.mode) + ".");
}

void ActivityLog::signalMade(const Signal &signal, const std::string &outcome)
{
    add(signal.barCloseTime, Severity::Info, "signal",
        signal.series.instrument.symbol + " " + signalKindName(signal.idea.kind) + ": " + signal.idea.reason +
            " — " + outcome + ".");
}

void ActivityLog::proposalChanged(const DeskEntry &entry, ProposalState from, Timestamp at)
{
    if (entry.state == from && from != ProposalState::Created)
        return;
    if (isNoise(entry.state))
        return;
    const Proposal &p = entry.proposal;
    const std::string what =
        sideVerb(p.side) + " " + p.quantity.toString() + " " + p.signal.series.instrument.symbol;
    if (entry.state == ProposalState::Created)
        return add(at, Severity::Info, "proposal", "Proposed: " + what + ".");
    add(at, severityOf(entry.state), "proposal",
        what + " is " + proposalStateName(entry.state) + ": " + entry.stateReason + ".");
}

void ActivityLog::decided(const DeskEntry &entry, const Decision &decision)
{
    std::string text = decision.person + " (" + decision.channel + "): " + decision.verb + " " +
                       sideName(entry.proposal.side) + " " + decision.quantity.toString() + " " +
                       entry.proposal.signal.series.instrument.symbol;
    if (!decision.reason.empty())
        text += ", " + decision.reason;
    add(decision.at, Severity::Info, "decision", text + ".");
}

void ActivityLog::orderChanged(const Order &order, OrderStatus from)
{
    if (order.status == from || order.status == OrderStatus::Sent || order.status == OrderStatus::PartiallyFilled ||
        order.status == OrderStatus::Filled)
        return;
    const bool isBad = order.status == OrderStatus::Rejected || order.status == OrderStatus::Unknown;
    std::string text = orderWords(order) + " is " + orderStatusName(order.status);
    if (!order.reason.empty() && order.status != OrderStatus::Working)
        text += ": " + order.reason;
    add(order.updatedAt, isBad ? Severity::Alarm : Severity::Info, "order", text + ".");
}

void ActivityLog::filled(const Order &order, const Fill &fill)
{
    add(fill.at, Severity::Good, "fill",
        (fill.side == Side::Buy ? "Bought " : "Sold ") + fill.quantity.toString() + " " + fill.instrument.symbol +
            " at " + fill.price.toString() + " (" + orderRoleName(order.request.role) + ").");
    m_markers.push_back({fill.instrument, fill.at, fill.price, fill.quantity, fill.side, order.request.role});
    if (m_markers.size() > keptMarkers)
        m_markers.pop_front();
}

void ActivityLog::tripClosed(const RoundTrip &trip)
{
    const bool isGain = trip.pnl.sign() >= 0;
    add(trip.exitTime.value_or(trip.entryTime), isGain ? Severity::Good : Severity::Warning, "position",
        trip.instrument.symbol + " round trip over (" + trip.reason + "): " + twoPlaces(trip.pnl.toDouble()) + ", " +
            twoPlaces(trip.returnPct) + " %.");
}

void ActivityLog::haltChanged(TradingState now, const std::string &reason, const std::string &by, Timestamp at)
{
    switch (now) {
    case TradingState::Running:
        return add(at, Severity::Good, "halt", "Trading goes on, by " + by + ": " + reason + ".");
    case TradingState::ReduceOnly:
        return add(at, Severity::Warning, "halt", "Reduce-only: " + reason + ". No entries; exits go.");
    case TradingState::Halted: return add(at, Severity::Alarm, "halt", "Trading halted: " + reason + ".");
    case TradingState::Flattening:
        return add(at, Severity::Alarm, "halt",
                   "Trading halted: " + reason + ". Everything is cancelled and closed.");
    }
}

void ActivityLog::linkChanged(bool isUp, const std::string &detail, Timestamp at)
{
    add(at, isUp ? Severity::Info : Severity::Alarm, "link",
        (isUp ? "Connected: " : "Connection lost: ") + detail + ".");
}

void ActivityLog::modeChanged(DecisionMode mode, const std::string &by, Timestamp at)
{
    add(at, Severity::Warning, "mode", std::string("Mode is now ") + decisionModeName(mode) + " (" + by + ").");
}

void ActivityLog::botSwitched(const BotId &bot, bool isOn, const std::string &by, Timestamp at)
{
    add(at, isOn ? Severity::Info : Severity::Warning, "bot",
        bot.text() + (isOn ? " makes entries again (" : " is paused: no entries, exits go on (") + by + ").");
}

void ActivityLog::limitsChanged(const std::vector<LimitChange> &changes, const std::string &by, Timestamp at)
{
    add(at, Severity::Warning, "limits",
        changes.empty() ? "The limits were confirmed by " + by + "."
                        : "Limits changed by " + by + ": " + changesText(changes) + ".");
}

void ActivityLog::noted(Severity severity, const std::string &kind, const std::string &text, Timestamp at)
{
    add(at, severity, kind, text);
}

} // namespace core
