#pragma once

#ifndef Q_MOC_RUN // moc 6.4 cannot read the standard library's <concepts>
#include "core/base/Json.h"
#endif

#include "app/exchange/http/HttpMessage.h"

namespace app {

/// Everything clients have sent, byte for byte, in its order: requests, upgrades, and messages of streams
/// (their method is MESSAGE). Secrets are in it, as in what was sent.
class RequestLog {
public:
    explicit RequestLog(const core::Clock &clock) : m_clock(clock) {}

    void add(const HttpRequest &request);
    void addMessage(const std::string &path, const std::string &bytes);
    /// An array. A body that is no UTF-8 comes as `body_base64`.
    void write(core::JsonWriter &json) const;

private:
    struct Entry {
        core::Timestamp at;
        HttpRequest request;
    };
    const core::Clock &m_clock;
    std::vector<Entry> m_entries;
};

} // namespace app
