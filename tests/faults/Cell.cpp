#include "tests/faults/Cell.h"

#include <array>
#include <charconv>

namespace faults {

namespace {

constexpr std::array venueNames{"alpaca", "bybit"};
constexpr std::array phaseNames{"before-send", "in-flight", "after-ack", "partly-filled"};
constexpr std::uint64_t kinds = std::uint64_t(app::FaultKind::RevokedKey) + 1;

template <class Enum, std::size_t Size>
std::optional<Enum> wordOf(const std::array<const char *, Size> &names, const std::string &name)
{
    for (std::size_t i = 0; i < Size; ++i)
        if (name == names[i])
            return static_cast<Enum>(i);
    return std::nullopt;
}

} // namespace

std::string Cell::text() const
{
    return std::string(venueNames[std::size_t(venue)]) + "/" + app::faultKindName(kind) + "/" +
           phaseNames[std::size_t(phase)] + "/" + std::to_string(seed);
}

std::optional<Cell> Cell::parse(const std::string &text)
{
    std::vector<std::string> parts(1);
    for (const char letter : text)
        letter == '/' ? parts.emplace_back() : parts.back() += letter;
    if (parts.size() != 4)
        return std::nullopt;
    const auto venue = wordOf<Venue>(venueNames, parts[0]);
    const auto kind = app::parseFaultKind(parts[1]);
    const auto phase = wordOf<Phase>(phaseNames, parts[2]);
    Cell cell;
    const auto read = std::from_chars(parts[3].data(), parts[3].data() + parts[3].size(), cell.seed);
    if (!venue || !kind || !phase || read.ec != std::errc())
        return std::nullopt;
    return Cell{*venue, *kind, *phase, cell.seed};
}

std::vector<Cell> tableOf(std::uint64_t runs, std::uint64_t seed)
{
    std::vector<Cell> cells;
    for (std::uint64_t i = 0; i < runs; ++i) {
        Cell cell;
        cell.venue = static_cast<Venue>(i % venueNames.size());
        cell.phase = static_cast<Phase>(i / venueNames.size() % phaseNames.size());
        cell.kind = static_cast<app::FaultKind>(i / (venueNames.size() * phaseNames.size()) % kinds);
        cell.seed = seed + i;
        cells.push_back(cell);
    }
    return cells;
}

} // namespace faults
