#include "core/engine/EngineMetrics.h"

#include <algorithm>
#include <cmath>

namespace core {

namespace {

std::uint64_t countOf(const EngineMonitor &monitor, const char *name)
{
    const auto found = monitor.counts().find(name);
    return found == monitor.counts().end() ? 0 : found->second;
}

void addApproval(MetricsText &page, const EngineMonitor &monitor, const EngineSnapshot &snapshot)
{
    page.gauge("approval_pending", "Cards that wait for a decision.", {}, double(snapshot.waiting.size()));
    for (const auto &[outcome, waits] : monitor.waits())
        page.summary("approval_decision_seconds",
                     "Real time from a card's first showing to a person's decision or its end, by what it came to.",
                     {{"outcome", proposalStateName(outcome)}}, waits);
    const std::string expired = "Cards nobody decided in time; seen = a window or the command line had shown it.";
    page.counter("approval_expired_total", expired, {{"seen", "true"}}, monitor.expired().seen);
    page.counter("approval_expired_total", expired, {{"seen", "false"}}, monitor.expired().unseen);
    page.histogram("approval_drift_r", "Move against the plan when a person said yes, in R.", {}, monitor.drift());
    page.counter("approval_requote_total", "Approved cards that came back with new numbers.", {},
                 countOf(monitor, "requotes"));
    page.declareCounter("approval_refused_total", "Approved cards refused by a guard on fresh data.");
    for (const auto &[guard, refusals] : monitor.refusals())
        page.counter("approval_refused_total", "Approved cards refused by a guard on fresh data.",
                     {{"guard", guard}}, refusals);
    page.counter("approval_unknown_total", "Approved cards whose order's outcome was not proven for a while.", {},
                 countOf(monitor, "unknown_outcomes"));
    page.gauge("approval_edit_ratio", "Share of the cards a person approved that were edited before.", {},
               monitor.editRatio().value_or(std::nan("")));
    page.summary("approval_send_seconds",
                 "Real time from a yes to the order handed to the broker, decision and intent on the disk.", {},
                 monitor.times(MonitorPoint::DecisionToSend));
}

void addAccount(MetricsText &page, const EngineSnapshot &snapshot)
{
    const AccountView &account = snapshot.account;
    const MetricLabels labels{{"account", account.id.text()}};
    const Money dayLoss = account.dayPnl.sign() < 0 ? Money() - account.dayPnl : Money();
    page.gauge("countersign_equity", "Worth of the account.", labels, account.equity.toString());
    page.gauge("countersign_cash", "Cash of the account.", labels, account.cash.toString());
    page.gauge("countersign_heat", "Loss if every stop is hit now.", labels, account.heat.toString());
    page.gauge("countersign_day_pnl", "Result of the day.", labels, account.dayPnl.toString());
    page.gauge("countersign_day_loss", "Loss of the day; a gain is 0.", labels, dayLoss.toString());
    page.gauge("countersign_day_limit_room", "What may still be lost today before entries stop.", labels,
               account.dayLimitRoom.toString());
    page.gauge("countersign_exposure_ratio", "Notional of positions and orders by equity.", labels,
               account.exposurePct / 100.0);
    page.gauge("countersign_positions", "Open positions.", labels,
               double(std::count_if(snapshot.positions.begin(), snapshot.positions.end(),
                                    [](const PositionView &view) { return !view.quantity.isZero(); })));
}

void addHealth(MetricsText &page, const EngineSnapshot &snapshot)
{
    page.gauge("countersign_info", "What runs.",
               {{"profile", snapshot.profile},
                {"run", snapshot.run.text()},
                {"destination", destinationName(snapshot.account.destination)},
                {"mode", decisionModeName(snapshot.account.mode)}},
               1);
    page.gauge("countersign_halted", "1 while trading is halted.", {}, snapshot.isHalted ? 1 : 0);
    page.gauge("countersign_ready", "1 once reconciled with the venue.", {}, snapshot.isReady ? 1 : 0);
    for (const Lamp &lamp : snapshot.lamps)
        page.gauge("countersign_component_good", "1 while the component is well.", {{"component", lamp.name}},
                   lamp.isGood ? 1 : 0);
}

template <class T>
double orNaN(const std::optional<T> &value)
{
    return value ? double(*value) : std::nan("");
}

void addProcess(MetricsText &page, const EngineMonitor &monitor)
{
    const MonitorView none;
    const MonitorView &view = monitor.view() ? *monitor.view() : none;
    const double cpu = view.process.cpuPct ? *view.process.cpuPct / 100.0 : std::nan("");
    const bool hasBegun = monitor.view() != nullptr;
    page.gauge("countersign_uptime_seconds", "Since the start of the run.", {},
               hasBegun ? std::chrono::duration<double>(view.upTime).count() : std::nan(""));
    page.gauge("countersign_cpu_ratio", "Processor time by real time; 1 is one core.", {}, cpu);
    page.gauge("countersign_resident_bytes", "Resident memory.", {}, orNaN(view.process.residentBytes));
    page.gauge("countersign_threads", "Threads.", {}, orNaN(view.process.threads));
    page.gauge("countersign_handles", "Open files, or handles on Windows.", {}, orNaN(view.process.handles));
    for (const DepthView &depth : view.depths)
        page.gauge("countersign_queue_depth", "What waits, at worst in the last second.", {{"queue", depth.name}},
                   double(depth.worst));
}

void addTimesAndCounts(MetricsText &page, const EngineMonitor &monitor)
{
    const std::string help = "How long things take, in real time; the words are explained in core/engine/README.md.";
    for (std::size_t i = 0; i < monitorPointCount; ++i)
        page.summary("countersign_latency_seconds", help, {{"what", monitorPointName(MonitorPoint(i))}},
                     monitor.times(MonitorPoint(i)));
    for (const auto &[name, times] : monitor.foreignTimes())
        page.summary("countersign_latency_seconds", help, {{"what", name}}, times);
    for (const auto &[end, number] : monitor.ends())
        page.counter("countersign_proposals_ended_total", "Proposals by their end.",
                     {{"outcome", proposalStateName(end)}}, number);
    for (const auto &[name, number] : monitor.counts())
        page.counter("countersign_" + name + "_total", "How often this happened: " + name + ".", {}, number);
}

} // namespace

std::string metricsText(const EngineMonitor &monitor, const EngineSnapshot &snapshot)
{
    MetricsText page;
    addApproval(page, monitor, snapshot);
    addAccount(page, snapshot);
    addHealth(page, snapshot);
    addProcess(page, monitor);
    addTimesAndCounts(page, monitor);
    return page.text();
}

} // namespace core
