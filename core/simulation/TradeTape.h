#pragma once

#include "core/domain/Trade.h"
#include "core/simulation/MarketTape.h"

#include <vector>

namespace core {

/// Recorded trades, played as they were, and the one-minute bars that they make. Of stocks only those of the core
/// session; a minute without trades has no bar. The session ends with the last bar of its day.
class TradeTape final : public MarketTape {
public:
    struct Series {
        InstrumentId instrument;
        std::vector<Trade> trades; ///< Oldest first.
    };
    /// Trades before that moment are left out.
    TradeTape(std::vector<Series> series, Timestamp from);

    [[nodiscard]] std::optional<Timestamp> nextAt() override;
    [[nodiscard]] MarketStep next() override;

private:
    struct Player {
        Series series;
        bool hasSessions = false;
        std::size_t trade = 0;      ///< The next one.
        std::optional<Bar> running; ///< The minute of the last one.
        Quantity volume{};          ///< Of that minute, exact.
    };
    [[nodiscard]] static std::optional<Timestamp> timeOf(const Player &player);
    [[nodiscard]] static bool isCloseNext(const Player &player);
    [[nodiscard]] static MarketStep play(Player &player);
    [[nodiscard]] static MarketStep close(Player &player);
    [[nodiscard]] Player *earliest();

    std::vector<Player> m_players;
};

} // namespace core
