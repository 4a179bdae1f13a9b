#include "core/history/Defect.h"

#include <array>

namespace core {

namespace {

struct Row {
    const char *name;
    Severity severity = Severity::Error;
    bool stopsReading = true;
};

/// In the order of DefectKind.
constexpr std::array rows{
    Row{"duplicate"},
    Row{"conflict"},
    Row{"out-of-order"},
    Row{.name = "gap", .stopsReading = false},
    Row{"mixed-timeframe"},
    Row{"impossible-bar"},
    Row{"negative"},
    Row{"not-a-number"},
    Row{.name = "outlier", .severity = Severity::Warning, .stopsReading = false},
    Row{.name = "zero-volume", .severity = Severity::Warning, .stopsReading = false},
    Row{"bad-header"},
    Row{"truncated"},
    Row{"encoding"},
    Row{"unit"},
    Row{"empty"},
    Row{"future"},
};

const Row &rowOf(DefectKind kind)
{
    return rows.at(static_cast<std::size_t>(kind));
}

} // namespace

const char *defectKindName(DefectKind kind)
{
    return rowOf(kind).name;
}

Severity severityOf(DefectKind kind)
{
    return rowOf(kind).severity;
}

const char *severityName(Severity severity)
{
    return severity == Severity::Error ? "error" : "warning";
}

bool stopsReading(const Defect &defect)
{
    return rowOf(defect.kind).stopsReading && !defect.isPutRight;
}

} // namespace core
