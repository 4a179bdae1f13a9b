#include "core/brokers/bybit/BybitStreamReply.h"

namespace core::bybit {

namespace {

/// The two spellings of the same member.
std::string either(json::Fields &root, std::string_view one, std::string_view other)
{
    return root.maybeText(one).value_or(root.maybeText(other).value_or(""));
}

StreamReply::To toOf(std::string_view op, std::string_view text)
{
    if (op == "auth")
        return StreamReply::To::Login;
    if (op == "subscribe")
        return StreamReply::To::Subscribe;
    if (op == "unsubscribe")
        return StreamReply::To::Unsubscribe;
    return op == "pong" || op == "ping" || text == "pong" ? StreamReply::To::Ping : StreamReply::To::Other;
}

} // namespace

StreamReply readReply(json::Fields &root)
{
    StreamReply reply;
    reply.text = either(root, "ret_msg", "retMsg");
    reply.requestId = either(root, "req_id", "reqId");
    reply.code = root.maybeInteger("retCode").value_or(0);
    const auto op = root.maybeText("op");
    reply.to = toOf(op.value_or(""), reply.text);
    const auto success = root.maybeFlag("success");
    // The private socket's pong says nothing of success: that it came is the answer.
    const bool isTold = success || !root.isNone("retCode") || reply.to == StreamReply::To::Ping;
    reply.isGood = isTold && success.value_or(true) && reply.code == 0;
    if (!op && !isTold)
        root.complain("op", "it is neither an answer nor a message of a topic");
    return reply;
}

} // namespace core::bybit
