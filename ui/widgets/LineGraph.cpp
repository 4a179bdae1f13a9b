#include "ui/widgets/LineGraph.h"

#include "ui/theme/Theme.h"

#include <QChart>
#include <QChartView>
#include <QEvent>
#include <QGraphicsLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineSeries>
#include <QVBoxLayout>
#include <QValueAxis>

#include <algorithm>
#include <cmath>

namespace ui {

namespace {

constexpr int leastLines = 4; // of text, in height

/// The next of 1, 2, 5, 10, 20, 50, … so that the scale does not jump with every value.
double roundedUp(double value)
{
    const double power = std::pow(10.0, std::floor(std::log10(value)));
    for (const double step : {1.0, 2.0, 5.0})
        if (value <= step * power)
            return step * power;
    return 10.0 * power;
}

} // namespace

LineGraph::LineGraph(const QString &title, ValueText text, QWidget *parent)
    : QWidget(parent), m_title(title), m_text(text), m_figure(new QLabel(this)), m_chart(new QChart),
      m_view(new QChartView(m_chart, this)), m_time(new QValueAxis(m_chart)), m_value(new QValueAxis(m_chart))
{
    auto *name = new QLabel(title, this);
    name->setProperty("tone", QStringLiteral("heading"));
    m_figure->setProperty("tone", QStringLiteral("figure"));
    auto *head = new QHBoxLayout;
    head->addWidget(name);
    head->addStretch();
    head->addWidget(m_figure);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addLayout(head);
    layout->addWidget(m_view, 1);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setRenderHint(QPainter::Antialiasing);
    m_view->setFocusPolicy(Qt::NoFocus);
    m_view->setMinimumHeight(fontMetrics().height() * leastLines);
    m_chart->legend()->hide();
    m_chart->setMargins({});
    m_chart->layout()->setContentsMargins(0, 0, 0, 0);
    m_chart->setBackgroundRoundness(0);
    m_chart->addAxis(m_time, Qt::AlignBottom);
    m_chart->addAxis(m_value, Qt::AlignLeft);
    m_time->setTickCount(6); // of five minutes, one a minute
    m_value->setTickCount(3);
    for (QValueAxis *axis : {m_time, m_value}) {
        axis->setLabelsVisible(false);
        axis->setLineVisible(false);
    }
    setAccessibleName(title);
    dress();
    setPoints({}, 1);
}

QString LineGraph::figure() const
{
    return m_figure->text();
}

void LineGraph::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        dress();
}

void LineGraph::dress()
{
    m_chart->setBackgroundBrush(colour(Role::PanelBackground));
    m_view->setBackgroundBrush(colour(Role::PanelBackground));
    for (QValueAxis *axis : {m_time, m_value})
        axis->setGridLinePen(QPen(colour(Role::Grid), 1));
    for (QLineSeries *each : m_pieces)
        each->setPen(QPen(colour(Role::Line1), 1.5));
}

QLineSeries *LineGraph::piece(int number)
{
    while (int(m_pieces.size()) <= number) {
        auto *made = new QLineSeries(m_chart);
        m_chart->addSeries(made);
        made->attachAxis(m_time);
        made->attachAxis(m_value);
        made->setPen(QPen(colour(Role::Line1), 1.5));
        m_pieces.push_back(made);
    }
    return m_pieces[std::size_t(number)];
}

void LineGraph::setPoints(const std::vector<GraphPoint> &points, double seconds)
{
    std::optional<double> most;
    for (const GraphPoint &point : points)
        if (point.value)
            most = std::max(most.value_or(0), *point.value);
    const double newest = points.empty() ? 0 : points.back().at;
    m_time->setRange(newest - seconds, newest);
    m_value->setRange(0, most && *most > 0 ? roundedUp(*most) : 1);
    drawPieces(points);
    tell(most, seconds);
}

void LineGraph::drawPieces(const std::vector<GraphPoint> &points)
{
    QList<QPointF> open;
    m_drawn = 0;
    const auto close = [this, &open] {
        if (open.isEmpty())
            return;
        QLineSeries *line = piece(m_drawn++);
        line->setPointsVisible(open.size() == 1); // a lone value is a dot, not nothing
        line->replace(std::exchange(open, {}));
    };
    for (const GraphPoint &point : points) {
        if (point.value)
            open.append({point.at, *point.value});
        else
            close();
    }
    close();
    for (int rest = m_drawn; rest < int(m_pieces.size()); ++rest)
        m_pieces[std::size_t(rest)]->clear();
}

void LineGraph::tell(std::optional<double> most, double seconds)
{
    //: Above a small graph: the largest value of the last %2 minutes.
    m_figure->setText(most ? tr("at most %1 in %2 min").arg(m_text(*most)).arg(qRound(seconds / 60)) : QStringLiteral("—"));
    m_figure->setAccessibleName(QStringLiteral("%1: %2").arg(m_title, m_figure->text()));
    setAccessibleDescription(m_figure->text());
}

} // namespace ui
