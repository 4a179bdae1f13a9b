#include "tests/paper/Market.h"

#include "tests/support/SharedData.h"

#include <QDir>
#include <QFile>

namespace paper {

namespace {

struct Recorded {
    QString folder;
    QStringList symbols;
    QStringList files;  ///< The past as well, where it lies in files of its own.
    QString from;
};

/// Minutes are recorded for twelve days of stocks and a month of coins; hours are made of five
/// minutes.
Recorded recordedFor(const Market &market)
{
    const bool isMinutes = market.bars == Bars::Minutes;
    if (market.venue == QStringLiteral("alpaca"))
        return {isMinutes ? QStringLiteral("us-yahoo") : QStringLiteral("us-intraday"),
                {QStringLiteral("AAPL"), QStringLiteral("TSLA")},
                {isMinutes ? QStringLiteral("1m.csv") : QStringLiteral("5m.csv")},
                isMinutes ? QStringLiteral("2026-03-16T15:00:00Z")
                          : QStringLiteral("2025-07-14T14:00:00Z")};
    return {QStringLiteral("bybit-linear"),
            {QStringLiteral("BTCUSDT"), QStringLiteral("ETHUSDT")},
            {isMinutes ? QStringLiteral("1m.csv.gz") : QStringLiteral("5m.csv.gz")},
            isMinutes ? QStringLiteral("2025-06-02T13:00:00Z")
                      : QStringLiteral("2025-10-13T12:00:00Z")};
}

void copyBars(const Recorded &recorded, const QString &from, const QString &to)
{
    for (const QString &symbol : recorded.symbols) {
        const QString place = QStringLiteral("/bars/") + recorded.folder + u'/' + symbol;
        QDir().mkpath(to + place);
        for (const QString &file : recorded.files)
            QFile::copy(from + place + u'/' + file, to + place + u'/' + file);
    }
}

} // namespace

QStringList marketOptions(const Market &market, const QString &copies)
{
    const QString shared = support::sharedDataDir();
    if (shared.isEmpty() || market.isSynthetic)
        return {QStringLiteral("--synthetic"), QStringLiteral("6")};
    const Recorded recorded = recordedFor(market);
    copyBars(recorded, shared, copies);
    return {QStringLiteral("--data"), copies, QStringLiteral("--from"),
            market.from.isEmpty() ? recorded.from : market.from};
}

} // namespace paper
