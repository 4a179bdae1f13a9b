#pragma once

#include "core/engine/EngineObserver.h"

#include <array>
#include <deque>

namespace core {

/// Turns what the engine does into sentences a trader reads, and keeps the newest 200; also the
/// trade markers of the chart.
class ActivityLog final : public EngineObserver {
public:
    void started(const EngineSettings &settings, Timestamp at) override;
    void signalMade(const Signal &signal, const std::string &outcome) override;
    void proposalChanged(const DeskEntry &entry, ProposalState from, Timestamp at) override;
    void decided(const DeskEntry &entry, const Decision &decision) override;
    void orderChanged(const Order &order, OrderStatus from) override;
    void filled(const Order &order, const Fill &fill) override;
    void tripClosed(const RoundTrip &trip) override;
    void haltChanged(TradingState now, const std::string &reason, const std::string &by, Timestamp at) override;
    void linkChanged(bool isUp, const std::string &detail, Timestamp at) override;
    void modeChanged(DecisionMode mode, const std::string &by, Timestamp at) override;
    void botSwitched(const BotId &bot, bool isOn, const std::string &by, Timestamp at) override;
    void limitsChanged(const std::vector<LimitChange> &changes, const std::string &by, Timestamp at) override;
    void noted(Severity severity, const std::string &kind, const std::string &text, Timestamp at) override;

    [[nodiscard]] const std::deque<Activity> &lines() const { return m_lines; }
    [[nodiscard]] const std::deque<TradeMarker> &markers() const { return m_markers; }
    /// Lines of this weight since the start, also those no longer kept.
    [[nodiscard]] std::uint64_t count(Severity severity) const { return m_counts[std::size_t(severity)]; }
    [[nodiscard]] std::int64_t lastNumber() const { return m_next - 1; }

private:
    void add(Timestamp at, Severity severity, const std::string &kind, std::string text);

    std::deque<Activity> m_lines;
    std::deque<TradeMarker> m_markers;
    std::array<std::uint64_t, std::size_t(Severity::Alarm) + 1> m_counts{};
    std::int64_t m_next = 1;
};

} // namespace core
