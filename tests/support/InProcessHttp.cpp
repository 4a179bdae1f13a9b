#include "tests/support/InProcessHttp.h"

#include "app/exchange/http/HttpRequestParser.h"
#include "core/net/HttpReader.h"
#include "core/net/HttpWire.h"

namespace support {

using namespace core;
using namespace core::net;

struct InProcessHttp::Call {
    Wire &wire;
    app::Venues &venues;
    std::weak_ptr<const void> port;
    Done done; ///< Empty once it was called.
    std::string bytes;
    RoundTrip times{};
    int epoch = 0;

    [[nodiscard]] bool isBroken() const { return epoch != wire.epoch(); }
};

void InProcessHttp::finish(const std::shared_ptr<Call> &call, HttpOutcome outcome)
{
    if (const Done done = std::exchange(call->done, nullptr); done && !call->port.expired())
        done(std::move(outcome));
}

void InProcessHttp::send(HttpRequest request, Done done)
{
    VirtualTime &time = m_wire.time();
    auto call = std::make_shared<Call>(Call{m_wire, m_venues, m_owner.life(), std::move(done), {}, {}, m_wire.epoch()});
    const auto url = splitUrl(request.url, UrlKind::Http);
    auto bytes = url ? requestBytes(request, *url) : Result<std::string>(failure(url.error()));
    if (!bytes)
        return time.after({}, [call, why = bytes.error().message] { finish(call, NotSent{why}); });
    call->bytes = std::move(*bytes);
    time.after(request.timeout, [call] { finish(call, NoAnswer{"no answer in time"}); });
    time.after(m_wire.delay(), [call, request = std::move(request), watch = m_watch] {
        if (!call->wire.isUp())
            return finish(call, NotSent{"no connection"});
        call->epoch = call->wire.epoch();
        call->times.sent = call->wire.time().clock().now();
        call->times.steadySent = call->wire.time().now();
        if (call->port.expired() || !call->done)
            return; // it ended, or gave up, before there was a connection
        if (watch)
            watch(request);
        call->wire.time().after(call->wire.delay(), [call] { arrive(call); });
    });
}

void InProcessHttp::arrive(const std::shared_ptr<Call> &call)
{
    if (call->isBroken())
        return finish(call, NoAnswer{"the connection broke"});
    app::HttpRequestParser parser;
    parser.feed(call->bytes);
    const auto request = parser.next();
    if (const auto *problem = std::get_if<app::HttpProblem>(&request))
        return answer(call, {problem->status, problem->what + "\n", "text/plain", {}});
    call->venues.answer(std::get<app::HttpRequest>(request),
                        [call](const app::HttpResponse &response) { answer(call, response); });
}

void InProcessHttp::answer(const std::shared_ptr<Call> &call, const app::HttpResponse &response)
{
    const bool isSlow = response.delivery == app::HttpDelivery::Slow;
    const Duration pause = isSlow ? Duration(response.slowness) : Duration();
    call->wire.time().after(call->wire.delay() + pause, [call, response] { read(call, response); });
}

void InProcessHttp::read(const std::shared_ptr<Call> &call, const app::HttpResponse &response)
{
    if (call->isBroken() || response.delivery == app::HttpDelivery::Reset)
        return finish(call, NoAnswer{"the connection broke"});
    constexpr std::size_t most = std::size_t(64) * 1024 * 1024;
    const Timestamp now = call->wire.time().clock().now();
    const std::string bytes = toBytes(response, false, app::httpDate(now + response.dateOffset));
    const bool isCut = response.delivery == app::HttpDelivery::CutInHalf;
    HttpReader reader(most);
    reader.feed(std::string_view(bytes).substr(0, isCut ? bytes.size() / 2 : bytes.size()));
    reader.end();
    if (reader.state() != HttpReader::State::Done)
        return finish(call, NoAnswer{reader.why()});
    HttpAnswer answer = reader.take();
    answer.times = call->times;
    answer.times.received = now;
    answer.times.steadyReceived = call->wire.time().now();
    finish(call, std::move(answer));
}

} // namespace support
