#pragma once

#include "core/engine/ActivityLog.h"
#include "core/engine/EngineMonitor.h"
#include "core/engine/PlayState.h"
#include "core/engine/TradingEngine.h"

namespace core {

/// Copies the engine's state into immutable values. Series are shared with the last snapshot as long
/// as they have not grown.
class SnapshotBuilder {
public:
    SnapshotBuilder(const TradingEngine &engine, const ActivityLog &activity, const EngineMonitor &monitor)
        : m_engine(engine), m_activity(activity), m_monitor(monitor)
    {
    }
    [[nodiscard]] std::shared_ptr<const EngineSnapshot> build(const PlayState &play);

private:
    void addTradingState(EngineSnapshot &snapshot) const;
    void addAccount(EngineSnapshot &snapshot) const;
    void addPositions(EngineSnapshot &snapshot) const;
    void addOrders(EngineSnapshot &snapshot) const;
    void addCards(EngineSnapshot &snapshot) const;
    void addBots(EngineSnapshot &snapshot) const;
    void addSeries(EngineSnapshot &snapshot);
    void addLamps(EngineSnapshot &snapshot) const;
    [[nodiscard]] ProposalView viewOf(const DeskEntry &entry) const;
    void addPrices(ProposalView &view) const;

    struct Shared {
        std::uint64_t revision = 0;
        std::shared_ptr<const std::vector<Bar>> bars;
        std::map<std::string, std::shared_ptr<const std::vector<double>>> lines;
    };
    const TradingEngine &m_engine;
    const ActivityLog &m_activity;
    const EngineMonitor &m_monitor;
    std::map<SeriesId, Shared> m_shared;
    std::uint64_t m_number = 0;
};

} // namespace core
