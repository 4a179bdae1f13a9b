#pragma once

#include "core/domain/Signal.h"

#include <map>
#include <set>
#include <string>

namespace core {

/// Where signals get their identity: numbers them, drops duplicates and counts what it dropped.
/// Key: bot, strategy, instrument, kind, bar (design: approval desk, section 7).
class SignalIntake {
public:
    explicit SignalIntake(std::string idPrefix) : m_prefix(std::move(idPrefix)) {}

    /// The signal with its id, or nothing when the same one was taken before.
    [[nodiscard]] std::optional<Signal> take(Signal signal);
    /// A signal of an earlier run: if it comes again it is a repeat.
    void know(const Signal &signal);
    [[nodiscard]] std::int64_t duplicates() const { return m_duplicates; }

private:
    [[nodiscard]] static std::string sourceOf(const Signal &signal);

    std::string m_prefix;
    std::int64_t m_next = 1;
    std::int64_t m_duplicates = 0;
    /// Only the newest bar of each source can repeat, so only that is kept.
    std::map<std::string, std::set<std::string>> m_seenOnNewestBar;
    std::map<std::string, Timestamp> m_newestBar;
};

} // namespace core
