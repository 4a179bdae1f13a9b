#pragma once

#include "core/base/Timestamp.h"
#include "core/simulation/SimVenue.h"
#include "tests/kill/TraderProcess.h"
#include "tests/kill/VenueProcess.h"

#include <QTemporaryDir>

#include <functional>
#include <set>

namespace support {

/// Kills an engine again and again while its venue lives on; every few kills it lets it come to rest and
/// compares the books. What went wrong is kept in sentences that name seed and kills.
class Campaign {
public:
    struct Options {
        int kills = 1000;
        std::uint64_t seed = 1;
        QString keepDir{}; ///< Data directories of venues with violations stay there; empty = nowhere.
        /// A line for the person who waits.
        std::function<void(const std::string &)> say = [](const std::string &) {};
    };
    struct Outcome {
        int kills = 0;
        std::map<std::string, int> killsAt; ///< By point.
        int endedByThemselves = 0;
        int comparisons = 0;
        std::size_t orders = 0;
        std::size_t fills = 0;
        std::vector<std::string> violations;
    };

    explicit Campaign(Options options);
    [[nodiscard]] Outcome run();

private:
    struct Place; ///< One venue and the data directory that trades there.

    void playVenue(int killsWanted);
    void killOnce(Place &place);
    void settle(Place &place);
    TraderRun nextRun(Place &place);
    [[nodiscard]] QString choosePoint();
    void remember(const TraderEnd &end, const TraderRun &run);
    void blame(Place &place, const std::string &what);
    void keep(Place &place);
    [[nodiscard]] int below(int limit) { return int(m_random.next() % std::uint64_t(limit)); }

    Options m_options;
    core::SeededRandom m_random;
    Outcome m_outcome;
    std::map<std::string, std::int64_t> m_passes; ///< How often a point was passed in one run, at most.
    std::map<std::string, int> m_misses;          ///< Runs in which the chosen pass never came.
    int m_venues = 0;
};

} // namespace support
