#pragma once

#include "core/base/Json.h"
#include "core/engine/EngineObserver.h"

namespace cli {

/// Prints what the engine does as one JSON object a line: {"event":"…","time":"…",…}.
class EventLines final : public core::EngineObserver {
public:
    void started(const core::EngineSettings &settings, core::Timestamp at) override;
    void stopped(const std::string &why, core::Timestamp at) override;
    void barClosed(const core::SeriesId &series, const core::Bar &bar) override;
    void signalMade(const core::Signal &signal, const std::string &outcome) override;
    void proposalChanged(const core::DeskEntry &entry, core::ProposalState from, core::Timestamp at) override;
    void decided(const core::DeskEntry &entry, const core::Decision &decision) override;
    void orderChanged(const core::Order &order, core::OrderStatus from) override;
    void filled(const core::Order &order, const core::Fill &fill) override;
    void positionChanged(const core::InstrumentId &instrument, const core::Position &position,
                         core::Timestamp at) override;
    void haltChanged(core::TradingState now, const std::string &reason, const std::string &by,
                     core::Timestamp at) override;
    void linkChanged(bool isUp, const std::string &detail, core::Timestamp at) override;

private:
    core::JsonWriter &begin(const char *event, core::Timestamp at);
    void end();

    core::JsonWriter m_json;
};

} // namespace cli
