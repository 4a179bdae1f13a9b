#include "ui/chart/ChartPanel.h"

#include "ui/chart/ChartLevels.h"
#include "ui/chart/PricePlot.h"
#include "ui/chart/PriceTicker.h"
#include "ui/chart/VolumeTicker.h"
#include "ui/format/Numbers.h"
#include "ui/theme/StyleSheet.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/EmptyReason.h"
#include "ui/widgets/EmptyState.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QStackedLayout>
#include <QTextDocumentFragment>
#include <QVBoxLayout>

#include <cmath>

namespace ui {

namespace {

/// "1 h", "15 min", "1 d".
QString timeframeText(core::Timeframe timeframe)
{
    const QString name = QString::fromLatin1(core::timeframeName(timeframe));
    const QString count = name.chopped(1);
    switch (name.back().toLatin1()) {
    case 'm': return ChartPanel::tr("%1 min", "timeframe").arg(count);
    case 'h': return ChartPanel::tr("%1 h", "timeframe").arg(count);
    case 'd': return ChartPanel::tr("%1 d", "timeframe").arg(count);
    default: return ChartPanel::tr("%1 w", "timeframe").arg(count);
    }
}

QString seriesText(const core::SeriesId &series)
{
    return QStringLiteral("%1 · %2").arg(QString::fromStdString(series.instrument.symbol),
                                         timeframeText(series.timeframe));
}

QString watermarkOf(core::Destination destination)
{
    switch (destination) {
    case core::Destination::Demo: return ChartPanel::tr("DEMO DATA");
    case core::Destination::Replay: return ChartPanel::tr("REPLAY");
    case core::Destination::Paper:
    case core::Destination::Live: return {};
    }
    return {};
}

QString coloured(const QString &text, const QColor &colour)
{
    return QStringLiteral("<span style='color:%1'>%2</span>").arg(colour.name(), text.toHtmlEscaped());
}

/// A caption in the muted colour and its figure.
QString pair(const QString &caption, const QString &figure)
{
    return coloured(caption, colour(Role::Muted)) + QStringLiteral("&nbsp;") + figure.toHtmlEscaped();
}

} // namespace

ChartPanel::ChartPanel(core::EngineClient &client, Selection &selection, QWidget *parent)
    : QWidget(parent), m_client(client), m_selection(selection), m_pages(new QStackedLayout),
      m_empty(new EmptyState(tr("No bars yet"),
                             tr("The chart appears with the first bars of the feed."), this)),
      m_plot(new PricePlot(this)), m_chooser(new QPushButton(this)), m_title(new QLabel(this)),
      m_change(new QLabel(this)), m_source(new QLabel(this)), m_dataBox(new QLabel(m_plot)),
      m_backToLive(new QPushButton(m_plot))
{
    setAccessibleName(tr("Chart"));
    arrange();
    connect(&m_client, &core::EngineClient::snapshotChanged, this, &ChartPanel::showSnapshot);
    connect(&m_selection, &Selection::seriesChanged, this, &ChartPanel::showSnapshot);
    connect(&m_selection, &Selection::proposalChanged, this, &ChartPanel::followProposal);
    connect(m_plot, &PricePlot::cursorChanged, this, &ChartPanel::showDataBox);
    connect(m_plot, &PricePlot::followingChanged, this, &ChartPanel::showBadge);
    connect(m_backToLive, &QPushButton::clicked, m_plot, &PricePlot::followLive);
    connect(m_empty, &EmptyState::actionTriggered, this, [this] {
        if (!m_offered.empty())
            m_selection.selectSeries(m_offered.front());
    });
    showSnapshot();
}

void ChartPanel::arrange()
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(madeHead());
    layout->addLayout(m_pages, 1);
    m_pages->addWidget(m_empty);
    m_pages->addWidget(m_plot);
    madeOverlays();
}

QWidget *ChartPanel::madeHead()
{
    auto *head = new QWidget(this);
    auto *row = new QHBoxLayout(head);
    row->setContentsMargins(8, 6, 8, 6);
    row->setSpacing(12);
    m_chooser->setAccessibleName(tr("Instrument and timeframe"));
    m_chooser->setMenu(new QMenu(m_chooser));
    m_title->setFont(figureFont(1.2, true));
    m_title->setAccessibleName(tr("Last price"));
    m_change->setAccessibleName(tr("Change since the previous close"));
    m_source->setProperty("tone", QStringLiteral("heading"));
    m_source->setAccessibleName(tr("Where the data come from"));
    row->addWidget(m_chooser);
    row->addWidget(m_title);
    row->addWidget(m_change);
    row->addStretch();
    row->addWidget(m_source);
    return head;
}

