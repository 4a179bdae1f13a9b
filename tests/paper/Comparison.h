#pragma once

#include <QJsonObject>
#include <QStringList>

namespace paper {

/// The venue's books of one account beside our database and CSV, to the last decimal. Each
/// difference is a sentence; none: they are equal.
/// @param cash  As the program told it; empty: it told none.
[[nodiscard]] QStringList differencesBetween(const QJsonObject &books, const QString &venue,
                                             const QString &dataDir, const QString &cash);

/// What happened, by our database.
struct Happened {
    int orders = 0;
    int fills = 0;
    int roundTrips = 0;
    int partlyFilled = 0;  ///< Orders with more than one fill, or ended with less than was wanted.
    int refused = 0;       ///< By the venue.
    int stopsFilled = 0;
    int approved = 0;  ///< By a person.
    int days = 0;      ///< New York days with fills.
};
[[nodiscard]] Happened happenedIn(const QString &dataDir);

} // namespace paper
