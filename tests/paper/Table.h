#pragma once

#include <QJsonObject>
#include <QStringList>

namespace paper {

/// One line of a run; the first is the head of the table.
[[nodiscard]] QString tableHead();
[[nodiscard]] QString tableLine(const QJsonObject &row);

/// The same of many runs: what they were to show together and did not, one sentence each. For each
/// venue 20 round trips, an order filled in parts, a refusal, a stop filled; an order of a person
/// in each hybrid run; of stocks fills on both sides of a market's close and opening; and no run
/// that failed by itself.
[[nodiscard]] QStringList missingOf(const QList<QJsonObject> &rows);

/// Of each venue.
[[nodiscard]] QList<QJsonObject> sums(const QList<QJsonObject> &rows);

} // namespace paper
