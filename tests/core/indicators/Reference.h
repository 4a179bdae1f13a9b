#pragma once

#include <QString>
#include <QStringList>

#include <vector>

/// What somebody else computed on known bars.
struct Reference {
    std::vector<double> high;
    std::vector<double> low;
    std::vector<double> close; ///< Or whatever single series the indicator takes.
    QStringList expected;      ///< As printed, one per input; empty where there is no value.
};

/// Reads `file` below reference/. For tables `column` is the header of the expected values and the
/// inputs are the columns High, Low, Close (any case), of skender/ those of its default quotes; for
/// tulip/ `column` is the line that begins the block, e.g. "sma 5". Empty when anything is missing.
[[nodiscard]] Reference readReference(const QString &file, const QString &column);

/// One in the last printed place, as a number; but never finer than the fifteenth significant
/// digit, because a double vouches for fifteen.
[[nodiscard]] double lastPlaceOf(const QString &printed);
