#include "tests/support/FakeEngineClient.h"
#include "tests/support/SnapshotBuilder.h"
#include "ui/chart/BarSeries.h"
#include "ui/chart/BarTicker.h"
#include "ui/chart/ChartLevels.h"
#include "ui/chart/ChartPanel.h"
#include "ui/format/Numbers.h"
#include "ui/theme/Theme.h"

#include <QLabel>
#include <QPushButton>
#include <QTest>
#include <QWheelEvent>

using namespace support;
using namespace std::chrono_literals;

namespace {

/// Hourly bars of the core session, 10 to 15 o'clock New York, over days with a weekend between.
core::SeriesView sessionBars()
{
    auto bars = std::make_shared<std::vector<core::Bar>>();
    for (const char *day : {"2026-03-05", "2026-03-06", "2026-03-09", "2026-03-10"})
        for (int hour = 0; hour < 6; ++hour) {
            const bool isSummer = std::string_view(day) >= "2026-03-08";
            core::Bar bar;
            bar.openTime = core::parseIsoText(day).value() + std::chrono::hours((isSummer ? 14 : 15) + hour);
            bar.closeTime = bar.openTime + 1h;
            bar.open = bar.high = bar.low = bar.close = price("100");
            bars->push_back(bar);
        }
    return {.id = {.instrument = apple(), .timeframe = core::Timeframe::H1}, .bars = bars, .forming = {}, .lines = {}};
}

core::EngineSnapshot withOneMoreBar(core::EngineSnapshot snapshot)
{
    auto bars = std::make_shared<std::vector<core::Bar>>(*snapshot.series[0].bars);
    bars->push_back(*snapshot.series[0].forming);
    snapshot.series[0].forming->openTime = bars->back().closeTime;
    snapshot.series[0].forming->closeTime = bars->back().closeTime + 5min;
    snapshot.series[0].bars = bars;
    return snapshot;
}

void turnWheel(QWidget *plot, QPointF at, int notches)
{
    QWheelEvent event(at, plot->mapToGlobal(at), {}, {0, 120 * notches}, Qt::NoButton, Qt::NoModifier,
                      Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(plot, &event);
}

/// A drag sideways as a person does it: press, move in steps, release.
void drag(QWidget *plot, QPoint from, QPoint to)
{
    QTest::mousePress(plot, Qt::LeftButton, Qt::NoModifier, from);
    const auto move = [plot](QPointF at) {
        QMouseEvent event(QEvent::MouseMove, at, plot->mapToGlobal(at), Qt::NoButton, Qt::LeftButton,
                          Qt::NoModifier);
        QCoreApplication::sendEvent(plot, &event);
    };
    move((QPointF(from) + QPointF(to)) / 2);
    move(to);
    QTest::mouseRelease(plot, Qt::LeftButton, Qt::NoModifier, to);
}

} // namespace

class ChartTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aTargetThatIsHeldHereHasALineThatSaysSo()
    {
        core::EngineSnapshot snapshot = demoSnapshot();
        core::PositionView &position = snapshot.positions.at(0);
        const auto view = std::ranges::find(snapshot.series, position.instrument,
                                            [](const core::SeriesView &series) { return series.id.instrument; });
        QVERIFY(view != snapshot.series.end());
        const auto targets = [&] {
            std::vector<ui::ChartLevel> found;
            for (const ui::ChartLevel &level : ui::chartLevels(snapshot, *view, {}))
                if (level.kind == ui::LevelKind::Target || level.kind == ui::LevelKind::HeldTarget)
                    found.push_back(level);
            return found;
        };

        position.targetPrice.reset();
        position.watchedTarget = price("104.1");
        QCOMPARE(targets().size(), std::size_t(1));
        QCOMPARE(targets()[0].kind, ui::LevelKind::HeldTarget);
        QCOMPARE(targets()[0].price, 104.1);
        QCOMPARE(targets()[0].label, QStringLiteral("Position target, held here"));

        position.targetPrice = price("105"); // the venue's counts where it has one
        QCOMPARE(targets().size(), std::size_t(1));
        QCOMPARE(targets()[0].kind, ui::LevelKind::Target);
        QCOMPARE(targets()[0].label, QStringLiteral("Position target"));
    }

