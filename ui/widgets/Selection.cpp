#include "ui/widgets/Selection.h"

namespace ui {

void Selection::selectSeries(const core::SeriesId &series)
{
    if (m_series == series)
        return;
    m_series = series;
    Q_EMIT seriesChanged(m_series);
}

void Selection::selectInstrument(const core::InstrumentId &instrument)
{
    selectSeries({.instrument = instrument, .timeframe = m_series.timeframe});
}

void Selection::selectProposal(const core::ProposalId &proposal)
{
    if (m_proposal == proposal)
        return;
    m_proposal = proposal;
    Q_EMIT proposalChanged(m_proposal);
}

} // namespace ui
