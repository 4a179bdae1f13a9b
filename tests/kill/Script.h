#pragma once

#include "core/base/Timestamp.h"
#include "core/engine/TradingEngine.h"
#include "core/simulation/SimVenue.h"

namespace support {

/// A restless owner, by chance: says yes and no to cards, closes positions, takes orders back, halts and
/// resumes, changes the mode. The same seed and the same engine give the same acts.
class Script {
public:
    explicit Script(std::uint64_t seed) : m_random(seed) {}

    /// Between two steps of the market.
    void act(core::TradingEngine &engine);
    /// Towards rest: no new entries, the waiting ones taken back; protection stays.
    static void wind(core::TradingEngine &engine);

private:
    [[nodiscard]] int below(int limit) { return int(m_random.next() % std::uint64_t(limit)); }
    void answerCards(core::TradingEngine &engine);
    void closeSomething(core::TradingEngine &engine);
    void takeAnEntryBack(core::TradingEngine &engine);

    core::SeededRandom m_random;
};

} // namespace support
