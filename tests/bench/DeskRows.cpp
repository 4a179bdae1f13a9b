#include "core/engine/EngineThread.h" // first: moc 6.4 stumbles over <compare>
#include "core/simulation/BarTape.h"
#include "core/storage/SqliteJournal.h"
#include "tests/bench/Rows.h"
#include "tests/bench/Table.h"
#include "tests/support/CoreBuilders.h"
#include "ui/desk/DeskPanel.h"
#include "ui/mainwindow/MainWindow.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QKeyEvent>
#include <QPushButton>
#include <QTemporaryDir>

#include <atomic>
#include <chrono>

using namespace core;
using namespace support;

namespace bench {

namespace {

using Steady = std::chrono::steady_clock;
const SeriesId hours{{"bybit-linear", "BTCUSDT"}, Timeframe::H1};
constexpr int cardsWanted = 60;
constexpr qint64 patienceMillis = 20'000;

/// Stamps, on the engine's thread, the moment at which the venue has answered a submitted entry.
class SubmitStamp final : public EngineObserver {
public:
    void orderChanged(const Order &order, OrderStatus from) override
    {
        if (order.request.role != OrderRole::Entry || from != OrderStatus::Sent)
            return;
        at.store(Steady::now().time_since_epoch().count());
        count.fetch_add(1);
    }
    std::atomic<std::int64_t> at{0};
    std::atomic<int> count{0};
};

/// Hours that climb three steps and fall back, over and over: a buy and an exit with a small gain in
/// every five. Wicks make an average range of 1, so stop and target stay far away.
std::vector<Bar> sawBars(std::size_t count)
{
    const char *closes[]{"100.1", "100.2", "100.3", "100.2", "100"};
    std::vector<Bar> bars;
    Timestamp at = sessionTime();
    Price open = px("100");
    for (std::size_t i = 0; i < count; ++i) {
        const Price close = px(closes[i % std::size(closes)]);
        bars.push_back({at, at + std::chrono::hours(1), open, std::max(open, close) + px("0.5"),
                        std::min(open, close) - px("0.5"), close, 1000});
        at += std::chrono::hours(1);
        open = close;
    }
    return bars;
}

HostSetup sawSetup(const QString &folder, SubmitStamp &stamp)
{
    BotSettings bot;
    bot.id = BotId("bot");
    bot.strategy = "ma-crossover";
    bot.parameters = {{"fast", "1"}, {"slow", "2"}};
    bot.instruments = {hours.instrument};
    bot.planning.sizeAmount = dec("0.01");
    bot.planning.stopAtrs = dec("2");
    HostSetup setup;
    setup.engine.run = RunId("R1");
    setup.engine.account = AccountId("demo");
    setup.engine.bots = {bot};
    setup.engine.instruments = {usualInstrument(hours.instrument)};
    setup.engine.limits.riskPerTrade = dec("0.02");
    setup.engine.limits.exposure = dec("0.9");
    setup.engine.limits.dayLoss = dec("0.05");
    setup.engine.limits.maxOrderValue = usd("50000");
    setup.engine.limits.maxOrderQuantity = qty("10000");
    setup.engine.limits.maxPositions = 5;
    setup.engine.limits.priceCollar = dec("0.02");
    setup.engine.limits.maxQuoteAge = std::chrono::seconds(10);
    setup.engine.limits.overnight = dec("1");
    setup.engine.limits.drawdown = dec("1");
    setup.engine.limits.maxOrdersPerMinute = 600;
    setup.engine.limits.duplicateWindow = std::chrono::seconds(1);
    setup.engine.limits.lossStreak = 100;
    setup.engine.limits.coolDown = std::chrono::minutes(1);
    setup.engine.limits.stopOutBars = 1;
    setup.engine.limits.rejectBars = 1;
    setup.engine.limits.maxAutomatedEntries = 10'000;
    setup.engine.startingCash = usd("100000");
    setup.engine.daySession = SessionKind::AlwaysOpen;
    std::vector<Bar> bars = sawBars(10'000);
    setup.market.start = bars.front().openTime;
    setup.market.tape = std::make_unique<BarTape>(std::vector<BarTape::Series>{{hours, std::move(bars)}}, FillAt::NextOpen);
    setup.market.speed = std::numeric_limits<double>::infinity();
    setup.dataDir = folder;
    setup.observers = {&stamp};
    return setup;
}

template <class Condition>
bool waitUntil(Condition isSo)
{
    QElapsedTimer waited;
    waited.start();
    while (!isSo()) {
        if (waited.elapsed() > patienceMillis)
            return false;
        QApplication::processEvents(QEventLoop::WaitForMoreEvents | QEventLoop::AllEvents, 5);
    }
    return true;
}

/// A desk on the screen over an engine on its own thread that journals to the disk.
struct Trading {
    QTemporaryDir folder;
    SubmitStamp stamp;
    ThreadEngineClient client{sawSetup(folder.path(), stamp), {"owner", "desk"}};
    ui::Selection selection;
    qint64 now = 0; ///< The desk's clock, put forward so that a card is not deaf for long.
    ui::DeskPanel desk{client, selection, nullptr, [this] { return now; }};

    Trading()
    {
        desk.resize(520, 900);
        desk.show();
        desk.focusDesk();
    }
    [[nodiscard]] bool canApprove()
    {
        now += 10'000;
        desk.tick();
        for (const QPushButton *button : desk.findChildren<QPushButton *>(QStringLiteral("approve")))
            if (button->isVisible() && button->isEnabled())
                return true;
        return false;
    }
    /// Seconds from the key's press to the venue's word on the order; negative when nothing came.
    [[nodiscard]] double approveByKey()
    {
        const int before = stamp.count.load();
        const auto pressed = Steady::now();
        QKeyEvent press(QEvent::KeyPress, Qt::Key_A, Qt::NoModifier, QStringLiteral("a"));
        QApplication::sendEvent(&desk, &press);
        QKeyEvent release(QEvent::KeyRelease, Qt::Key_A, Qt::NoModifier, QStringLiteral("a"));
        QApplication::sendEvent(&desk, &release);
        if (!waitUntil([&] { return stamp.count.load() > before; }))
            return -1;
        return std::chrono::duration<double>(Steady::duration(stamp.at.load()) - pressed.time_since_epoch()).count();
    }
};

void keyToSubmit(benchmark::State &state)
{
    std::vector<double> seconds;
    for (auto _ : state) {
        Trading trading;
        while (int(seconds.size()) < cardsWanted) {
            if (!waitUntil([&] { return trading.canApprove(); }))
                return state.SkipWithError("no card came");
            seconds.push_back(trading.approveByKey());
            if (seconds.back() < 0)
                return state.SkipWithError("the order did not leave");
        }
        if (trading.stamp.count.load() != cardsWanted)
            return state.SkipWithError("an order left twice");
    }
    percentiles(state, std::move(seconds));
    state.SetLabel(std::to_string(cardsWanted) + " keys, as many orders");
}

/// From nothing but the loaded program to a window that has painted itself over a running engine.
void firstWindow(benchmark::State &state)
{
    for (auto _ : state) {
        const QTemporaryDir folder;
        SubmitStamp stamp;
        ThreadEngineClient client(sawSetup(folder.path(), stamp), {"owner", "desk"});
        ui::MainWindow window(client, folder.filePath(QStringLiteral("window.ini")));
        window.resize(1600, 900);
        window.show();
        QApplication::processEvents();
        state.SetLabel(window.grab().isNull() ? "nothing painted" : "painted");
        if (!waitUntil([&] { return client.snapshot() && client.snapshot()->isReady; }))
            return state.SkipWithError("the engine did not reconcile");
    }
}

} // namespace

void addDeskRows()
{
    addRow({.what = "window painted, engine reconciled",
            .unit = Unit::Seconds,
            .goal = 0.5,
            .ways = {{"ours, program already loaded", firstWindow}},
            .effort = Effort::Once,
            .time = Time::OnTheWall});
    addRow({.what = "key press -> submit, p50 / p99",
            .unit = Unit::Milliseconds,
            .goal = 2,
            .goalP99 = 20,
            .ways = {{"ours, decision + intent durable", keyToSubmit}},
            .effort = Effort::Once,
            .time = Time::OnTheWall});
}

} // namespace bench
