#include "app/exchange/faults/FaultPlan.h"

#include "core/settings/Section.h"

namespace app {

using namespace core;

namespace {

FaultRow readRow(Section &section)
{
    const DecimalRange share{{}, Decimal::fromInteger(1)};
    const DecimalRange seconds{{}, Decimal::fromInteger(1'000'000)};
    FaultRow row;
    std::string kind;
    std::string on = "any";
    std::optional<Decimal> probability, at, length;
    std::int64_t count = -1;
    section.text("kind", Section::Need::Required, kind);
    section.text("on", Section::Need::Optional, on);
    section.decimal("probability", share, probability);
    section.decimal("at", seconds, at);
    section.decimal("seconds", seconds, length);
    section.integer("count", Section::Need::Optional, 1, 1'000'000'000, count);
    if (const auto known = parseFaultKind(kind))
        row.kind = *known;
    else if (!kind.empty())
        section.complain("kind", "no fault is called \"" + kind + "\"");
    if (const auto known = parseFaultTarget(on))
        row.on = *known;
    else
        section.complain("on", "nothing is called \"" + on + "\"");
    if (int(probability.has_value()) + int(at.has_value()) + int(count > 0) != 1)
        section.complain("kind", "a row has exactly one of probability, count and at");
    if (probability)
        row.probability = probability->toDouble();
    if (at)
        row.at = at->toDouble();
    if (count > 0)
        row.count = count;
    row.seconds = length.value_or(Decimal()).toDouble();
    return row;
}

} // namespace

Result<std::vector<FaultRow>> FaultPlan::parse(const std::string &yaml, const std::string &file)
{
    const auto document = parseYaml(yaml);
    if (!document)
        return failure({ErrorCode::BadInput, document.error().message, file, document.error().line});
    Reading reading{file};
    std::vector<FaultRow> rows;
    Section top(reading, *document, "", document->line);
    if (!top.has("faults"))
        top.complain("faults", "is missing; an empty list is a plan as well");
    top.sections("faults", Section::Need::Optional, [&](Section &section) { rows.push_back(readRow(section)); });
    top.finish();
    if (reading.problems.empty())
        return rows;
    const ProfileProblem &first = reading.problems.front();
    return failure({ErrorCode::BadInput, first.message, file, first.line, first.field});
}

} // namespace app