void ChartPanel::madeOverlays()
{
    m_dataBox->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_dataBox->setTextFormat(Qt::RichText);
    m_dataBox->setAccessibleName(tr("Values of the bar"));
    m_dataBox->move(8, 6);
    m_backToLive->setAccessibleName(tr("Back to live"));
    m_backToLive->setToolTip(tr("Show the newest bar again and follow it (End)"));
    m_backToLive->setFocusPolicy(Qt::TabFocus);
    m_backToLive->hide();
    m_plot->installEventFilter(this);
}

bool ChartPanel::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_plot && event->type() == QEvent::Resize)
        placeOverlays();
    return QWidget::eventFilter(watched, event);
}

void ChartPanel::placeOverlays()
{
    m_dataBox->adjustSize();
    m_backToLive->adjustSize();
    const int axis = m_plot->fontMetrics().horizontalAdvance(QStringLiteral("00,000.00")) + 24;
    m_backToLive->move(m_plot->width() - m_backToLive->width() - axis,
                       m_plot->height() - m_backToLive->height() - m_plot->fontMetrics().height() * 6);
}

void ChartPanel::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_client.snapshot()) {
        m_title->setFont(figureFont(1.2, true));
        showDataBox();
    }
}

void ChartPanel::followProposal()
{
    const auto snapshot = m_client.snapshot();
    if (!snapshot)
        return;
    for (const core::ProposalView &card : snapshot->waiting)
        if (card.proposal.id == m_selection.proposal())
            m_selection.selectSeries(card.proposal.signal.series);
    showSnapshot();
}

void ChartPanel::offerSeries(const core::EngineSnapshot &snapshot)
{
    std::vector<core::SeriesId> offered;
    for (const core::SeriesView &view : snapshot.series)
        offered.push_back(view.id);
    if (offered == m_offered)
        return;
    m_offered = std::move(offered);
    m_chooser->menu()->clear();
    for (const core::SeriesId &series : m_offered)
        m_chooser->menu()->addAction(seriesText(series), this,
                                     [this, series] { m_selection.selectSeries(series); });
}

const core::SeriesView *ChartPanel::chosenSeries(const core::EngineSnapshot &snapshot) const
{
    const core::SeriesView *sameInstrument = nullptr;
    for (const core::SeriesView &view : snapshot.series) {
        if (view.id == m_selection.series())
            return &view;
        if (!sameInstrument && view.id.instrument == m_selection.instrument())
            sameInstrument = &view;
    }
    if (sameInstrument || snapshot.series.empty())
        return sameInstrument;
    return m_selection.isEmpty() ? &snapshot.series.front() : nullptr;
}

void ChartPanel::showSnapshot()
{
    const auto snapshot = m_client.snapshot();
    const core::SeriesView *view = snapshot ? chosenSeries(*snapshot) : nullptr;
    const bool hasBars = view && (view->forming || (view->bars && !view->bars->empty()));
    if (snapshot)
        offerSeries(*snapshot);
    m_pages->setCurrentWidget(hasBars ? static_cast<QWidget *>(m_plot) : m_empty);
    setFocusProxy(hasBars ? static_cast<QWidget *>(m_plot) : m_chooser);
    if (!hasBars) {
        showNothing();
        return;
    }
    m_chooser->setText(seriesText(view->id) + QStringLiteral("  ▾"));
    m_plot->showSeries(*view);
    m_plot->showLevels(chartLevels(*snapshot, *view, m_selection.proposal()));
    std::vector<core::TradeMarker> markers;
    std::ranges::copy_if(snapshot->markers, std::back_inserter(markers), [view](const auto &marker) {
        return marker.instrument == view->id.instrument;
    });
    m_plot->showMarkers(std::move(markers));
    m_plot->showWatermark(watermarkOf(snapshot->account.destination));
    m_source->setText(watermarkOf(snapshot->account.destination));
    showHead(*view);
    showDataBox();
    showBadge();
}

void ChartPanel::showNothing()
{
    m_title->clear();
    m_change->clear();
    m_chooser->setText(tr("Choose a series") + QStringLiteral("  ▾"));
    const auto snapshot = m_client.snapshot();
    const bool isChosen = !m_selection.isEmpty();
    const bool isWatched = std::ranges::find(m_offered, m_selection.series()) != m_offered.end();
    m_empty->setTexts(isChosen ? tr("No bars of %1").arg(seriesText(m_selection.series())) : tr("No bars yet"),
                      isChosen && !isWatched && snapshot
                          ? tr("This run does not watch this instrument; choose another one above.")
                          : whyNothingComes(snapshot.get())
                                .value_or(tr("The chart appears with the first bars of the feed.")));
    const bool hasOther = isChosen && !isWatched && !m_offered.empty();
    m_empty->setAction(hasOther ? tr("Show %1").arg(seriesText(m_offered.front())) : QString());
}

