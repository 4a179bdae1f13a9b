#pragma once

#include <QWidget>

#include <optional>
#include <vector>

class QLabel;
class QChart;
class QChartView;
class QLineSeries;
class QValueAxis;

namespace ui {

/// One moment of a line; without a value there is a gap, never a zero.
struct GraphPoint {
    double at = 0; ///< Seconds.
    std::optional<double> value;
};

/// A small line over the last minutes with its name and its largest figure above it; for figures that
/// are never negative, a few hundred points at most. The only place that knows Qt Charts.
class LineGraph : public QWidget {
    Q_OBJECT

public:
    using ValueText = QString (*)(double value);

    LineGraph(const QString &title, ValueText text, QWidget *parent = nullptr);

    /// @param points   Oldest first.
    /// @param seconds  How far back the picture reaches from the newest point.
    void setPoints(const std::vector<GraphPoint> &points, double seconds);
    /// What stands above the line: the largest value and of how many minutes.
    [[nodiscard]] QString figure() const;
    /// The unbroken pieces drawn now.
    [[nodiscard]] int pieceCount() const { return m_drawn; }

protected:
    void changeEvent(QEvent *event) override;

private:
    void dress();
    QLineSeries *piece(int number);
    void drawPieces(const std::vector<GraphPoint> &points);
    void tell(std::optional<double> most, double seconds);

    QString m_title;
    ValueText m_text;
    QLabel *m_figure;
    QChart *m_chart;
    QChartView *m_view;
    QValueAxis *m_time;
    QValueAxis *m_value;
    std::vector<QLineSeries *> m_pieces;
    int m_drawn = 0;
};

} // namespace ui
