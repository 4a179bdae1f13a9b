#include "ui/monitor/StateModels.h"

#include "ui/format/Numbers.h"
#include "ui/widgets/LampWords.h"

#include <QLocale>

#include <algorithm>
#include <array>

namespace ui {

namespace {

constexpr std::size_t shownTroubles = 8;

QString translated(const char *text)
{
    return QCoreApplication::translate("ui::StateModels", text);
}

struct NameWords {
    const char *name;
    const char *words;
    bool isTrouble = false; ///< More than none is worth a look.
};

constexpr std::array depthWords{
    NameWords{"cards", QT_TRANSLATE_NOOP("ui::StateModels", "Cards that wait for you")},
    NameWords{"approved", QT_TRANSLATE_NOOP("ui::StateModels", "Decisions → disk")},
    NameWords{"intents", QT_TRANSLATE_NOOP("ui::StateModels", "Orders → disk")},
    NameWords{"journal", QT_TRANSLATE_NOOP("ui::StateModels", "Records → disk")},
    NameWords{"engine-events", QT_TRANSLATE_NOOP("ui::StateModels", "Messages for the engine")},
};

constexpr std::array countWords{
    NameWords{"signals", QT_TRANSLATE_NOOP("ui::StateModels", "Signals")},
    NameWords{"proposals", QT_TRANSLATE_NOOP("ui::StateModels", "Proposals")},
    NameWords{"orders", QT_TRANSLATE_NOOP("ui::StateModels", "Orders sent")},
    NameWords{"fills", QT_TRANSLATE_NOOP("ui::StateModels", "Fills")},
    NameWords{"requotes", QT_TRANSLATE_NOOP("ui::StateModels", "Came back with new numbers")},
    NameWords{"refusals", QT_TRANSLATE_NOOP("ui::StateModels", "Refused after a yes"), true},
    NameWords{"unknown_outcomes", QT_TRANSLATE_NOOP("ui::StateModels", "Outcome not proven"), true},
    NameWords{"expired-unseen", QT_TRANSLATE_NOOP("ui::StateModels", "Expired unseen"), true},
    NameWords{"illegal_transitions", QT_TRANSLATE_NOOP("ui::StateModels", "Steps not allowed"), true},
    NameWords{"warnings", QT_TRANSLATE_NOOP("ui::StateModels", "Warnings"), true},
    NameWords{"alarms", QT_TRANSLATE_NOOP("ui::StateModels", "Alarms"), true},
};

template <std::size_t size>
const NameWords *find(const std::array<NameWords, size> &words, const std::string &name)
{
    const auto found = std::ranges::find_if(words, [&](const NameWords &known) { return name == known.name; });
    return found == words.end() ? nullptr : &*found;
}

template <std::size_t size>
QString nameText(const std::array<NameWords, size> &words, const std::string &name)
{
    const NameWords *known = find(words, name);
    return known ? translated(known->words) : QString::fromStdString(name);
}

QString number(std::int64_t value)
{
    return QLocale().toString(qlonglong(value));
}

constexpr std::array depthColumns{
    Column<DepthRow>{.title = QT_TRANSLATE_NOOP("ui::StateModels", "What waits"),
                     .align = Qt::AlignLeft,
                     .text = [](const DepthRow &row) { return nameText(depthWords, row.name); },
                     .sortKey = [](const DepthRow &row) { return QVariant(nameText(depthWords, row.name)); }},
    Column<DepthRow>{.title = QT_TRANSLATE_NOOP("ui::StateModels", "Now"),
                     .align = Qt::AlignRight,
                     .text = [](const DepthRow &row) { return number(row.now); },
                     .sortKey = [](const DepthRow &row) { return QVariant(qlonglong(row.now)); }},
    Column<DepthRow>{.title = QT_TRANSLATE_NOOP("ui::StateModels", "Most in 1 s"),
                     .align = Qt::AlignRight,
                     .text = [](const DepthRow &row) { return number(row.worst); },
                     .sortKey = [](const DepthRow &row) { return QVariant(qlonglong(row.worst)); }},
};

std::optional<Role> countTone(const CountRow &row)
{
    const NameWords *known = find(countWords, row.name);
    return known && known->isTrouble && row.count > 0 ? std::optional(Role::Warning) : std::nullopt;
}

constexpr std::array countColumns{
    Column<CountRow>{.title = QT_TRANSLATE_NOOP("ui::StateModels", "Since the start"),
                     .align = Qt::AlignLeft,
                     .text = [](const CountRow &row) { return nameText(countWords, row.name); },
                     .sortKey = [](const CountRow &row) { return QVariant(nameText(countWords, row.name)); }},
    Column<CountRow>{.title = QT_TRANSLATE_NOOP("ui::StateModels", "How often"),
                     .align = Qt::AlignRight,
                     .text = [](const CountRow &row) { return number(static_cast<std::int64_t>(row.count)); },
                     .sortKey = [](const CountRow &row) { return QVariant(qulonglong(row.count)); },
                     .tone = countTone},
};

QString stateText(const ComponentRow &row)
{
    if (!row.isGood)
        return absentText();
    return *row.isGood ? translated(QT_TRANSLATE_NOOP("ui::StateModels", "● Well"))
                       : translated(QT_TRANSLATE_NOOP("ui::StateModels", "▲ Not well"));
}

QString detailText(const ComponentRow &row)
{
    return row.isGood ? QString::fromStdString(row.detail)
                      : translated(QT_TRANSLATE_NOOP("ui::StateModels", "does not report"));
}

constexpr std::array componentColumns{
    Column<ComponentRow>{.title = QT_TRANSLATE_NOOP("ui::StateModels", "Component"),
                         .align = Qt::AlignLeft,
                         .text = [](const ComponentRow &row) { return lampWord(row.name); },
                         .sortKey = [](const ComponentRow &row) { return QVariant(lampWord(row.name)); }},
    Column<ComponentRow>{.title = QT_TRANSLATE_NOOP("ui::StateModels", "State"),
                         .align = Qt::AlignLeft,
                         .text = stateText,
                         .sortKey = [](const ComponentRow &row) { return QVariant(row.isGood ? int(*row.isGood) : -1); },
                         .tone = [](const ComponentRow &row) {
                             return row.isGood ? std::optional(*row.isGood ? Role::Good : Role::Warning) : Role::Muted;
                         }},
    Column<ComponentRow>{.title = QT_TRANSLATE_NOOP("ui::StateModels", "In words"),
                         .align = Qt::AlignLeft,
                         .text = detailText,
                         .sortKey = [](const ComponentRow &row) { return QVariant(detailText(row)); }},
};

QString levelText(const TroubleRow &row)
{
    return row.isAlarm ? translated(QT_TRANSLATE_NOOP("ui::StateModels", "✖ Alarm"))
                       : translated(QT_TRANSLATE_NOOP("ui::StateModels", "▲ Warning"));
}

constexpr std::array troubleColumns{
    Column<TroubleRow>{.title = QT_TRANSLATE_NOOP("ui::StateModels", "Time"),
                       .align = Qt::AlignLeft,
                       .text = [](const TroubleRow &row) { return timeText(row.at, row.zone); },
                       .sortKey = [](const TroubleRow &row) { return QVariant(qlonglong(row.number)); },
                       .tone = [](const TroubleRow &) { return std::optional(Role::Muted); }},
    Column<TroubleRow>{.title = QT_TRANSLATE_NOOP("ui::StateModels", "Level"),
                       .align = Qt::AlignLeft,
                       .text = levelText,
                       .sortKey = [](const TroubleRow &row) { return QVariant(row.isAlarm); },
                       .tone = [](const TroubleRow &row) {
                           return std::optional(row.isAlarm ? Role::Alarm : Role::Warning);
                       }},
    Column<TroubleRow>{.title = QT_TRANSLATE_NOOP("ui::StateModels", "What happened"),
                       .align = Qt::AlignLeft,
                       .text = [](const TroubleRow &row) { return QString::fromStdString(row.text); },
                       .sortKey = [](const TroubleRow &row) { return QVariant(QString::fromStdString(row.text)); }},
};

/// In the order of the words, then what is newer than this window.
template <class Row, std::size_t size>
void sortByWords(std::vector<Row> &rows, const std::array<NameWords, size> &words)
{
    const auto place = [&words](const Row &row) {
        const NameWords *known = find(words, row.name);
        return known ? known - words.data() : std::ptrdiff_t(size);
    };
    std::ranges::stable_sort(rows, {}, place);
}

} // namespace

DepthModel::DepthModel(QObject *parent) : RowModel<DepthRow>("ui::StateModels", depthColumns, nullptr, parent) {}

std::vector<DepthRow> DepthModel::rowsOf(const core::MonitorView &monitor)
{
    std::vector<DepthRow> rows;
    for (const core::DepthView &view : monitor.depths)
        rows.push_back({view.name, view.now, view.worst});
    sortByWords(rows, depthWords);
    return rows;
}

CountModel::CountModel(QObject *parent) : RowModel<CountRow>("ui::StateModels", countColumns, nullptr, parent) {}

std::vector<CountRow> CountModel::rowsOf(const core::MonitorView &monitor)
{
    std::vector<CountRow> rows;
    for (const core::CountView &view : monitor.counts)
        rows.push_back({view.name, view.count});
    sortByWords(rows, countWords);
    return rows;
}

ComponentModel::ComponentModel(QObject *parent)
    : RowModel<ComponentRow>("ui::StateModels", componentColumns, nullptr, parent)
{
}

std::vector<ComponentRow> ComponentModel::rowsOf(const std::vector<core::Lamp> &lamps)
{
    std::vector<ComponentRow> rows;
    for (const char *usual : {"feed", "broker", "journal", "clock", "engine"})
        rows.push_back({usual, std::nullopt, {}});
    for (const core::Lamp &lamp : lamps) {
        const auto known = std::ranges::find(rows, lamp.name, &ComponentRow::name);
        ComponentRow &row = known == rows.end() ? rows.emplace_back() : *known;
        row = {lamp.name, lamp.isGood, lamp.detail};
    }
    return rows;
}

TroubleModel::TroubleModel(QObject *parent) : RowModel<TroubleRow>("ui::StateModels", troubleColumns, nullptr, parent) {}

std::vector<TroubleRow> TroubleModel::rowsOf(const core::EngineSnapshot &snapshot)
{
    const MarketZone zone =
        snapshot.series.empty() ? MarketZone::NewYork : zoneOf(snapshot.series.front().id.instrument);
    std::vector<TroubleRow> rows;
    for (auto line = snapshot.activity.rbegin(); line != snapshot.activity.rend() && rows.size() < shownTroubles; ++line)
        if (line->severity == core::Severity::Warning || line->severity == core::Severity::Alarm)
            rows.push_back({line->number, line->at, zone, line->severity == core::Severity::Alarm, line->text});
    return rows;
}

} // namespace ui
