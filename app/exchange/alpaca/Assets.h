#pragma once

#include "app/exchange/alpaca/Values.h"

namespace app::alpaca {

/// What can be traded: every stock of the played market, and the crypto pairs against the dollar that
/// follow the perpetuals of the same coin.
class Assets {
public:
    /// Ids come from the symbols: the same on every start.
    explicit Assets(const std::vector<core::SeriesId> &played);

    [[nodiscard]] const std::vector<Asset> &all() const { return m_assets; }
    /// By symbol in either form, or by id.
    [[nodiscard]] const Asset *find(const std::string &name) const;
    [[nodiscard]] const Asset *playedBy(const core::InstrumentId &instrument) const;

private:
    std::vector<Asset> m_assets; ///< Never changed after the constructor: others keep pointers.
};

/// The id of what is called so: the same on every start.
[[nodiscard]] std::string assetIdOf(const std::string &symbol);

} // namespace app::alpaca
