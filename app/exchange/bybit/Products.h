#pragma once

#include "app/exchange/bybit/Values.h"
#include "core/domain/Bar.h"

namespace app::bybit {

/// What can be traded: of each coin that the market plays a perpetual and a spot pair. A pair that
/// nobody plays follows the prices of its perpetual.
class Products {
public:
    explicit Products(const std::vector<core::SeriesId> &played);

    [[nodiscard]] const std::vector<Product> &all() const { return m_all; }
    [[nodiscard]] const Product *find(Category category, std::string_view symbol) const;
    /// The product of the books' own instrument.
    [[nodiscard]] const Product &of(const core::InstrumentId &own) const;
    [[nodiscard]] std::vector<const Product *> playedBy(const core::InstrumentId &played) const;

private:
    std::vector<Product> m_all;
};

}  // namespace app::bybit
