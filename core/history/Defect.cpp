#include "core/history/Defect.h"

#include <array>

namespace core {

namespace {

struct Row {
    const char *name;
    DefectSeverity severity = DefectSeverity::Error;
};

/// In the order of DefectKind.
constexpr std::array rows{
    Row{"duplicate"},
    Row{"conflict"},
    Row{"out-of-order"},
    Row{"gap"},
    Row{"mixed-timeframe"},
    Row{"impossible-bar"},
    Row{"negative"},
    Row{"not-a-number"},
    Row{"outlier", DefectSeverity::Warning},
    Row{"zero-volume", DefectSeverity::Warning},
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

DefectSeverity severityOf(DefectKind kind)
{
    return rowOf(kind).severity;
}

const char *severityName(DefectSeverity severity)
{
    return severity == DefectSeverity::Error ? "error" : "warning";
}

bool stopsReading(const Defect &defect)
{
    return severityOf(defect.kind) == DefectSeverity::Error && !defect.isPutRight;
}

} // namespace core
