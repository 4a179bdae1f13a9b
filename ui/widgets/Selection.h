#pragma once

#include "core/domain/Bar.h" // before Id.h: moc 6.4 cannot read <compare> when that comes first
#include "core/base/Id.h"

#include <QObject>

namespace ui {

/// What the person looks at now, shared by all panels of a window: one series and one card.
class Selection : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    [[nodiscard]] const core::SeriesId &series() const { return m_series; }
    [[nodiscard]] const core::InstrumentId &instrument() const { return m_series.instrument; }
    [[nodiscard]] const core::ProposalId &proposal() const { return m_proposal; }
    [[nodiscard]] bool isEmpty() const { return m_series.instrument.symbol.empty(); }

    void selectSeries(const core::SeriesId &series);
    /// Keeps the timeframe.
    void selectInstrument(const core::InstrumentId &instrument);
    /// A card; an empty id means none.
    void selectProposal(const core::ProposalId &proposal);

Q_SIGNALS:
    void seriesChanged(const core::SeriesId &series);
    void proposalChanged(const core::ProposalId &proposal);

private:
    core::SeriesId m_series;
    core::ProposalId m_proposal;
};

} // namespace ui
