#include "core/brokers/bybit/BybitEnvelope.h"

namespace core::bybit {

Result<Envelope> Envelope::open(std::string_view bytes)
{
    auto document = json::Document::parse(bytes);
    if (!document)
        return failure(document.error());
    Envelope envelope(std::move(*document));
    std::optional<Error> problem;
    json::Fields fields(envelope.m_document.root(), "", problem);
    envelope.m_code = fields.integer("retCode");
    envelope.m_message = fields.maybeText("retMsg").value_or("");
    envelope.m_time = fields.maybeMilliTime("time");
    if (problem)
        return failure(std::move(*problem));
    return envelope;
}

} // namespace core::bybit
