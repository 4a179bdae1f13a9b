#include "core/brokers/bybit/BybitAcks.h"

#include "core/brokers/bybit/BybitEnvelope.h"

namespace core::bybit {

namespace {

OrderAck readAck(json::Fields &fields)
{
    return {VenueOrderId(fields.maybeText("orderId").value_or("")),
            ClientOrderId(fields.maybeText("orderLinkId").value_or(""))};
}

OrderAck readProvenAck(json::Fields &fields)
{
    OrderAck ack = readAck(fields);
    if (ack.venueId.isEmpty())
        fields.complain("orderId", "it is missing");
    return ack;
}

std::vector<OrderAck> readAcks(json::Fields &fields)
{
    std::vector<OrderAck> acks;
    if (!fields.value("list").isArray())
        fields.complain("list", "it is missing");
    fields.forEach("list", [&](json::Fields &each) { acks.push_back(readAck(each)); });
    return acks;
}

struct Code {
    std::int64_t code;
    std::string text;
};

std::vector<Code> readCodes(json::Fields &extra)
{
    std::vector<Code> codes;
    extra.forEach("list", [&](json::Fields &each) {
        codes.push_back({each.integer("code"), each.maybeText("msg").value_or("")});
    });
    return codes;
}

Verdict verdictOf(const Code &code, const OrderAck &ack, RequestKind kind)
{
    Verdict verdict = judgeCode(code.code, code.text, kind);
    if (verdict.handling == Handling::Done && ack.venueId.isEmpty())
        verdict.handling = Handling::Unknown; // taken, it says, and names no order
    return verdict;
}

} // namespace

Result<OrderAck> parseAck(std::string_view bytes)
{
    return readResult(bytes, &readProvenAck);
}

Result<std::vector<OrderAck>> parseCancelAll(std::string_view bytes)
{
    return readResult(bytes, &readAcks);
}

Result<std::vector<BatchItem>> parseBatch(std::string_view bytes, RequestKind kind, std::size_t sent)
{
    const auto acks = readResult(bytes, &readAcks);
    if (!acks)
        return failure(acks.error());
    const auto envelope = Envelope::open(bytes);
    std::optional<Error> problem;
    json::Fields extra(envelope->extra(), "retExtInfo.", problem);
    const std::vector<Code> codes = problem ? std::vector<Code>() : readCodes(extra);
    if (problem)
        return failure(std::move(*problem));
    if (codes.size() != sent || acks->size() != sent)
        return failure(ErrorCode::BadInput, "the answer tells of " + std::to_string(codes.size()) + " and " +
                                                std::to_string(acks->size()) + " orders, sent were " +
                                                std::to_string(sent));
    std::vector<BatchItem> items;
    for (std::size_t i = 0; i < sent; ++i)
        items.push_back({(*acks)[i], verdictOf(codes[i], (*acks)[i], kind)});
    return items;
}

} // namespace core::bybit