    void aCardsTargetSaysWhereItWillBeHeld()
    {
        core::EngineSnapshot snapshot = demoSnapshot();
        core::ProposalView &card = *std::ranges::find_if(snapshot.waiting, [](const core::ProposalView &each) {
            return each.proposal.targetPrice && each.proposal.signal.series.instrument == apple();
        });
        const auto view = std::ranges::find(snapshot.series, card.proposal.signal.series.instrument,
                                            [](const core::SeriesView &series) { return series.id.instrument; });
        QVERIFY(view != snapshot.series.end() && card.proposal.targetPrice);
        for (const bool isHere : {false, true}) {
            card.isTargetWatched = isHere;
            const auto levels = ui::chartLevels(snapshot, *view, card.proposal.id);
            QCOMPARE(std::ranges::count(levels, ui::LevelKind::HeldTarget, &ui::ChartLevel::kind), isHere ? 1 : 0);
            QCOMPARE(levels.at(2).label.contains(QStringLiteral("held here")), isHere);
        }
    }

    void init()
    {
        m_client = std::make_unique<FakeEngineClient>();
        m_selection = std::make_unique<ui::Selection>();
        m_panel = std::make_unique<ui::ChartPanel>(*m_client, *m_selection);
        m_panel->resize(1000, 700);
        m_client->show(demoSnapshot());
        m_panel->show();
        QVERIFY(QTest::qWaitForWindowActive(m_panel.get()));
        m_panel->setFocus();
        QTRY_VERIFY(plot()->hasFocus());
        QTRY_VERIFY(at(199).x() > 300); // laid out
    }

    void theCursorSaysExactlyWhatTheBarIs()
    {
        const core::SeriesView &series = m_client->snapshot()->series[0];
        QTest::keyClick(plot(), Qt::Key_Left);
        QTest::keyClick(plot(), Qt::Key_Left);
        QCOMPARE(m_panel->crosshairBar(), std::optional(199));

        const core::Bar &bar = (*series.bars)[199];
        const QString text = m_panel->dataText();
        for (const core::Price figure : {bar.open, bar.high, bar.low, bar.close})
            QVERIFY2(text.contains(ui::priceText(figure)), qPrintable(text));
        QVERIFY2(text.contains(ui::momentText(bar.openTime, ui::MarketZone::NewYork)), qPrintable(text));
        const QString ema = QString::number((*series.lines.at("EMA 20"))[199], 'f', 2);
        QVERIFY2(text.contains(QStringLiteral("EMA 20 ") + ema), qPrintable(text));
    }

    void arrowKeysWalkBarByBarAndShiftByTen()
    {
        QTest::keyClick(plot(), Qt::Key_Left);
        QCOMPARE(m_panel->crosshairBar(), std::optional(200));
        QTest::keyClick(plot(), Qt::Key_Left, Qt::ShiftModifier);
        QCOMPARE(m_panel->crosshairBar(), std::optional(190));
        QTest::keyClick(plot(), Qt::Key_Right);
        QCOMPARE(m_panel->crosshairBar(), std::optional(191));
        QTest::keyClick(plot(), Qt::Key_Escape);
        QCOMPARE(m_panel->crosshairBar(), std::optional<int>());
    }

    void theMouseSnapsToTheBarUnderIt()
    {
        QTest::mouseMove(plot(), at(150).toPoint());
        QTRY_COMPARE(m_panel->crosshairBar(), std::optional(150));
        QVERIFY(m_panel->dataText().contains(QStringLiteral("Vol ")));
    }

    void aLineThatWarmsUpIsAbsent()
    {
        QTest::keyClick(plot(), Qt::Key_Left);
        for (int step = 0; step < 20; ++step)
            QTest::keyClick(plot(), Qt::Key_Left, Qt::ShiftModifier);

        QCOMPARE(m_panel->crosshairBar(), std::optional(0));
        QVERIFY2(m_panel->dataText().contains(QStringLiteral("EMA 20 —")), qPrintable(m_panel->dataText()));
    }

