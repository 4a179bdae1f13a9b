#pragma once

#include "core/json/Fields.h"

#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

namespace core::bybit {

/// What every REST answer is wrapped in. Success is `code` 0 and nothing else; the words differ.
class Envelope {
public:
    /// BadInput for anything that is not one JSON object with a `retCode`: a gateway's page, half an answer.
    [[nodiscard]] static Result<Envelope> open(std::string_view bytes);

    [[nodiscard]] bool isDone() const { return m_code == 0; }
    [[nodiscard]] std::int64_t code() const { return m_code; }
    [[nodiscard]] const std::string &message() const { return m_message; }
    /// The venue's clock as it stood in this answer; some answers lack it.
    [[nodiscard]] std::optional<Timestamp> time() const { return m_time; }
    /// May be null, or absent, when it was refused. A view: it ends with the envelope.
    [[nodiscard]] json::Value result() const { return m_document.root()["result"]; }
    [[nodiscard]] json::Value extra() const { return m_document.root()["retExtInfo"]; }

private:
    explicit Envelope(json::Document document) : m_document(std::move(document)) {}

    json::Document m_document;
    std::int64_t m_code = 0;
    std::string m_message;
    std::optional<Timestamp> m_time;
};

/// The `result` of an answer, read by `read`. Refused with code and text if the venue said no; BadInput
/// with the field if it cannot be read.
template <class Read>
[[nodiscard]] Result<std::invoke_result_t<Read, json::Fields &>> readResult(std::string_view bytes, Read read)
{
    using T = std::invoke_result_t<Read, json::Fields &>;
    const auto envelope = Envelope::open(bytes);
    if (!envelope)
        return failure(envelope.error());
    if (!envelope->isDone())
        return failure(ErrorCode::Refused, "Bybit answered " + std::to_string(envelope->code()));
    std::optional<Error> problem;
    json::Fields fields(envelope->result(), "result.", problem);
    T value = problem ? T() : read(fields);
    if (problem)
        return failure(std::move(*problem));
    return value;
}

} // namespace core::bybit
