#include "core/net/PacedHttp.h"

namespace core::net {

PacedHttp::PacedHttp(HttpPort &port, const Clock &clock, std::vector<RateRule> rules, Read read)
    : m_port(port), m_clock(clock), m_read(std::move(read)), m_budget(clock, std::move(rules)),
      m_self(std::make_shared<PacedHttp *>(this))
{
}

PacedHttp::~PacedHttp() = default;

PacedHttp::Ticket PacedHttp::send(RateUse use, std::vector<RateCharge> charges, Make make, Done done)
{
    const Ticket ticket = m_budget.ask(use, std::move(charges));
    m_waiting.emplace(ticket, Waiting{std::move(make), std::move(done)});
    tick();
    return ticket;
}

bool PacedHttp::withdraw(Ticket ticket)
{
    if (m_waiting.erase(ticket) == 0)
        return false;
    m_budget.withdraw(ticket);
    return true;
}

void PacedHttp::tick()
{
    for (const Ticket ticket : m_budget.take())
        if (auto node = m_waiting.extract(ticket))
            leave(ticket, std::move(node.mapped()));
}

void PacedHttp::leave(Ticket ticket, Waiting item)
{
    HttpRequest request = item.make();
    const HttpRequest kept = {.method = request.method, .url = request.url, .purpose = request.purpose};
    m_port.send(std::move(request), [self = std::weak_ptr(m_self), ticket, kept,
                                     done = std::move(item.done)](HttpOutcome outcome) {
        if (const auto here = self.lock())
            (*here)->read(ticket, kept, outcome);
        else
            return;
        done(std::move(outcome)); // may destroy us
        if (const auto here = self.lock())
            (*here)->tick();
    });
}

void PacedHttp::read(Ticket ticket, const HttpRequest &request, const HttpOutcome &outcome)
{
    const auto *answer = std::get_if<HttpAnswer>(&outcome);
    const RateVerdict verdict = answer ? m_read(request, *answer) : RateVerdict{};
    if (verdict.isRefused)
        m_budget.refused(ticket, verdict.reading);
    else
        m_budget.answered(ticket, verdict.reading);
    if (verdict.silence)
        beSilent(*verdict.silence);
}

} // namespace core::net
