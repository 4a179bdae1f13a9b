#pragma once

#include "core/simulation/MarketTape.h"

#include <algorithm>
#include <memory>
#include <vector>

namespace core {

/// Several tapes played as one. No instrument is on two of them at one time.
class JoinedTape final : public MarketTape {
public:
    explicit JoinedTape(std::vector<std::unique_ptr<MarketTape>> tapes) : m_tapes(std::move(tapes)) {}

    [[nodiscard]] std::optional<Timestamp> nextAt() override
    {
        MarketTape *const first = earliest();
        return first ? first->nextAt() : std::nullopt;
    }
    [[nodiscard]] MarketStep next() override { return earliest()->next(); }

private:
    /// Of one moment the tape that comes first; nothing at the end of all.
    [[nodiscard]] MarketTape *earliest()
    {
        MarketTape *best = nullptr;
        std::optional<Timestamp> bestAt;
        for (const auto &tape : m_tapes)
            if (const auto at = tape->nextAt(); at && (!bestAt || *at < *bestAt)) {
                best = tape.get();
                bestAt = at;
            }
        return best;
    }

    std::vector<std::unique_ptr<MarketTape>> m_tapes;
};

} // namespace core
