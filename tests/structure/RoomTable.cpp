#include "tests/structure/RoomTable.h"

#include <array>

namespace structure {

namespace {

constexpr std::array coreTable{
    CoreRoom{"core_base"},
    CoreRoom{"core_monitor", Library::Standard,
             "So early because storage and engine measure themselves with it; house-style has it last, as a reader."},
    CoreRoom{"core_domain"},
    CoreRoom{"core_json", Library::Standard, "Every venue's text comes through it; standard C++ and the JSON library."},
    CoreRoom{"core_net_ports", Library::Standard,
             "The transport's ports, apart from Qt, so that what is sent and read can be tested without a socket."},
    CoreRoom{"core_net", Library::Qt},
    CoreRoom{"core_storage_port", Library::Standard,
             "The journal's port, apart from SQLite, so that the engine stays free of Qt."},
    CoreRoom{"core_storage", Library::Qt},
    CoreRoom{"core_settings"},
    CoreRoom{"core_settings_secrets", Library::Qt,
             "The system's key store, apart from the profiles, which need no Qt and no such store."},
    CoreRoom{"core_market"},
    CoreRoom{"core_history"},
    CoreRoom{"core_indicators"},
    CoreRoom{"core_analytics"},
    CoreRoom{"core_ml"},
    CoreRoom{"core_strategies"},
    CoreRoom{"core_signals"},
    CoreRoom{"core_portfolio"},
    CoreRoom{"core_planning"},
    CoreRoom{"core_approval"},
    CoreRoom{"core_risk"},
    CoreRoom{"core_simulation"},
    CoreRoom{"core_brokers"},
    CoreRoom{"core_brokers_wire", Library::Standard, "The line protocol of the embedded venue as its own process."},
    CoreRoom{"core_brokers_remote", Library::Qt, "The link to that process: a socket, as for the real venues."},
    CoreRoom{"core_brokers_feed", Library::Standard, "What the feeds of real venues have in common, apart from any of them."},
    CoreRoom{"core_brokers_alpaca_wire", Library::Standard, "What Alpaca says and is told, apart from the sockets."},
    CoreRoom{"core_brokers_alpaca"},
    CoreRoom{"core_brokers_alpaca_feed", Library::Standard, "Its prices, apart from its account; on the ports of net."},
    CoreRoom{"core_brokers_bybit_wire", Library::Standard, "What Bybit says and is told, apart from the sockets."},
    CoreRoom{"core_brokers_bybit"},
    CoreRoom{"core_brokers_bybit_feed", Library::Standard, "Its prices, apart from its account; on the ports of net."},
    CoreRoom{"core_execution"},
    CoreRoom{"core_engine"},
    CoreRoom{"core_engine_host", Library::Qt,
             "The engine's thread, its clients and its socket, apart from the engine, which is free of Qt."},
    CoreRoom{"core_backtest"},
    CoreRoom{"core_optimise"},
    CoreRoom{"core_rl"},
};

constexpr std::array uiTable{
    UiRoom{"ui_format"},
    UiRoom{"ui_theme"},
    UiRoom{"ui_widgets"},
    UiRoom{"ui_confirm"},
    UiRoom{"ui_models"},
    UiRoom{"ui_tables"},
    UiRoom{"ui_chart", true},
    UiRoom{"ui_desk", true},
    UiRoom{"ui_watchlist", true},
    UiRoom{"ui_positions", true},
    UiRoom{"ui_orders", true},
    UiRoom{"ui_ticket", true},
    UiRoom{"ui_activity", true},
    UiRoom{"ui_account", true},
    UiRoom{"ui_backtest", true},
    UiRoom{"ui_data", true},
    UiRoom{"ui_monitor", true},
    UiRoom{"ui_settings"}, // a window of its own, which shows parts of panels again
    UiRoom{"ui_mainwindow"},
};

constexpr std::array uiHeaderTable{
    UiHeader{"core/base/Decimal.h", "a value"},
    UiHeader{"core/base/Error.h", "a value"},
    UiHeader{"core/base/Id.h", "values"},
    UiHeader{"core/base/ProxyChoice.h", "a value"},
    UiHeader{"core/base/Secret.h", "a value: a key on its way from a field into the key store"},
    UiHeader{"core/base/Timestamp.h", "a value; its Clock is a port that the window never asks"},
    UiHeader{"core/domain/", "values, every one of them"},
    UiHeader{"core/market/NewYorkTime.h", "pure functions: a UTC moment as New York's clocks show it"},
    UiHeader{"core/monitor/ProcessFigures.h", "values; the engine asks the system for them, not the window"},
    UiHeader{"core/settings/Profile.h", "settings: a profile as it is read from YAML"},
    UiHeader{"core/approval/DeskEntry.h", "a value: a card with all that the desk knows of it"},
    UiHeader{"core/approval/Guard.h", "a value: one check of a card and its grade"},
    UiHeader{"core/approval/ProposalState.h", "a value"},
    UiHeader{"core/planning/Limits.h", "settings: the risk limits"},
    UiHeader{"core/planning/LimitTable.h", "settings: names and ranges of the limits"},
    UiHeader{"core/planning/Proposal.h", "a value"},
    UiHeader{"core/engine/Command.h", "values: what a person may say"},
    UiHeader{"core/engine/MonitorView.h", "values: how the program is doing"},
    UiHeader{"core/engine/Snapshot.h", "values: what the engine looks like"},
    UiHeader{"core/engine/EngineClient.h", "a client"},
};

constexpr std::array platformTable{
    PlatformPair{"app/cli/Terminal.cpp", "app/cli/TerminalWindows.cpp", "does a person watch stderr, and may what is typed be seen?"},
    PlatformPair{"core/monitor/ProcessReading.cpp", "core/monitor/ProcessReadingWindows.cpp",
                 "what the process uses: CPU, memory, threads, handles"},
    PlatformPair{"ui/theme/Theme.cpp", "", "is the system dark? Qt before 6.5 cannot tell on Windows"},
};

using Paths = std::array<std::string_view, 1>;
constexpr Paths core{"core/"};
constexpr Paths ui{"ui/"};
constexpr std::array<std::string_view, 3> everywhere{"core/", "ui/", "app/"};
constexpr std::array<std::string_view, 0> nowhere{};

constexpr Paths clockFile{"core/base/Timestamp.cpp"};
// core/engine/README.md: how fast a tape is played, and whether the other thread is alive.
constexpr std::array<std::string_view, 2> elapsedFiles{"core/engine/EngineHost.", "core/engine/EngineThread."};
constexpr Paths storage{"core/storage/"};
constexpr Paths chart{"ui/chart/"};
constexpr Paths controlClient{"core/engine/ControlClient.cpp"}; // the command line's, which has no window

constexpr std::array banTable{
    Ban{R"(\bQElapsedTimer\b)", core, elapsedFiles, "core measures no real time but in the two files of engine"},
    Ban{R"(\b(system|steady|high_resolution|utc|tai|gps|file)_clock\b|\bQDeadlineTimer\b)"
        R"(|\bQ(DateTime|Date|Time)\s*::\s*current\w*)"
        R"(|\b(gettimeofday|clock_gettime|timespec_get|localtime|gmtime)\s*\(|(?<![\w.>])(std::)?clock\s*\(\s*\))"
        R"(|(?<![\w.>])(std::)?time\s*\(\s*(nullptr|NULL|0|&\w+)\s*\))",
        core, clockFile, "core asks no clock but the one that is passed in"},
    Ban{R"(\brandom_device\b|(?<![\w.>])(std::)?s?rand\s*\(|\bQRandomGenerator\b|\bQUuid\s*::\s*createUuid)", core,
        nowhere, "core has no randomness but the seed that is passed in"},
    Ban{R"(\bstd\s*::\s*(jthread|async|thread)\b(?!\s*::\s*id))", core, storage,
        "of core only storage has a thread of its own"},
    Ban{R"(\bQ(Widget|Dialog|MainWindow|GuiApplication|Application|Color|Painter|Pixmap|Image|Icon|Font|Action)\b)",
        core, nowhere, "core has no Widgets and no Gui"},
    Ban{R"(\btr\s*\(|\bQCoreApplication\s*::\s*translate\b)", core, nowhere,
        "core carries codes and English detail; words are translated in ui and app"},
    Ban{R"(\bQCustomPlot\b|\bQCP[A-Z]\w*)", everywhere, chart, "only ui/chart draws with QCustomPlot"},
    Ban{R"(\bignoreSslErrors\b)", everywhere, nowhere, "a bad certificate ends the connection"},
    Ban{R"(\bBlockingQueuedConnection\b)", everywhere, nowhere, "no thread waits for another"},
    Ban{R"(\bprocessEvents\b|\bQEventLoop\b)", everywhere, nowhere, "no nested event loop"},
    Ban{R"(\bsleep_(for|until)\b|\bQThread\s*::\s*[mu]?sleep\b|(?<![\w.>])u?sleep\s*\(|\bnanosleep\b|\bSleep\s*\()",
        everywhere, nowhere, "nothing sleeps: wait for what is to happen"},
    Ban{R"(\bwaitFor[A-Z]\w*\s*\()", core, controlClient, "the engine waits for nobody"},
    Ban{R"(\bwaitFor[A-Z]\w*\s*\(|(\.|->)wait\s*\()", ui, nowhere, "the GUI thread never waits"},
};

} // namespace

std::span<const CoreRoom> coreRooms()
{
    return coreTable;
}

std::span<const UiRoom> uiRooms()
{
    return uiTable;
}

std::span<const UiHeader> uiHeaders()
{
    return uiHeaderTable;
}

std::span<const PlatformPair> platformPairs()
{
    return platformTable;
}

std::span<const Ban> bans()
{
    return banTable;
}

} // namespace structure
