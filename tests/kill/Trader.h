#pragma once

#include "core/base/Timestamp.h"

#ifndef Q_MOC_RUN // moc 6.4 cannot read the standard library's <concepts>
#include "core/brokers/sim/RemoteVenueBroker.h"
#include "core/brokers/sim/RemoteVenueFeed.h"
#include "core/engine/TradingEngine.h"
#include "core/storage/SqliteJournal.h"
#include "tests/kill/KillingPorts.h"
#include "tests/kill/Script.h"
#endif

#include <QObject>

namespace support {

/// One run of an engine at a venue process, made to die at a chosen point: the real journal on disk, the
/// real broker over a real socket, and around them nothing but counters. Plays the market a step at a
/// time, each when everything before it is on the disk. What it says on stdout:
///     step N              a step of the market was taken in
///     killed POINT        its last words
///     pass POINT=COUNT    one for each point, when it ends by itself
///     rest {…}            at the end of `settles`: what it holds
///     broken WHY          the engine halted by itself, or the world went away
class Trader final : public QObject {
    Q_OBJECT

public:
    struct Options {
        QString dataDir;
        core::VenueEndpoint venue;
        std::string run;
        std::uint64_t seed = 1;
        std::int64_t steps = 400; ///< Of the market; then it stops in good order.
        std::optional<KillAt> killAt{};
        bool settles = false; ///< Comes to rest first: no entry open, nothing in doubt, all protected.
    };

    explicit Trader(Options options);
    ~Trader() override;

    void start();

    /// The same for every run of a campaign.
    [[nodiscard]] static core::EngineSettings settings(const std::string &run);
    [[nodiscard]] static core::Money startingCash();

private:
    void begin(const std::map<core::SeriesId, std::vector<core::Bar>> &history);
    void openJournal();
    void take(const core::venue::Message &message);
    void takeIn(core::Event event);
    void letEngineWork();
    void journalAdvanced(std::int64_t through);
    void goOn();
    void finish();
    [[nodiscard]] std::string unrest() const;
    [[nodiscard]] bool isStill() const;
    [[nodiscard]] bool isBroken();
    void reportRest() const;
    void end(int code);

    Options m_options;
    KillPoints m_points;
    core::ManualClock m_clock;
    core::SystemClock m_wallClock;
    core::VenueLink m_link;
    core::RemoteVenueFeed m_feed;
    core::RemoteVenueBroker m_remote;
    KillingBroker m_broker;
    KillingObserver m_observer;
    Script m_script;
    std::unique_ptr<core::SqliteJournal> m_disk;
    std::unique_ptr<KillingJournal> m_journal;
    std::unique_ptr<core::TradingEngine> m_engine;
    std::int64_t m_stepsDone = 0;
    bool m_isAdvancing = false;
    bool m_isOver = false;
};

} // namespace support
