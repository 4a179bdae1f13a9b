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
    void submitPair(const core::VettedOrder &stop, const core::VettedOrder &target) override
    {
        pairs.push_back({stop.request(), target.request()});
    }
    void cancel(const core::Order &order) override { cancelled.push_back(order.request.clientOrderId); }
    void amend(const core::Order &order, const core::Amendment &terms) override
    {
        amended.push_back({order.request.clientOrderId, terms});
    }
    [[nodiscard]] core::ExitSupport exitSupport(const core::InstrumentId &) const override { return support; }
    void query(const core::Order &order) override
    {
        queried.push_back(order.request.clientOrderId);
        for (const core::Fill &fill : toldToQueries)
            if (fill.order == order.request.clientOrderId)
                m_sink(core::OrderFilled{fill});
    }
    void requestSnapshot() override
    {
        ++snapshotsAsked;
        if (answersSnapshots)
            m_sink(snapshot);
    }

    void requestOrders() override
    {
        ++ordersAsked;
        m_sink(core::VenueOrders{snapshot.openOrders, snapshot.fills});
    }

    [[nodiscard]] int submissionsOf(const core::ClientOrderId &order) const
    {
        return int(std::count_if(submitted.begin(), submitted.end(), [&](const core::OrderRequest &each) {
            return each.clientOrderId == order;
        }));
    }

    std::vector<core::OrderRequest> submitted;
    std::vector<std::pair<core::OrderRequest, core::OrderRequest>> pairs; ///< Stop, target.
    std::vector<core::ClientOrderId> cancelled;
    std::vector<std::pair<core::ClientOrderId, core::Amendment>> amended;
    core::ExitSupport support{};
    std::vector<core::ClientOrderId> queried;
    int snapshotsAsked = 0;
    int ordersAsked = 0;
    bool answersSnapshots = true; ///< False: the answer is still on its way.
    core::VenueSnapshot snapshot; ///< The answer to requestSnapshot.
    std::vector<core::Fill> toldToQueries; ///< Those of its order answer a query.

private:
    core::EventSink m_sink;
};

} // namespace support
