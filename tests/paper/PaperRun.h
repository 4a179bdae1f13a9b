#pragma once

#include "tests/support/ExchangeProcess.h"

#include <QElapsedTimer>

#include <optional>

namespace paper {

/// What is asked of one run.
struct Plan {
    QString venue = QStringLiteral("alpaca"); ///< `alpaca`, `bybit`
    QString mode = QStringLiteral("auto");    ///< `auto`, `hybrid`
    bool isDesktop = false;
    double minutes = 1;
    double speed = 240;
    int roundTrips = 20;
    bool isSynthetic = false; ///< Even where recorded bars are.
    bool isQuiet = false; ///< Too short or too slow a market for more than some orders.
    QString dataDir;                          ///< Where the program keeps its books.
};

/// What the books showed in the end.
struct Outcome {
    QStringList differences; ///< Between the venue's books and ours.
    QStringList missing;     ///< What should have happened and did not.
    QString summary;

    [[nodiscard]] bool isGood() const { return differences.isEmpty() && missing.isEmpty(); }
};

/// Lets the program trade at a local venue as a person would who watches it, then compares the books.
class PaperRun {
public:
    explicit PaperRun(Plan plan);
    [[nodiscard]] Outcome play();

private:
    [[nodiscard]] bool startProgram();
    [[nodiscard]] bool waitUntilItTrades();
    void watch();
    void approveWhatWaits();
    void letTheBotGoOn();
    void hurryThroughTheNight();
    void pushThroughAStop();
    [[nodiscard]] QJsonObject cli(const QStringList &words) const;
    void waitForEqualBooks();
    [[nodiscard]] bool hasStopFilled() const;

    Plan m_plan;
    std::optional<support::ExchangeProcess> m_exchange;
    QProcess m_program;
    QElapsedTimer m_since;
    bool m_isNight = false;
    int m_pushes = 0;
};

} // namespace paper
