#include "core/brokers/alpaca/AlpacaAsset.h"

#include "core/brokers/alpaca/AlpacaOrderReader.h"
#include "core/brokers/alpaca/AlpacaReading.h"

#include <algorithm>

namespace core::alpaca {

namespace {

using json::Fields;

/// Nothing for a class that is not traded here.
std::optional<TradedKind> kindOfClass(std::string_view text)
{
    if (text == "us_equity" || text == "ipo")
        return TradedKind::Stock;
    if (text == "crypto")
        return TradedKind::Crypto;
    return text == "us_option" ? std::optional(TradedKind::Option) : std::nullopt;
}

void readFacts(Fields &fields, Asset &asset)
{
    asset.isActive = fields.text("status") == "active";
    asset.isTradable = flagOf(fields, "tradable");
    asset.isMarginable = flagOf(fields, "marginable");
    asset.isShortable = flagOf(fields, "shortable");
    asset.isFractionable = flagOf(fields, "fractionable");
    const auto borrow = fields.maybeText("borrow_status");
    asset.isEasyToBorrow = borrow ? *borrow == "easy_to_borrow" : flagOf(fields, "easy_to_borrow");
    asset.minQuantity = fields.maybeAmount<Quantity>("min_order_size");
    asset.quantityStep = fields.maybeAmount<Decimal>("min_trade_increment");
    asset.priceStep = fields.maybeAmount<Decimal>("price_increment");
    for (const json::Value each : fields.value("attributes"))
        asset.attributes.emplace_back(each.text());
}

Asset readAsset(Fields &fields)
{
    Asset asset;
    asset.id = textOf(fields, "id");
    asset.classText = fields.isNone("class") ? textOf(fields, "asset_class") : fields.text("class");
    asset.kind = kindOfClass(asset.classText).value_or(TradedKind::Stock);
    asset.instrument = instrumentOf(asset.classText, fields.text("symbol"));
    asset.name = textOf(fields, "name");
    asset.exchange = textOf(fields, "exchange");
    readFacts(fields, asset);
    return asset;
}

/// What we do not trade need not be read whole: its numbers may be of another kind.
Asset readTraded(Fields &fields)
{
    if (kindOfClass(textOf(fields, "class")))
        return readAsset(fields);
    Asset asset;
    asset.classText = textOf(fields, "class");
    return asset;
}

} // namespace

bool Asset::has(std::string_view attribute) const
{
    return std::find(attributes.begin(), attributes.end(), attribute) != attributes.end();
}

Result<Asset> parseAsset(std::string_view bytes)
{
    return json::readObject<Asset>(bytes, &readAsset);
}

Result<std::vector<Asset>> parseAssets(std::string_view bytes)
{
    auto assets = readList<Asset>(bytes, &readTraded);
    if (assets)
        std::erase_if(*assets, [](const Asset &asset) { return !kindOfClass(asset.classText); });
    return assets;
}

Instrument toInstrument(const Asset &asset)
{
    Instrument instrument = usualInstrument(asset.instrument);
    instrument.shortable = asset.isShortable && asset.isEasyToBorrow;
    if (asset.priceStep)
        instrument.tickSize = *asset.priceStep;
    if (asset.quantityStep)
        instrument.lotSize = *asset.quantityStep;
    if (asset.minQuantity)
        instrument.minQuantity = *asset.minQuantity;
    if (asset.kind == TradedKind::Crypto)
        instrument.minNotional = Money(Decimal::fromInteger(10));
    if (asset.kind == TradedKind::Option)
        instrument.multiplier = Decimal::fromInteger(100);
    return instrument;
}

} // namespace core::alpaca
