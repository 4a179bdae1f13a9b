#include "ui/monitor/LatencyModel.h"

#include "ui/format/Times.h"

#include <QLocale>

#include <array>

namespace ui {

namespace {

QString translated(const char *text)
{
    return QCoreApplication::translate("ui::LatencyModel", text);
}

/// A measuring point in a trader's words, and what exactly lies between its two ends.
struct PointWords {
    const char *name;
    const char *words;
    const char *explanation;
};

constexpr std::array pointWords{
    PointWords{"decision-to-send", QT_TRANSLATE_NOOP("ui::LatencyModel", "Your yes → order sent"),
               QT_TRANSLATE_NOOP("ui::LatencyModel",
                                 "From a yes until decision and intent are on the disk and the order is with the broker.")},
    PointWords{"decision-stored", QT_TRANSLATE_NOOP("ui::LatencyModel", "Your yes → safe on the disk"),
               QT_TRANSLATE_NOOP("ui::LatencyModel", "From a yes until the decision survives a power cut.")},
    PointWords{"command", QT_TRANSLATE_NOOP("ui::LatencyModel", "Command → answer"),
               QT_TRANSLATE_NOOP("ui::LatencyModel", "From a click or key until the engine has answered it.")},
    PointWords{"signal-to-card", QT_TRANSLATE_NOOP("ui::LatencyModel", "Signal → card"),
               QT_TRANSLATE_NOOP("ui::LatencyModel",
                                 "From a signal until its card goes to the window; it waits for the next price.")},
    PointWords{"step", QT_TRANSLATE_NOOP("ui::LatencyModel", "One price or bar in the engine"),
               QT_TRANSLATE_NOOP("ui::LatencyModel", "Everything that follows from one step of the market.")},
    PointWords{"step-lateness", QT_TRANSLATE_NOOP("ui::LatencyModel", "Price or bar played late by"),
               QT_TRANSLATE_NOOP("ui::LatencyModel",
                                 "How long after its time a step of the market reached the engine. Steps are "
                                 "looked for every 20 ms.")},
    PointWords{"beat-lateness", QT_TRANSLATE_NOOP("ui::LatencyModel", "Engine late for its timer by"),
               QT_TRANSLATE_NOOP("ui::LatencyModel", "How late the engine's thread came to its 20 ms timer.")},
    PointWords{"message-wait", QT_TRANSLATE_NOOP("ui::LatencyModel", "Message waited for the engine"),
               QT_TRANSLATE_NOOP("ui::LatencyModel",
                                 "How long commands and news from the disk waited until the engine took them up.")},
    PointWords{"journal-commit", QT_TRANSLATE_NOOP("ui::LatencyModel", "Journal: one commit"),
               QT_TRANSLATE_NOOP("ui::LatencyModel", "How long the disk took to make a batch of records safe.")},
    PointWords{"journal-durable", QT_TRANSLATE_NOOP("ui::LatencyModel", "Journal: record → safe"),
               QT_TRANSLATE_NOOP("ui::LatencyModel", "From a record's making until it survives a power cut.")},
    PointWords{"snapshot", QT_TRANSLATE_NOOP("ui::LatencyModel", "Picture for the window made"),
               QT_TRANSLATE_NOOP("ui::LatencyModel", "How long the engine took to copy its state for the window.")},
    PointWords{"window-lag", QT_TRANSLATE_NOOP("ui::LatencyModel", "This window late by"),
               QT_TRANSLATE_NOOP("ui::LatencyModel",
                                 "How late this window came to its own timer, at worst in each half second.")},
};

const PointWords *wordsOf(const std::string &name)
{
    for (const PointWords &known : pointWords)
        if (name == known.name)
            return &known;
    return nullptr;
}

QString nameText(const LatencyRow &row)
{
    const PointWords *words = wordsOf(row.name);
    return words ? translated(words->words) : QString::fromStdString(row.name);
}

QString nameExplanation(const LatencyRow &row)
{
    const PointWords *words = wordsOf(row.name);
    return words ? translated(words->explanation) : QString::fromStdString(row.name);
}

QVariant keyOf(const std::optional<core::Duration> &time)
{
    return time ? QVariant(qlonglong(time->count())) : QVariant();
}

template <std::optional<core::Duration> LatencyRow::*figure>
constexpr Column<LatencyRow> timeColumn(const char *title)
{
    return {.title = title,
            .align = Qt::AlignRight,
            .text = [](const LatencyRow &row) { return latencyText(row.*figure); },
            .sortKey = [](const LatencyRow &row) { return keyOf(row.*figure); }};
}

constexpr std::array columns{
    Column<LatencyRow>{.title = QT_TRANSLATE_NOOP("ui::LatencyModel", "What takes time"),
                       .align = Qt::AlignLeft,
                       .text = nameText,
                       .sortKey = [](const LatencyRow &row) { return QVariant(nameText(row)); },
                       .explanation = nameExplanation},
    timeColumn<&LatencyRow::p50>(QT_TRANSLATE_NOOP("ui::LatencyModel", "Half within")),
    timeColumn<&LatencyRow::p90>(QT_TRANSLATE_NOOP("ui::LatencyModel", "90 % within")),
    timeColumn<&LatencyRow::p99>(QT_TRANSLATE_NOOP("ui::LatencyModel", "99 % within")),
    timeColumn<&LatencyRow::max>(QT_TRANSLATE_NOOP("ui::LatencyModel", "Longest")),
    Column<LatencyRow>{.title = QT_TRANSLATE_NOOP("ui::LatencyModel", "How often"),
                       .align = Qt::AlignRight,
                       .text = [](const LatencyRow &row) { return QLocale().toString(qulonglong(row.count)); },
                       .sortKey = [](const LatencyRow &row) { return QVariant(qulonglong(row.count)); }},
};

} // namespace

std::vector<LatencyRow> latencyRows(const core::MonitorView &monitor)
{
    std::vector<LatencyRow> rows;
    const auto add = [&rows](const core::LatencyView &view) {
        rows.push_back({view.name, view.count, view.p50, view.p90, view.p99, view.max});
    };
    // In the order of the words: what a person waits for first. What is newer than this window follows.
    for (const PointWords &known : pointWords)
        for (const core::LatencyView &view : monitor.latencies)
            if (view.name == known.name)
                add(view);
    for (const core::LatencyView &view : monitor.latencies)
        if (!wordsOf(view.name))
            add(view);
    return rows;
}

LatencyModel::LatencyModel(QObject *parent) : RowModel<LatencyRow>("ui::LatencyModel", columns, nullptr, parent) {}

} // namespace ui
