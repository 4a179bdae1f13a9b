#pragma once

#include "core/net/HttpPort.h"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace support {

/// A transport that keeps every request and answers when the test says so, in any order.
class FakeHttp final : public core::net::HttpPort {
public:
    void send(core::net::HttpRequest request, Done done) override
    {
        requests.push_back(std::move(request));
        m_done.push_back(std::move(done));
    }

    /// The outcome of request number `index`, counted from 0 over the whole life; once for each.
    void finish(std::size_t index, core::net::HttpOutcome outcome)
    {
        const Done done = std::exchange(m_done.at(index), nullptr);
        done(std::move(outcome)); // throws when it was answered before: the test is wrong then
    }
    void answer(std::size_t index, int status, std::string body, core::net::HttpHeaders headers = {},
                core::net::RoundTrip times = {})
    {
        finish(index, core::net::HttpAnswer{status, std::move(headers), std::move(body), times});
    }
    [[nodiscard]] bool isWaiting(std::size_t index) const { return m_done.at(index) != nullptr; }
    [[nodiscard]] std::size_t waiting() const
    {
        return std::size_t(
            std::count_if(m_done.begin(), m_done.end(), [](const Done &each) { return each != nullptr; }));
    }
    [[nodiscard]] const core::net::HttpRequest &last() const { return requests.back(); }

    std::vector<core::net::HttpRequest> requests;

private:
    std::vector<Done> m_done;
};

} // namespace support