    void panningStopsFollowingAndEndComesBack()
    {
        auto *badge = badgeButton();
        QVERIFY(m_panel->isFollowing() && badge->isHidden());
        const auto [before, beforeUpper] = m_panel->visibleBars();

        drag(plot(), {300, 300}, {500, 300});

        QVERIFY(!m_panel->isFollowing());
        QVERIFY(m_panel->visibleBars().first < before);
        QVERIFY(badge->isVisible());
        const double lower = m_panel->visibleBars().first;
        m_client->show(withOneMoreBar(demoSnapshot()));
        QCOMPARE(m_panel->visibleBars().first, lower); // the view stands
        QVERIFY2(badge->text().contains(QStringLiteral("New bars: 1")), qPrintable(badge->text()));

        QTest::keyClick(plot(), Qt::Key_End);
        QVERIFY(m_panel->isFollowing() && badge->isHidden());
        QVERIFY(m_panel->visibleBars().second > 201);
        Q_UNUSED(beforeUpper);
    }

    void followingMovesWithEachNewBar()
    {
        const double upper = m_panel->visibleBars().second;
        m_client->show(withOneMoreBar(demoSnapshot()));
        QCOMPARE(m_panel->visibleBars().second, upper + 1);
    }

    void barsThatDropOutAtTheFrontDoNotMoveThePicture()
    {
        drag(plot(), {300, 300}, {500, 300});
        const double lower = m_panel->visibleBars().first;
        core::EngineSnapshot snapshot = demoSnapshot();
        auto bars = std::make_shared<std::vector<core::Bar>>(*snapshot.series[0].bars);
        bars->erase(bars->begin(), bars->begin() + 7);
        snapshot.series[0].bars = bars;

        m_client->show(snapshot);

        QCOMPARE(m_panel->visibleBars().first, lower - 7);
    }

    void theWheelZoomsAtThePointer()
    {
        const QPointF pointer = at(170);
        const auto [lower, upper] = m_panel->visibleBars();

        turnWheel(plot(), pointer, 3);

        const auto [newLower, newUpper] = m_panel->visibleBars();
        QVERIFY(newUpper - newLower < upper - lower);
        QVERIFY(std::abs(at(170).x() - pointer.x()) < 1.0);
        turnWheel(plot(), pointer, -60);
        QVERIFY(m_panel->visibleBars().second - m_panel->visibleBars().first <= 201 * 1.2 + 1);
    }

    void aDoubleClickFitsAgain()
    {
        const auto fitted = m_panel->visibleBars();
        turnWheel(plot(), at(170), 5);
        drag(plot(), {300, 300}, {600, 300});
        QVERIFY(m_panel->visibleBars() != fitted);

        QTest::mouseDClick(plot(), Qt::LeftButton, Qt::NoModifier, QPoint(300, 300));

        QCOMPARE(m_panel->visibleBars(), fitted);
        QVERIFY(m_panel->isFollowing());
    }

    void draggingThePriceAxisScalesIt()
    {
        const auto [low, high] = m_panel->visiblePrices();
        const int axis = plot()->width() - 20;
        drag(plot(), {axis, 200}, {axis, 350});
        QVERIFY(m_panel->visiblePrices().second - m_panel->visiblePrices().first > (high - low) * 1.1);
        QVERIFY(m_panel->isFollowing());
    }

    void theSelectedCardBringsItsSeriesAndLines()
    {
        m_selection->selectProposal(sellCard().proposal.id);

        QCOMPARE(m_panel->shownSeries().instrument, bitcoin());
        const QStringList labels = m_panel->lineLabels();
        QVERIFY2(labels.contains(QStringLiteral("▼ Sell 0.05 limit")), qPrintable(labels.join(u'|')));
        QVERIFY(labels.contains(QStringLiteral("Stop, loses 35.40")));
        QVERIFY(labels.contains(QStringLiteral("Target, gains 58.10")));
        QVERIFY(labels.contains(QStringLiteral("Short 0.02, −1.03")));
        m_selection->selectProposal({});
        QVERIFY(!m_panel->lineLabels().contains(QStringLiteral("Stop, loses 35.40")));
    }

    void everyBarInViewFitsThePriceAxis()
    {
        const auto [lower, upper] = m_panel->visibleBars();
        const auto [low, high] = m_panel->visiblePrices();
        const auto &bars = *m_client->snapshot()->series[0].bars;
        for (int position = int(lower) + 1; position < int(bars.size()); ++position) {
            QVERIFY(bars[std::size_t(position)].low.toDouble() > low);
            QVERIFY(bars[std::size_t(position)].high.toDouble() < high);
        }
        Q_UNUSED(upper);
    }

