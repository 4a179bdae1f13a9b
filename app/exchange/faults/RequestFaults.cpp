#include "app/exchange/faults/RequestFaults.h"

namespace app {

using namespace core;

namespace {

const std::vector<FaultKind> possible{FaultKind::Drop,
                                      FaultKind::Delay,
                                      FaultKind::Truncate,
                                      FaultKind::WrongId,
                                      FaultKind::RateLimit,
                                      FaultKind::ServerErrorBeforeAcceptance,
                                      FaultKind::ServerErrorAfterAcceptance,
                                      FaultKind::TimeoutBeforeAcceptance,
                                      FaultKind::TimeoutAfterAcceptance,
                                      FaultKind::SocketReset,
                                      FaultKind::ClockSkew,
                                      FaultKind::Slow,
                                      FaultKind::Maintenance,
                                      FaultKind::RevokedKey};

} // namespace

void RequestFaults::answer(const HttpRequest &request, VenueFront &front, const HttpReply &reply)
{
    const auto fault = m_faults.strike(front.targetOf(request), possible);
    if (!fault)
        return front.answer(request, reply);
    switch (fault->kind) {
    case FaultKind::Drop:
    case FaultKind::TimeoutBeforeAcceptance: return; // nobody has ever heard of it
    case FaultKind::RateLimit:
    case FaultKind::ServerErrorBeforeAcceptance:
    case FaultKind::Maintenance:
    case FaultKind::RevokedKey: return reply(front.refusalFor(fault->kind));
    default: break;
    }
    if (fault->kind == FaultKind::SocketReset && fault->coin) { // before it was taken
        HttpResponse none;
        none.delivery = HttpDelivery::Reset;
        return reply(none);
    }
    front.answer(request, [this, fault = *fault, &front, reply](const HttpResponse &response) {
        spoil(fault, response, front, reply);
    });
}

void RequestFaults::spoil(const Fault &fault, HttpResponse response, VenueFront &front,
                          const HttpReply &reply)
{
    switch (fault.kind) {
    case FaultKind::TimeoutAfterAcceptance: return; // it was taken, and nobody is told
    case FaultKind::ServerErrorAfterAcceptance: return reply(front.refusalFor(fault.kind));
    case FaultKind::Delay: return m_alarms.set(fault.length, m_owner, [reply, response] { reply(response); });
    case FaultKind::Truncate: response.delivery = HttpDelivery::CutInHalf; break;
    case FaultKind::SocketReset: response.delivery = HttpDelivery::Reset; break;
    case FaultKind::WrongId: response.body = front.withWrongIds(response.body); break;
    case FaultKind::ClockSkew: response.dateOffset = fault.length; break;
    case FaultKind::Slow:
        response.delivery = HttpDelivery::Slow;
        response.slowness = fault.length;
        break;
    default: break;
    }
    reply(response);
}

} // namespace app
