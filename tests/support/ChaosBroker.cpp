#include "tests/support/ChaosBroker.h"

#include <algorithm>
#include <utility>

namespace support {

using namespace core;
using namespace std::chrono_literals;

ChaosBroker::ChaosBroker(SimVenue &venue, const Clock &clock) : m_venue(venue), m_clock(clock)
{
    m_venue.setSink([this](Event event) {
        if (const auto *filled = std::get_if<OrderFilled>(&event); filled && onFill)
            onFill(filled->fill);
        answer(std::move(event));
    });
}

void ChaosBroker::open(EventSink)
{
    m_hasEngine = true;
    m_answers.push_back({m_clock.steady(), LinkChanged{m_isLinkUp, "chaos"}});
}

void ChaosBroker::submit(const VettedOrder &order)
{
    if (onSubmit)
        onSubmit(order);
    submitAll({order.request()});
}

void ChaosBroker::submitPair(const VettedOrder &stop, const VettedOrder &target)
{
    if (onSubmit) {
        onSubmit(stop);
        onSubmit(target);
    }
    submitAll({stop.request(), target.request()});
}

void ChaosBroker::submitAll(const std::vector<OrderRequest> &orders)
{
    runDueRequests(); // what is older arrives first
    const auto tellEach = [&](auto event) {
        for (const OrderRequest &each : orders)
            answer(event(each.clientOrderId));
    };
    const auto arriveAll = [this, orders] {
        for (const OrderRequest &each : orders)
            arrive(each);
    };
    const auto timeOut = [](const ClientOrderId &id) { return OrderOutcomeUnknown{id, "time-out"}; };
    if (!m_isLinkUp || happens(rates.lostRequest)) {
        if (happens(rates.timeOut))
            tellEach(timeOut);
        return;
    }
    if (happens(rates.refusal))
        return tellEach([](const ClientOrderId &id) { return OrderRejected{id, "the venue does not want it"}; });
    if (happens(rates.lateRequest)) {
        if (happens(rates.timeOut))
            tellEach(timeOut);
        m_requests.push_back({m_clock.steady() + upTo(25s), arriveAll});
        return;
    }
    arriveAll();
}

void ChaosBroker::arrive(const OrderRequest &order)
{
    ++arrivals[order.clientOrderId];
    if (auto refused = objection(order))
        return answer(*refused);
    OrderRequest there = order;
    there.reduceOnly = order.reduceOnly && isReduceOnlyKept;
    m_venue.submit(there);
}

std::optional<OrderRejected> ChaosBroker::objection(const OrderRequest &order) const
{
    for (const Order &working : m_venue.snapshot().openOrders) {
        const OrderRequest &other = working.request;
        const bool isOther = other.instrument == order.instrument && other.clientOrderId != order.clientOrderId;
        const bool isPlainStop = order.role == OrderRole::Stop && exits.pairs != PairHolding::OneOrder;
        if (isOther && isPlainStop && !exits.takesStopBesideEntry && other.role == OrderRole::Entry &&
            other.side != order.side)
            return OrderRejected{order.clientOrderId, "an order of yours on the other side works", RefusalKind::WashTrade};
        if (isOther && exits.pairs == PairHolding::None && order.role == OrderRole::Target &&
            other.role == OrderRole::Stop && other.ocoGroup == order.ocoGroup)
            return OrderRejected{order.clientOrderId, "the stop holds all there is", RefusalKind::NothingHeld};
    }
    return std::nullopt;
}

void ChaosBroker::cancel(const Order &order)
{
    const ClientOrderId id = order.request.clientOrderId;
    if (onCancel)
        onCancel(id);
    send([this, id] { m_venue.cancel(id); });
}

void ChaosBroker::query(const Order &order)
{
    send([this, id = order.request.clientOrderId] { m_venue.query(id); });
}

void ChaosBroker::amend(const Order &order, const Amendment &terms)
{
    if (onAmend)
        onAmend(order, terms);
    send([this, id = order.request.clientOrderId, venueId = order.venueId, terms] {
        if (const auto done = m_venue.amend(id, terms); done)
            answer(OrderAmended{id, venueId, terms});
        else
            answer(OrderAmendRefused{id, done.error().message});
    });
}

void ChaosBroker::requestSnapshot()
{
    send([this] {
        VenueSnapshot shot = snapshot();
        shot.isConsistent = !happens(rates.tornSnapshot);
        answer(std::move(shot));
    });
}

VenueSnapshot ChaosBroker::snapshot() const
{
    VenueSnapshot shot = m_venue.snapshot();
    if (shot.cash)
        *shot.cash += paidIn;
    return shot;
}

void ChaosBroker::send(std::function<void()> request)
{
    runDueRequests();
    if (!m_isLinkUp || happens(rates.lostRequest))
        return;
    if (happens(rates.lateRequest))
        m_requests.push_back({m_clock.steady() + upTo(9s), std::move(request)});
    else
        request();
}

void ChaosBroker::answer(Event event)
{
    if (!m_hasEngine || !m_isLinkUp || happens(rates.lostAnswer))
        return;
    const Duration now = m_clock.steady();
    ++m_answerCount;
    if (happens(rates.doubledAnswer))
        m_answers.push_back({now + upTo(9s), event, m_answerCount});
    m_answers.push_back({happens(rates.lateAnswer) ? now + upTo(9s) : now, std::move(event), m_answerCount});
}

/// Every adapter keeps the promise that older terms do not come after newer ones.
bool ChaosBroker::isOldTerms(const Answer &answer)
{
    const auto *amended = std::get_if<OrderAmended>(&answer.event);
    if (!amended)
        return false;
    std::uint64_t &told = m_termsTold[amended->order];
    if (answer.number < told)
        return true;
    told = answer.number;
    return false;
}

std::optional<Event> ChaosBroker::next()
{
    runDueRequests();
    const Duration now = m_clock.steady();
    const auto due = std::find_if(m_answers.begin(), m_answers.end(),
                                  [now](const Answer &each) { return each.due <= now; });
    if (due == m_answers.end())
        return std::nullopt;
    const Answer answer = std::move(*due);
    m_answers.erase(due);
    return isOldTerms(answer) ? next() : std::optional(answer.event);
}

void ChaosBroker::runDueRequests()
{
    for (std::size_t i = 0; i < m_requests.size();) {
        if (m_requests[i].due > m_clock.steady()) {
            ++i;
            continue;
        }
        const auto run = std::move(m_requests[i].run);
        m_requests.erase(m_requests.begin() + std::ptrdiff_t(i));
        run();
    }
}

void ChaosBroker::forgetEngine()
{
    m_hasEngine = false;
    m_answers.clear();
}

void ChaosBroker::dropLink()
{
    if (!m_isLinkUp)
        return;
    m_isLinkUp = false;
    m_answers.clear(); // what was on the wire is gone with it
    m_answers.push_back({m_clock.steady(), LinkChanged{false, "chaos"}});
}

void ChaosBroker::raiseLink()
{
    if (m_isLinkUp)
        return;
    m_isLinkUp = true;
    if (!m_hasEngine)
        return;
    m_answers.push_back({m_clock.steady(), LinkChanged{true, "chaos"}});
    requestSnapshot();
}

void ChaosBroker::calm()
{
    rates = {};
    isReduceOnlyKept = true;
    for (Request &request : m_requests)
        request.due = m_clock.steady();
    for (Answer &each : m_answers)
        each.due = m_clock.steady();
    raiseLink();
}

bool ChaosBroker::happens(int perThousand)
{
    if (perThousand <= 0)
        return false;
    SeededRandom dice(chance);
    const std::uint64_t thrown = dice.next();
    chance = thrown;
    return thrown % 1000 < std::uint64_t(perThousand);
}

Duration ChaosBroker::upTo(Duration limit)
{
    SeededRandom dice(chance);
    chance = dice.next();
    return Duration(std::int64_t(chance % std::uint64_t(limit.count())));
}

} // namespace support
