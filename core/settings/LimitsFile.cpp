#include "core/settings/LimitsFile.h"

#include "core/settings/Section.h"

namespace core {

namespace {

using Need = Section::Need;

void readLimits(Section &section, OwnersLimits &out)
{
    for (const LimitRange &range : limitRanges()) {
        const std::string key(range.key);
        section.section(key.c_str(), Need::Optional, [&](Section &inner) {
            std::optional<Decimal> value;
            std::optional<Decimal> profile;
            inner.limit("value", Need::Required, range, value);
            inner.limit("profile", Need::Required, range, profile);
            if (value && profile)
                out.limits[key] = {*value, *profile};
        });
    }
}

OwnersLimits readRoot(Section &root)
{
    OwnersLimits limits;
    std::string destination;
    root.text("profile", Need::Required, limits.profile);
    root.choice("destination", Need::Required, {"demo", "replay", "paper", "live"}, destination);
    limits.destination = parseDestination(destination).value_or(limits.destination);
    root.text("changed-at", Need::Required, limits.changedAt);
    root.text("changed-by", Need::Required, limits.changedBy);
    root.section("limits", Need::Required, [&](Section &section) { readLimits(section, limits); });
    root.finish();
    return limits;
}

std::string quoted(const std::string &text)
{
    std::string safe = "\"";
    for (const char letter : text) {
        if (letter == '"' || letter == '\\')
            safe += '\\';
        safe += static_cast<unsigned char>(letter) < 0x20 ? ' ' : letter;
    }
    return safe + '"';
}

std::string valueText(const LimitRange &range, Decimal value)
{
    if (range.kind == LimitKind::Switch)
        return value.isZero() ? "false" : "true";
    return value.toString();
}

} // namespace

LimitsReading parseOwnersLimits(const std::string &yaml, const std::string &path)
{
    const auto failed = [&path](int line, std::string message) {
        return LimitsReading{std::nullopt, {{path, line, {}, std::move(message)}}};
    };
    if (yaml.size() > profileSizeLimit)
        return failed(1, "the file is larger than a megabyte");
    const auto document = parseYaml(yaml);
    if (!document)
        return failed(document.error().line, document.error().message);
    Reading reading{.file = path};
    Section root(reading, *document, {}, document->line);
    OwnersLimits limits = readRoot(root);
    if (!reading.problems.empty())
        return {std::nullopt, std::move(reading.problems)};
    return {std::move(limits), {}};
}

std::string ownersLimitsText(const OwnersLimits &owners)
{
    std::string text = "# The owner's own limits, written by Countersign when they are changed on the settings page.\n"
                       "# Without this file the profile's limits count. When the profile says something else than\n"
                       "# noted here, the stricter of the two counts.\n";
    text += "profile: " + quoted(owners.profile) + "\n";
    text += std::string("destination: ") + destinationName(owners.destination) + "\n";
    text += "changed-at: " + quoted(owners.changedAt) + "\n";
    text += "changed-by: " + quoted(owners.changedBy) + "\n";
    text += owners.limits.empty() ? "limits: {}\n" : "limits:\n";
    for (const auto &[key, chosen] : owners.limits) {
        const LimitRange &range = *findLimitRange(key);
        text += "  " + key + ": {value: " + valueText(range, chosen.value) +
                ", profile: " + valueText(range, chosen.profile) + "}\n";
    }
    return text;
}

} // namespace core
