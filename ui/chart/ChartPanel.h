#pragma once

#include "core/engine/EngineClient.h"
#include "ui/widgets/Selection.h"

#include <QWidget>

#include <optional>

class QLabel;
class QPushButton;
class QStackedLayout;

namespace ui {

class EmptyState;
class PricePlot;

/// The chart of the selected series, with the selected proposal, the position and our fills on it.
/// QCustomPlot stays behind this header.
class ChartPanel : public QWidget {
    Q_OBJECT

public:
    explicit ChartPanel(core::EngineClient &client, Selection &selection, QWidget *parent = nullptr);

    /// Position of the bar under the crosshair, counted from the oldest bar.
    [[nodiscard]] std::optional<int> crosshairBar() const;
    /// What the data box says, without markup.
    [[nodiscard]] QString dataText() const;
    /// False after the person has panned away from the newest bar.
    [[nodiscard]] bool isFollowing() const;
    /// First and last bar on the screen, as fractions of a bar.
    [[nodiscard]] std::pair<double, double> visibleBars() const;
    [[nodiscard]] std::pair<double, double> visiblePrices() const;
    /// The texts on the horizontal lines, in their order.
    [[nodiscard]] QStringList lineLabels() const;
    [[nodiscard]] core::SeriesId shownSeries() const;
    /// Where a bar and a price are on the plot, which `plotWidget` is.
    [[nodiscard]] QPointF plotPosition(int bar, double price) const;
    [[nodiscard]] QWidget *plotWidget() const;

protected:
    void changeEvent(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void arrange();
    [[nodiscard]] QWidget *madeHead();
    void madeOverlays();
    void showSnapshot();
    void showNothing();
    void showHead(const core::SeriesView &view);
    void showDataBox();
    void showBadge();
    void placeOverlays();
    void followProposal();
    void offerSeries(const core::EngineSnapshot &snapshot);
    [[nodiscard]] const core::SeriesView *chosenSeries(const core::EngineSnapshot &snapshot) const;

    core::EngineClient &m_client;
    Selection &m_selection;
    QStackedLayout *m_pages;
    EmptyState *m_empty;
    PricePlot *m_plot;
    QPushButton *m_chooser;
    QLabel *m_title;
    QLabel *m_change;
    QLabel *m_source;
    QLabel *m_dataBox;
    QPushButton *m_backToLive;
    std::vector<core::SeriesId> m_offered;
};

} // namespace ui
