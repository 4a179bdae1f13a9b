#pragma once

#include <QStringList>

namespace paper {

/// Whose bars the bots of a run look at.
enum class Bars { Minutes, Hours };

/// The market that the local venue plays in one run.
struct Market {
    QString venue;  ///< `alpaca`, `bybit`
    Bars bars = Bars::Minutes;
    QString from{};            ///< UTC; empty: where the recorded bars have a past long enough.
    bool isSynthetic = false;  ///< Even where recorded bars are.
};

/// The options of `countersign-exchange` for it. Of the recorded bars those of the two instruments
/// that are traded are copied to `copies`, so that a venue that runs for minutes or beside others
/// does not play five hundred.
[[nodiscard]] QStringList marketOptions(const Market &market, const QString &copies);

} // namespace paper
