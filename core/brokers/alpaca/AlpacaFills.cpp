#include "core/brokers/alpaca/AlpacaFills.h"

#include "core/base/Sha256.h"
#include "core/brokers/alpaca/AlpacaOrderReader.h"
#include "core/brokers/alpaca/AlpacaReading.h"

namespace core::alpaca {

namespace {

using json::Fields;

struct Row {
    std::string id;
    std::optional<Execution> fill;
    std::optional<AccountActivity> other;
};

Execution readExecution(Fields &fields)
{
    Execution execution;
    execution.venueText = fields.text("id");
    execution.order = VenueOrderId(fields.text("order_id"));
    execution.instrument = instrumentOf("", fields.text("symbol"));
    const std::string side = fields.text("side");
    if (side != "buy" && side != "sell" && side != "sell_short")
        fields.complain("side", "\"" + side + "\" is neither buy nor sell");
    execution.side = side == "buy" ? Side::Buy : Side::Sell;
    execution.quantity = magnitude(fields, "qty");
    execution.cumulative = fields.maybeAmount<Quantity>("cum_qty");
    execution.price = fields.maybeRounded<Price>("price").value_or(Price());
    execution.at = fields.isoTime("transaction_time");
    if (fields.isNone("price"))
        fields.complain("price", "it is missing");
    execution.id = fillIdOf({execution.order, execution.cumulative, execution.price, execution.quantity, execution.at});
    return execution;
}

AccountActivity readActivity(Fields &fields)
{
    AccountActivity activity;
    activity.id = fields.text("id");
    activity.type = fields.text("activity_type");
    for (const char *key : {"date", "created_at", "transaction_time"}) // the last that is there
        if (const auto at = fields.maybeIsoTime(key)) {
            activity.isOfADay = key == std::string_view("date");
            activity.at = at;
        }
    activity.netAmount = fields.maybeMoney("net_amount");
    activity.quantity = fields.maybeAmount<Quantity>("qty");
    activity.price = fields.maybeRounded<Price>("price");
    activity.symbol = textOf(fields, "symbol");
    activity.description = textOf(fields, "description");
    activity.status = textOf(fields, "status");
    return activity;
}

Row readRow(Fields &fields)
{
    Row row{.id = fields.text("id"), .fill = {}, .other = {}};
    if (fields.text("activity_type") == "FILL")
        row.fill = readExecution(fields);
    else
        row.other = readActivity(fields);
    return row;
}

std::optional<std::string> tokenAfter(const std::vector<Row> &rows, std::size_t pageSize)
{
    return rows.empty() || rows.size() < pageSize ? std::nullopt : std::optional(rows.back().id);
}

} // namespace

FillId fillIdOf(const FillKey &key)
{
    std::string text = key.order.text() + "|" + key.price.toString() + "|";
    if (key.cumulative)
        text += key.cumulative->toString();
    else
        text += key.quantity.toString() + "|" + std::to_string(toMillis(key.at));
    return FillId("alpaca-" + sha256Hex(text).substr(0, 32));
}

Fill toFill(const Execution &execution, const ClientOrderId &order)
{
    return {.id = execution.id,
            .order = order,
            .instrument = execution.instrument,
            .side = execution.side,
            .quantity = execution.quantity,
            .price = execution.price,
            .fee = Money(),
            .at = execution.at};
}

Result<FillPage> parseFillPage(std::string_view bytes, std::size_t pageSize)
{
    const auto rows = readList<Row>(bytes, &readRow);
    if (!rows)
        return failure(rows.error());
    FillPage page{.fills = {}, .nextToken = tokenAfter(*rows, pageSize)};
    for (const Row &row : *rows)
        if (row.fill)
            page.fills.push_back(*row.fill);
    return page;
}

Result<ActivityPage> parseActivityPage(std::string_view bytes, std::size_t pageSize)
{
    const auto rows = readList<Row>(bytes, &readRow);
    if (!rows)
        return failure(rows.error());
    ActivityPage page{.activities = {}, .nextToken = tokenAfter(*rows, pageSize)};
    for (const Row &row : *rows)
        if (row.other)
            page.activities.push_back(*row.other);
    return page;
}

} // namespace core::alpaca
