#include "core/engine/EngineMonitor.h"

#include <algorithm>

namespace core {

namespace {

constexpr std::size_t keptMoments = 300; // five minutes at one a second

/// The outcomes of which the page always tells, so that a graph begins at zero and not at the first one.
constexpr std::array usualOutcomes{ProposalState::Approved, ProposalState::Rejected, ProposalState::Expired};
constexpr std::array usualEnds{ProposalState::Filled, ProposalState::Rejected, ProposalState::Expired,
                               ProposalState::Refused};
constexpr std::array usualCounts{"signals",          "proposals", "orders",              "fills",  "requotes",
                                 "unknown_outcomes", "refusals",  "illegal_transitions", "alarms", "warnings"};

LatencyView viewOf(const std::string &name, const LatencyHistogram &times)
{
    return {name,
            times.count(),
            times.percentile(0.5),
            times.percentile(0.9),
            times.percentile(0.99),
            times.percentile(0.999),
            times.max()};
}

} // namespace

const char *monitorPointName(MonitorPoint point)
{
    switch (point) {
    case MonitorPoint::BeatLateness: return "beat-lateness";
    case MonitorPoint::MessageWait: return "message-wait";
    case MonitorPoint::StepLateness: return "step-lateness";
    case MonitorPoint::Step: return "step";
    case MonitorPoint::CommandAnswered: return "command";
    case MonitorPoint::SignalToCard: return "signal-to-card";
    case MonitorPoint::DecisionStored: return "decision-stored";
    case MonitorPoint::DecisionToSend: return "decision-to-send";
    case MonitorPoint::SnapshotBuilt: return "snapshot";
    case MonitorPoint::WindowLag: return "window-lag";
    }
    return "unknown";
}

EngineMonitor::EngineMonitor(const Clock &realTime)
    : m_realTime(realTime), m_startedAt(realTime.steady()),
      m_drift({-0.75, -0.4, -0.15, -0.05, 0, 0.05, 0.1, 0.15, 0.25, 0.35})
{
    for (const ProposalState outcome : usualOutcomes)
        m_waits[outcome];
    for (const ProposalState end : usualEnds)
        m_ends[end];
    for (const char *name : usualCounts)
        m_counts[name];
}

// --- what the engine does ------------------------------------------------------------------------

void EngineMonitor::signalMade(const Signal &signal, const std::string &)
{
    count("signals");
    m_signalAt[signal.series.instrument] = now();
}

void EngineMonitor::proposalChanged(const DeskEntry &entry, ProposalState from, Timestamp)
{
    for (const GuardResult &guard : entry.guards)
        m_refusals.try_emplace(guard.rule, 0);
    if (entry.state == ProposalState::Created && from == ProposalState::Created)
        return begin(entry);
    Card &card = m_cards[entry.proposal.id];
    if (entry.state == ProposalState::Pending && !card.waitsSince)
        card.waitsSince = now();
    if (entry.state == ProposalState::Revalidating && card.decidedAt)
        took(MonitorPoint::DecisionStored, now() - *card.decidedAt);
    if (entry.state == ProposalState::Requote)
        count("requotes");
    if (entry.state == ProposalState::Unknown)
        count("unknown_outcomes");
    if (isTerminal(entry.state))
        end(entry, from);
}

void EngineMonitor::begin(const DeskEntry &entry)
{
    count("proposals");
    Card &card = m_cards[entry.proposal.id];
    if (const auto signal = m_signalAt.extract(entry.proposal.signal.series.instrument))
        card.signalAt = signal.mapped();
}

void EngineMonitor::end(const DeskEntry &entry, ProposalState from)
{
    const auto card = m_cards.extract(entry.proposal.id);
    ++m_ends[entry.state];
    if (entry.state == ProposalState::Refused)
        count("refusals");
    if (entry.state == ProposalState::Expired && isWaiting(from))
        ++(card.mapped().wasSeen ? m_expired.seen : m_expired.unseen);
    if (isWaiting(from) && card.mapped().waitsSince)
        m_waits[entry.state].add(now() - *card.mapped().waitsSince);
}

void EngineMonitor::decided(const DeskEntry &entry, const Decision &decision)
{
    if (decision.verb != "approve")
        return;
    Card &card = m_cards[entry.proposal.id];
    card.decidedAt = now();
    if (decision.channel == "rule") // a rule neither waits nor drifts
        return;
    if (card.waitsSince)
        m_waits[ProposalState::Approved].add(now() - *card.waitsSince);
    if (decision.driftR)
        m_drift.add(*decision.driftR);
    ++m_approvedByPersons;
    m_editedBefore += entry.wasEdited ? 1 : 0;
}

void EngineMonitor::guardRefused(const Proposal &, const std::string &rule)
{
    ++m_refusals[rule];
}

void EngineMonitor::orderChanged(const Order &order, OrderStatus from)
{
    if (order.status != OrderStatus::Sent || from == OrderStatus::Sent)
        return;
    count("orders");
    const auto card = m_cards.find(order.proposal);
    if (order.request.role == OrderRole::Entry && card != m_cards.end() && card->second.decidedAt)
        took(MonitorPoint::DecisionToSend, now() - *card->second.decidedAt);
}

void EngineMonitor::filled(const Order &, const Fill &)
{
    count("fills");
}

std::optional<double> EngineMonitor::editRatio() const
{
    if (m_approvedByPersons == 0)
        return std::nullopt;
    return double(m_editedBefore) / double(m_approvedByPersons);
}

// --- what the host measures ----------------------------------------------------------------------

void EngineMonitor::took(MonitorPoint point, Duration time)
{
    m_times[std::size_t(point)].add(time);
    if (point == MonitorPoint::BeatLateness || point == MonitorPoint::MessageWait)
        m_worstLag = std::max(m_worstLag.value_or(Duration::zero()), time);
}

void EngineMonitor::noteDepth(const std::string &name, std::int64_t depth)
{
    Depth &known = m_depths[name];
    known.now = depth;
    known.worst = std::max(known.worst, depth);
}

void EngineMonitor::shown(const std::vector<ProposalView> &cards, bool toSomebody)
{
    for (const ProposalView &view : cards) {
        const auto card = m_cards.find(view.proposal.id);
        if (card == m_cards.end())
            continue;
        card->second.wasSeen = card->second.wasSeen || toSomebody;
        if (const auto signalAt = std::exchange(card->second.signalAt, std::nullopt))
            took(MonitorPoint::SignalToCard, now() - *signalAt);
    }
}

void EngineMonitor::sample(const ProcessReading &process)
{
    auto view = std::make_shared<MonitorView>();
    view->upTime = now() - m_startedAt;
    view->process = m_process.figures(process, now());
    view->engineLag = std::exchange(m_worstLag, std::nullopt);
    for (std::size_t i = 0; i < monitorPointCount; ++i)
        view->latencies.push_back(viewOf(monitorPointName(MonitorPoint(i)), m_times[i]));
    for (const auto &[name, times] : m_foreign)
        view->latencies.push_back(viewOf(name, times));
    for (auto &[name, depth] : m_depths) {
        view->depths.push_back({name, depth.now, depth.worst});
        depth.worst = depth.now;
    }
    for (const auto &[name, number] : m_counts)
        view->counts.push_back({name, number});
    view->counts.push_back({"expired-unseen", m_expired.unseen});
    remember(*view);
    view->history.assign(m_history.begin(), m_history.end());
    m_view = std::move(view);
}

void EngineMonitor::remember(const MonitorView &view)
{
    m_history.push_back({view.upTime, view.process.cpuPct, view.process.residentBytes, view.engineLag});
    if (m_history.size() > keptMoments)
        m_history.pop_front();
}

} // namespace core
