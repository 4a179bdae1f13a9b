#include "core/engine/Exits.h"

#include <algorithm>
#include <array>

namespace core {

namespace {

using namespace std::chrono_literals;

constexpr std::array<Duration, 6> retryDelays{0s, 1s, 2s, 5s, 15s, 60s};

} // namespace

void Exits::protect(const Proposal &entry, const Fill &fill)
{
    const std::string group = "oco-" + fill.id.text();
    Proposal exit = entry;
    exit.side = opposite(entry.side);
    exit.quantity = fill.quantity;
    exit.timeInForce = TimeInForce::GoodTillCancelled;
    exit.limitPrice.reset();
    if (entry.stopPrice) {
        exit.orderType = OrderType::Stop;
        issue(exit, OrderRole::Stop, group);
    }
    if (entry.targetPrice) {
        exit.orderType = OrderType::Limit;
        exit.limitPrice = entry.targetPrice;
        issue(exit, OrderRole::Target, group);
    }
}

void Exits::issue(Proposal proposal, OrderRole role, const std::string &group)
{
    const InstrumentId instrument = proposal.signal.series.instrument;
    const BotId bot = proposal.signal.bot;
    const ApprovedProposal approved = m_parts.desk.issueExit(std::move(proposal), role, group);
    const auto vetted = m_parts.gate.vetExit(approved, m_parts.portfolio.held(instrument),
                                             reducing(instrument, group), m_parts.ids.make(bot, m_parts.now()));
    if (!vetted) {
        m_parts.note(Severity::Alarm, "exit",
                     std::string("A ") + orderRoleName(role) + " for " + instrument.symbol +
                         " was refused: " + vetted.error().detail + ".");
        return;
    }
    if (role == OrderRole::Exit)
        m_reasons[vetted->request().clientOrderId] = m_jobs.at(instrument).reason;
    m_parts.execution.place(*vetted, m_parts.journal.durableThrough());
}

Quantity Exits::reducing(const InstrumentId &instrument, const std::string &exceptGroup) const
{
    // Orders of one pair cancel each other, so a pair takes no more than its larger half.
    std::map<std::string, Quantity> byGroup;
    for (const Order *order : m_parts.execution.open()) {
        const OrderRequest &request = order->request;
        if (request.instrument != instrument || request.role == OrderRole::Entry)
            continue;
        const std::string group = request.ocoGroup.empty() ? request.clientOrderId.text() : request.ocoGroup;
        if (group != exceptGroup)
            byGroup[group] = std::max(byGroup[group], order->remaining());
    }
    Quantity total;
    for (const auto &[group, quantity] : byGroup)
        total += quantity;
    return total;
}

void Exits::close(const InstrumentId &instrument, const BotId &bot, const std::string &reason)
{
    if (m_jobs.emplace(instrument, Job{bot, reason, 0}).second)
        m_parts.dirty.insert(instrument);
}

void Exits::onStopLost(const Order &stop)
{
    const InstrumentId &instrument = stop.request.instrument;
    if (m_parts.portfolio.held(instrument).isZero())
        return;
    m_parts.note(Severity::Alarm, "exit",
                 "The stop for " + instrument.symbol + " is " + orderStatusName(stop.status) + " (" + stop.reason +
                     "): the position is being closed.");
    close(instrument, BotId("protection"), "stop lost");
}

void Exits::endPair(const Order &filled)
{
    const OrderRequest &done = filled.request;
    if (done.ocoGroup.empty())
        return;
    for (const Order *order : m_parts.execution.open())
        if (order->request.ocoGroup == done.ocoGroup && order->request.clientOrderId != done.clientOrderId &&
            !order->cancelRequested)
            m_parts.execution.cancel(order->request.clientOrderId);
}

bool Exits::cancelWorking(const InstrumentId &instrument)
{
    bool isAnyWorking = false;
    for (const Order *order : m_parts.execution.open()) {
        if (order->request.instrument != instrument)
            continue;
        isAnyWorking = true;
        if (order->request.role != OrderRole::Exit && !order->cancelRequested)
            m_parts.execution.cancel(order->request.clientOrderId);
    }
    return isAnyWorking;
}

void Exits::advance(const InstrumentId &instrument)
{
    const auto found = m_jobs.find(instrument);
    if (found == m_jobs.end() || cancelWorking(instrument))
        return;
    const Quantity held = m_parts.portfolio.held(instrument);
    if (held.isZero()) {
        m_jobs.erase(found);
        return;
    }
    if (m_parts.clock.steady() >= found->second.nextTry)
        placeClosing(instrument, found->second, held);
}

void Exits::placeClosing(const InstrumentId &instrument, Job &job, Quantity held)
{
    // Closing is never given up; from the second try on it waits, longer each time.
    if (job.attempts > 0)
        m_parts.note(Severity::Alarm, "exit",
                     "Closing " + instrument.symbol + " did not end it (try " + std::to_string(job.attempts) +
                         "): the position is still open, trying again.");
    const auto step = static_cast<std::size_t>(std::min<int>(job.attempts, std::ssize(retryDelays) - 1));
    job.nextTry = m_parts.clock.steady() + retryDelays[step];
    ++job.attempts;
    Proposal exit;
    exit.id = ProposalId("close-" + instrument.symbol);
    exit.account = m_parts.settings.account;
    exit.destination = m_parts.settings.destination;
    exit.mode = m_parts.settings.mode;
    exit.signal.bot = job.bot;
    exit.signal.series.instrument = instrument;
    exit.side = held.sign() > 0 ? Side::Sell : Side::Buy;
    exit.quantity = held.abs();
    exit.orderType = OrderType::Market;
    issue(std::move(exit), OrderRole::Exit, {});
}

void Exits::tick()
{
    for (const auto &[instrument, job] : m_jobs)
        if (job.attempts > 0 && m_parts.clock.steady() >= job.nextTry)
            m_parts.dirty.insert(instrument);
}

std::string Exits::reasonOf(const Order &order) const
{
    switch (order.request.role) {
    case OrderRole::Stop: return "stop";
    case OrderRole::Target: return "target";
    case OrderRole::Exit: {
        const auto found = m_reasons.find(order.request.clientOrderId);
        return found == m_reasons.end() ? "exit" : found->second;
    }
    case OrderRole::Entry: break;
    }
    return "reversed";
}

} // namespace core
