#pragma once

#include "core/engine/EngineObserver.h"
#include "core/monitor/MetricsText.h"

#include <array>
#include <deque>
#include <map>

namespace core {

/// Where time is measured. Every point has a histogram of its own.
enum class MonitorPoint {
    BeatLateness,   ///< The engine's timer: due → begun.
    MessageWait,    ///< Sent to the engine's thread → taken up.
    StepLateness,   ///< A market step: due → played; only where market time has a finite speed.
    Step,           ///< One market step inside the engine, with everything that follows from it.
    CommandAnswered, ///< A command: sent → answered.
    SignalToCard,   ///< A signal → the first snapshot with its card; includes the wait for a price.
    DecisionStored, ///< A yes → on the disk.
    DecisionToSend, ///< A yes → decision and intent on the disk and the order handed to the broker.
    SnapshotBuilt,  ///< Building one.
    WindowLag,      ///< The window's event loop: how late, at worst in a second.
};
inline constexpr std::size_t monitorPointCount = std::size_t(MonitorPoint::WindowLag) + 1;
[[nodiscard]] const char *monitorPointName(MonitorPoint point);

/// What became of the cards that expired.
struct ExpiredCards {
    std::uint64_t seen = 0;   ///< A window had it, or the command line listed it.
    std::uint64_t unseen = 0;
};

/// Everything that is measured of one run. It hears what the engine does and is told the rest by the
/// host; it lives on the engine's thread, decides nothing, and no back-test has one.
class EngineMonitor final : public EngineObserver {
public:
    /// @param realTime  The machine's clock, also where the engine's is market time.
    explicit EngineMonitor(const Clock &realTime);

    // What the engine does.
    void signalMade(const Signal &signal, const std::string &outcome) override;
    void proposalChanged(const DeskEntry &entry, ProposalState from, Timestamp at) override;
    void decided(const DeskEntry &entry, const Decision &decision) override;
    void guardRefused(const Proposal &proposal, const std::string &rule) override;
    void orderChanged(const Order &order, OrderStatus from) override;
    void filled(const Order &order, const Fill &fill) override;

    // What the host measures.
    [[nodiscard]] Duration now() const { return m_realTime.steady(); }
    void took(MonitorPoint point, Duration time);
    /// How much waits at this moment; the worst of each second is kept.
    void noteDepth(const std::string &name, std::int64_t depth);
    /// These cards have been shown to somebody, or only put into a snapshot.
    void shown(const std::vector<ProposalView> &cards, bool toSomebody);
    /// Ends a second: the figures of it go into `view`.
    void sample(const ProcessReading &process);
    /// What others count: taken as it is.
    void setCount(const std::string &name, std::uint64_t count) { m_counts[name] = count; }
    void setLatency(const std::string &name, const LatencyHistogram &times) { m_foreign[name] = times; }

    /// Null until the first second is over; then immutable.
    [[nodiscard]] const std::shared_ptr<const MonitorView> &view() const { return m_view; }

    // For `metricsText`.
    [[nodiscard]] const LatencyHistogram &times(MonitorPoint point) const { return m_times[std::size_t(point)]; }
    [[nodiscard]] const std::map<std::string, LatencyHistogram> &foreignTimes() const { return m_foreign; }
    [[nodiscard]] const std::map<std::string, std::uint64_t> &counts() const { return m_counts; }
    /// Real time a card waited until a person decided it or it ended, by what it came to.
    [[nodiscard]] const std::map<ProposalState, LatencyHistogram> &waits() const { return m_waits; }
    [[nodiscard]] const std::map<ProposalState, std::uint64_t> &ends() const { return m_ends; }
    [[nodiscard]] const std::map<std::string, std::uint64_t> &refusals() const { return m_refusals; }
    [[nodiscard]] const ExpiredCards &expired() const { return m_expired; }
    [[nodiscard]] const BoundedHistogram &drift() const { return m_drift; }
    /// Of the cards a person said yes to, the share edited before; nothing while there is none.
    [[nodiscard]] std::optional<double> editRatio() const;

private:
    /// One card on its way.
    struct Card {
        std::optional<Duration> signalAt; ///< Until its first snapshot.
        std::optional<Duration> waitsSince;
        std::optional<Duration> decidedAt;
        bool wasSeen = false;
    };
    struct Depth {
        std::int64_t now = 0;
        std::int64_t worst = 0;
    };
    void begin(const DeskEntry &entry);
    void end(const DeskEntry &entry, ProposalState from);
    void count(const char *name) { ++m_counts[name]; }
    void remember(const MonitorView &view);

    const Clock &m_realTime;
    Duration m_startedAt;
    ProcessMeter m_process;
    std::array<LatencyHistogram, monitorPointCount> m_times;
    std::map<std::string, LatencyHistogram> m_foreign;
    std::map<std::string, Depth> m_depths;
    std::map<std::string, std::uint64_t> m_counts;
    std::map<InstrumentId, Duration> m_signalAt;
    std::map<ProposalId, Card> m_cards;
    std::map<ProposalState, LatencyHistogram> m_waits;
    std::map<ProposalState, std::uint64_t> m_ends;
    std::map<std::string, std::uint64_t> m_refusals;
    ExpiredCards m_expired;
    BoundedHistogram m_drift;
    std::uint64_t m_approvedByPersons = 0;
    std::uint64_t m_editedBefore = 0;
    std::optional<Duration> m_worstLag; ///< Of this second.
    std::deque<MonitorMoment> m_history;
    std::shared_ptr<const MonitorView> m_view;
};

} // namespace core
