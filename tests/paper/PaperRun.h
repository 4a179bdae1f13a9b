#pragma once

#include "tests/paper/Market.h"
#include "tests/support/ExchangeProcess.h"

#include <QElapsedTimer>
#include <QJsonObject>

#include <optional>

namespace paper {

/// What is asked of one run.
struct Plan {
    Market market{};                        ///< Venue, bars, where it begins.
    QString mode = QStringLiteral("auto");  ///< `auto`, `hybrid`
    bool isDesktop = false;
    bool pressesKeys = false;  ///< A card is approved by key A in the window (xdotool, on a
                               ///< display), not by the CLI.
    double minutes = 1;
    double speed = 120;
    QString dataDir{};  ///< Where the program keeps its books.
};

/// What the books showed in the end.
struct Outcome {
    QStringList
        failed;  ///< Differences between the venue's books and ours, and whatever else went wrong.
    QJsonObject row;  ///< For the table of many runs.
};

/// Lets the program trade at a local venue as a person would who watches it, then compares the
/// books.
class PaperRun {
public:
    explicit PaperRun(Plan plan);
    [[nodiscard]] Outcome play();

private:
    [[nodiscard]] bool startProgram();
    [[nodiscard]] bool waitUntilItTrades();
    void watch();
    void look();
    void approveWhatWaits();
    void pressKeys() const;
    void letTheBotGoOn();
    void hurryThroughTheNight();
    void pushThroughAStop();
    [[nodiscard]] QJsonObject cli(const QStringList &words) const;
    void waitForEqualBooks();
    [[nodiscard]] bool hasStopFilled() const;
    [[nodiscard]] QJsonObject row(const QStringList &failed) const;

    Plan m_plan;
    std::optional<support::ExchangeProcess> m_exchange;
    QProcess m_program;
    QElapsedTimer m_since;
    QElapsedTimer m_sinceBots;  ///< Since the bots were told to go on.
    double m_speed = 0;         ///< Of the market, as it was last set.
    int m_pushes = 0;
};

} // namespace paper