void ChartPanel::showHead(const core::SeriesView &view)
{
    const std::optional<core::Price> price = livePrice(*m_client.snapshot(), view);
    const std::optional<core::Price> before = previousClose(view);
    m_title->setText(priceText(price, core::usualInstrument(view.id.instrument).tickSize));
    std::optional<double> change;
    if (price && before && !before->isZero())
        change = (price->toDouble() / before->toDouble() - 1) * 100;
    const bool isUp = change.value_or(0) >= 0;
    const QString arrow = isUp ? QStringLiteral("▲ +") : QStringLiteral("▼ ");
    m_change->setText(change ? arrow + percentText(change, 2) : QString());
    setStyleProperty(m_change, "tone", isUp ? QStringLiteral("up") : QStringLiteral("down"));
    m_plot->setAccessibleDescription(
        //: Read aloud: series, number of bars, price, change
        tr("%1, bars: %2, last %3, %4")
            .arg(seriesText(view.id), QLocale().toString(m_plot->series().count()), m_title->text(),
                 m_change->text()));
}

void ChartPanel::showDataBox()
{
    const BarSeries &series = m_plot->series();
    if (series.count() == 0)
        return;
    const int position = m_plot->cursor() ? std::min(m_plot->cursor()->position, series.count() - 1)
                                          : series.count() - 1;
    const core::Bar &bar = series.at(position);
    const core::Decimal tick = core::usualInstrument(series.id().instrument).tickSize;
    //: Heads of the data box: open, high, low, close, volume
    QStringList first{coloured(momentText(bar.openTime, series.zone()), colour(Role::Muted)),
                      pair(tr("O"), priceText(bar.open, tick)), pair(tr("H"), priceText(bar.high, tick)),
                      pair(tr("L"), priceText(bar.low, tick)), pair(tr("C"), priceText(bar.close, tick)),
                      pair(tr("Vol"), shortVolumeText(bar.volume))};
    if (series.isForming(position))
        first += coloured(tr("forming"), colour(Role::Muted));
    if (bar.isRepaired)
        first += coloured(tr("repaired"), colour(Role::Warning));
    QStringList second;
    for (const auto &[name, value] : m_plot->lineValuesAt(position))
        second += coloured(QStringLiteral("━ ") + name, m_plot->lineColour(int(second.size()))) +
                  QStringLiteral("&nbsp;") +
                  (std::isnan(value) ? absentText() : axisPriceText(value, placesOf(tick)));
    const QString marks = m_plot->markerTextAt(position);
    if (!marks.isEmpty())
        second += marks.toHtmlEscaped();
    const QString gap = QStringLiteral(" &nbsp; ");
    m_dataBox->setText(first.join(gap) + QStringLiteral("<br>") + second.join(gap));
    m_dataBox->adjustSize();
}

void ChartPanel::showBadge()
{
    const int missed = m_plot->barsMissed();
    m_backToLive->setText(missed > 0 ? tr("New bars: %1, back to live »").arg(missed)
                                     : tr("Back to live »"));
    m_backToLive->setVisible(!m_plot->isFollowing());
    placeOverlays();
}

std::optional<int> ChartPanel::crosshairBar() const
{
    return m_plot->cursor() ? std::optional(m_plot->cursor()->position) : std::nullopt;
}

QString ChartPanel::dataText() const
{
    return QTextDocumentFragment::fromHtml(m_dataBox->text()).toPlainText().replace(QChar::Nbsp,
                                                                                   QLatin1Char(' '));
}

bool ChartPanel::isFollowing() const
{
    return m_plot->isFollowing();
}

std::pair<double, double> ChartPanel::visibleBars() const
{
    return {m_plot->visibleBars().lower, m_plot->visibleBars().upper};
}

std::pair<double, double> ChartPanel::visiblePrices() const
{
    return {m_plot->visiblePrices().lower, m_plot->visiblePrices().upper};
}

QStringList ChartPanel::lineLabels() const
{
    QStringList labels;
    for (const ChartLevel &level : m_plot->levels())
        labels += level.label;
    return labels;
}

core::SeriesId ChartPanel::shownSeries() const
{
    return m_plot->series().id();
}

QPointF ChartPanel::plotPosition(int bar, double price) const
{
    return m_plot->pixelOf(bar, price);
}

QWidget *ChartPanel::plotWidget() const
{
    return m_plot;
}

} // namespace ui
