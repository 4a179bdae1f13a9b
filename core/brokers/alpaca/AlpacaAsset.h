#pragma once

#include "core/brokers/alpaca/AlpacaOrder.h"
#include "core/domain/Instrument.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace core::alpaca {

/// What the venue says of one instrument.
struct Asset {
    std::string id;
    InstrumentId instrument;
    TradedKind kind = TradedKind::Stock;
    std::string classText{}; ///< `us_equity`, `crypto`, …
    std::string name{};
    std::string exchange{};
    bool isActive = false;
    bool isTradable = false;
    bool isMarginable = false;
    bool isShortable = false;
    bool isEasyToBorrow = false; ///< By `borrow_status`; by the older `easy_to_borrow` where that is missing.
    bool isFractionable = false;
    std::optional<Quantity> minQuantity{}; ///< Crypto only, as are the steps.
    std::optional<Decimal> quantityStep{};
    std::optional<Decimal> priceStep{};
    std::vector<std::string> attributes{};

    [[nodiscard]] bool has(std::string_view attribute) const;
};

/// One asset (`/v2/assets/{symbol}`). @return BadInput when it cannot be read.
[[nodiscard]] Result<Asset> parseAsset(std::string_view bytes);
/// The list. Classes that are not traded here (bonds, indices, …) are left out.
[[nodiscard]] Result<std::vector<Asset>> parseAssets(std::string_view bytes);

/// The domain's facts. Stocks are in whole shares, since nothing protects a fraction; their price step is
/// a cent (below one dollar the venue takes a hundredth of it, which `objectionTo` knows). Shortable means
/// shortable and easy to borrow.
[[nodiscard]] Instrument toInstrument(const Asset &asset);

} // namespace core::alpaca