    void fillsAreNamedUnderTheCursor()
    {
        const int position = 151; // closes bar 150, so it lies in the next one
        QTest::mouseMove(plot(), at(position).toPoint());
        QTRY_COMPARE(m_panel->crosshairBar(), std::optional(position));
        QVERIFY2(m_panel->dataText().contains(QStringLiteral("▲ bought 20 at")), qPrintable(m_panel->dataText()));
        QVERIFY(m_panel->dataText().contains(QStringLiteral("(entry)")));
    }

    void coloursFollowTheTheme()
    {
        for (const auto choice : {ui::ThemeChoice::Light, ui::ThemeChoice::Dark}) {
            ui::applyTheme(choice);
            QTRY_COMPARE(plot()->grab().toImage().pixelColor(plot()->width() - 3, 3),
                         ui::colour(ui::Role::PanelBackground));
        }
    }

    void anInstrumentWithoutBarsIsSaid()
    {
        m_selection->selectInstrument({.venue = "alpaca", .symbol = "MSFT"});
        QStringList texts;
        for (const QLabel *label : m_panel->findChildren<QLabel *>())
            if (label->isVisible())
                texts += label->text();
        QVERIFY2(texts.join(u'|').contains(QStringLiteral("No bars of MSFT")), qPrintable(texts.join(u'|')));
        QVERIFY(!plot()->isVisible());
    }

    void theAxisCountsBarsAndKnowsNewYork()
    {
        ui::BarSeries series;
        QCOMPARE(series.update(sessionBars()), ui::BarSeries::Change::Bars);
        QCOMPARE(series.count(), 24);
        // The first bar after the weekend is one step after Friday's last, also over the change to summer time.
        QCOMPARE(series.tickText(12), QStringLiteral("9 Mar"));
        QCOMPARE(series.turnAt(12), ui::TimeTurn::Day);
        QCOMPARE(series.tickText(11), QStringLiteral("15:00"));
        QCOMPARE(series.tickText(13), QStringLiteral("11:00"));
        QCOMPARE(series.positionOf(series.at(12).openTime + 10min), std::optional(12));
        QCOMPARE(series.positionOf(series.at(12).openTime - 10min), std::optional(11)); // the weekend
        QCOMPARE(series.positionOf(series.at(0).openTime - 1ns), std::optional<int>());
    }

    void ticksPreferDaysAndKeepTheirDistance()
    {
        ui::BarSeries series;
        series.update(sessionBars());
        ui::BarTicker ticker(series);
        ticker.setSpacing(5);
        QVector<double> ticks;
        QVector<QString> labels;
        ticker.generate({0, 23}, QLocale(), u'f', 2, ticks, nullptr, &labels);

        QVERIFY(labels.contains(QStringLiteral("6 Mar")) && labels.contains(QStringLiteral("9 Mar")) &&
                labels.contains(QStringLiteral("10 Mar")));
        for (qsizetype index = 1; index < ticks.size(); ++index)
            QVERIFY(ticks[index] - ticks[index - 1] >= 5);
    }

    void theSameBarsAreNotLookedAtAgain()
    {
        core::SeriesView view = sessionBars();
        ui::BarSeries series;
        series.update(view);
        QCOMPARE(series.update(view), ui::BarSeries::Change::None);
        view.forming = view.bars->back();
        QCOMPARE(series.update(view), ui::BarSeries::Change::Bars);
        view.forming->close = price("101");
        QCOMPARE(series.update(view), ui::BarSeries::Change::FormingOnly);
        view.bars = std::make_shared<const std::vector<core::Bar>>(*view.bars);
        QCOMPARE(series.update(view), ui::BarSeries::Change::Bars);
    }

private:
    QWidget *plot() const { return m_panel->plotWidget(); }
    QPointF at(int bar) const
    {
        const auto [low, high] = m_panel->visiblePrices();
        return m_panel->plotPosition(bar, (low + high) / 2);
    }
    QPushButton *badgeButton() const { return plot()->findChild<QPushButton *>(); }

    std::unique_ptr<FakeEngineClient> m_client;
    std::unique_ptr<ui::Selection> m_selection;
    std::unique_ptr<ui::ChartPanel> m_panel;
};

QTEST_MAIN(ChartTest)
#include "ChartTest.moc"
