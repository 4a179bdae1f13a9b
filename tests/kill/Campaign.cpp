#include "tests/kill/Campaign.h"

#include "tests/kill/Comparison.h"

#include <QDir>
#include <QFile>

#include <algorithm>

namespace support {

using namespace core;

namespace {

constexpr int killsPerVenue = 50;
constexpr int killsPerComparison = 10;
constexpr std::int64_t stepsOfARun = 300;
const Money cash(Decimal::fromInteger(1'000'000)); // as Trader::startingCash

} // namespace

struct Campaign::Place {
    Place(std::uint64_t seed, const QString &fillAtMost) : venue(seed, cash, fillAtMost) {}

    VenueProcess venue;
    QTemporaryDir dir;
    int runs = 0;
    bool isGood = true;
    std::vector<std::string> story; ///< What was done, for whoever must find out why.
};

Campaign::Campaign(Options options) : m_options(std::move(options)), m_random(m_options.seed) {}

Campaign::Outcome Campaign::run()
{
    while (m_outcome.kills < m_options.kills) {
        const int before = m_outcome.kills;
        playVenue(std::min(killsPerVenue, m_options.kills - before));
        m_options.say(std::to_string(m_outcome.kills) + " kills, " + std::to_string(m_outcome.orders) + " orders, " +
                      std::to_string(m_outcome.fills) + " fills, " + std::to_string(m_outcome.comparisons) +
                      " comparisons, " + std::to_string(m_outcome.violations.size()) + " violations");
        if (m_outcome.kills == before)
            break; // nothing can be killed here
    }
    return m_outcome;
}

void Campaign::playVenue(int killsWanted)
{
    // Every second venue has little to give at a price, so that orders fill in parts.
    Place place(m_options.seed * 1000 + std::uint64_t(m_venues), m_venues % 2 ? QStringLiteral("40") : QStringLiteral("0"));
    ++m_venues;
    if (!place.venue.isUp() || !place.dir.isValid())
        return blame(place, "the venue does not start");
    const int goal = m_outcome.kills + killsWanted;
    int compared = m_outcome.kills;
    int rounds = 0;
    while (m_outcome.kills < goal && place.isGood && ++rounds < 10 * killsWanted) {
        killOnce(place);
        if (place.isGood && (m_outcome.kills >= compared + killsPerComparison || m_outcome.kills == goal)) {
            compared = m_outcome.kills;
            settle(place);
        }
    }
    if (const auto books = place.venue.books()) {
        m_outcome.orders += books->orders.size();
        m_outcome.fills += books->fills.size();
    }
    if (!place.isGood)
        keep(place);
}

TraderRun Campaign::nextRun(Place &place)
{
    TraderRun run{.dataDir = place.dir.path(),
                  .venue = place.venue.endpoint(),
                  .run = QStringLiteral("K%1-%2").arg(m_venues).arg(++place.runs),
                  .seed = m_random.next() % 1'000'000,
                  .steps = stepsOfARun};
    return run;
}

/// The point that was died at least often, so that all get their turn.
QString Campaign::choosePoint()
{
    std::vector<std::string> best;
    int fewest = 0;
    for (const auto &[point, count] : m_passes) {
        const int tries = m_outcome.killsAt[point] + m_misses[point];
        if (best.empty() || tries < fewest) {
            best.clear();
            fewest = tries;
        }
        if (tries == fewest)
            best.push_back(point);
    }
    if (best.empty())
        return {};
    const std::string &point = best[std::size_t(below(int(best.size())))];
    const int passes = int(std::clamp<std::int64_t>(m_passes.at(point), 1, 12));
    return QString::fromStdString(point) + u':' + QString::number(1 + below(passes));
}

void Campaign::killOnce(Place &place)
{
    TraderRun run = nextRun(place);
    if (below(6) == 0)
        run.killAfterStep = 1 + below(120);
    else
        run.killAt = choosePoint(); // the very first run has none: it finds them
    const TraderEnd end = runTrader(run);
    place.story.push_back("run " + run.run.toStdString() + " seed " + std::to_string(run.seed) + " to die at " +
                          (run.killAfterStep ? "step " + std::to_string(*run.killAfterStep) : run.killAt.toStdString()) +
                          ": " + (end.killedAt.empty() ? "ended" : "died at " + end.killedAt));
    remember(end, run);
    if (!end.broken.empty())
        return blame(place, end.broken);
    // While it is down the market goes on: sometimes.
    if (below(2) == 0) {
        const int steps = below(8) == 0 ? 600 : 1 + below(60);
        place.story.push_back("market " + std::to_string(steps) + " steps");
        if (!place.venue.advance(steps))
            blame(place, "the venue is gone");
    }
}

void Campaign::remember(const TraderEnd &end, const TraderRun &run)
{
    for (const auto &[point, count] : end.passes)
        m_passes[point] = std::max(m_passes[point], count);
    if (end.killedAt.empty()) {
        m_outcome.endedByThemselves += !run.settles;
        if (!run.killAt.isEmpty())
            ++m_misses[run.killAt.section(u':', 0, 0).toStdString()];
        return;
    }
    ++m_outcome.kills;
    ++m_outcome.killsAt[end.killedAt];
}

void Campaign::settle(Place &place)
{
    TraderRun run = nextRun(place);
    run.settles = true;
    const TraderEnd end = runTrader(run);
    place.story.push_back("run " + run.run.toStdString() + " comes to rest");
    remember(end, run);
    if (!end.broken.empty() || !end.rest)
        return blame(place, end.broken.empty() ? "it ended without coming to rest" : end.broken);
    const auto books = place.venue.books();
    if (!books)
        return blame(place, "the venue's books cannot be read");
    ++m_outcome.comparisons;
    for (const std::string &violation : compare(*books, place.dir.path(), cash, *end.rest).violations)
        blame(place, violation);
}

void Campaign::blame(Place &place, const std::string &what)
{
    place.isGood = false;
    m_outcome.violations.push_back("seed " + std::to_string(m_options.seed) + ", venue " + std::to_string(m_venues) +
                                   ", after " + std::to_string(place.runs) + " runs: " + what);
    m_options.say("VIOLATION " + m_outcome.violations.back());
}

/// Data directory, story and books of a venue where something is wrong.
void Campaign::keep(Place &place)
{
    if (m_options.keepDir.isEmpty())
        return;
    const QString to = m_options.keepDir + QStringLiteral("/seed%1-venue%2").arg(m_options.seed).arg(m_venues);
    QDir().mkpath(to);
    for (const QString &file : QDir(place.dir.path()).entryList(QDir::Files))
        QFile::copy(place.dir.filePath(file), to + u'/' + file);
    QFile story(to + QStringLiteral("/story.txt"));
    if (story.open(QIODevice::WriteOnly))
        for (const std::string &line : place.story)
            story.write(QByteArray::fromStdString(line) + '\n');
    QFile books(to + QStringLiteral("/books.json"));
    const auto theirs = place.venue.books();
    if (theirs && books.open(QIODevice::WriteOnly))
        books.write(QByteArray::fromStdString(toLine(venue::Message(*theirs))));
}

} // namespace support
