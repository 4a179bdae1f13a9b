#include "core/engine/EngineThread.h" // first: moc 6.4 stumbles over <compare>
#include "core/storage/SqliteJournal.h"
#include "tests/bench/Rows.h"
#include "tests/bench/SawMarket.h"
#include "tests/bench/Table.h"
#include "ui/desk/DeskPanel.h"
#include "ui/mainwindow/MainWindow.h"

#include <QApplication>
#include <QKeyEvent>
#include <QPushButton>
#include <QTemporaryDir>

#include <atomic>
#include <chrono>

using namespace core;

namespace bench {

namespace {

using Steady = std::chrono::steady_clock;

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
