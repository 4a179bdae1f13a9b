#pragma once

#include "core/brokers/Broker.h"

#include <algorithm>
#include <vector>

namespace support {

/// A broker that keeps what it is told and answers only what the test says.
class FakeBroker final : public core::Broker {
public:
    void open(core::EventSink sink) override
    {
        m_sink = std::move(sink);
        m_sink(core::LinkChanged{true, "fake"});
    }
    void submit(const core::VettedOrder &order) override { submitted.push_back(order.request()); }
    void cancel(const core::ClientOrderId &order) override { cancelled.push_back(order); }
    void query(const core::ClientOrderId &order) override
    {
        queried.push_back(order);
        for (const core::Fill &fill : toldToQueries)
            if (fill.order == order)
                m_sink(core::OrderFilled{fill});
    }
    void requestSnapshot() override
    {
        ++snapshotsAsked;
        m_sink(snapshot);
    }

    [[nodiscard]] int submissionsOf(const core::ClientOrderId &order) const
    {
        return int(std::count_if(submitted.begin(), submitted.end(), [&](const core::OrderRequest &each) {
            return each.clientOrderId == order;
        }));
    }

    std::vector<core::OrderRequest> submitted;
    std::vector<core::ClientOrderId> cancelled;
    std::vector<core::ClientOrderId> queried;
    int snapshotsAsked = 0;
    core::VenueSnapshot snapshot; ///< The answer to requestSnapshot.
    std::vector<core::Fill> toldToQueries; ///< Those of its order answer a query.

private:
    core::EventSink m_sink;
};

} // namespace support
