#include "core/base/Timestamp.h"
#include "core/brokers/alpaca/AlpacaMarketStream.h"
#include "core/brokers/alpaca/AlpacaOrderStream.h"
#include "tests/fuzz/Feed.h"

using namespace core;
using namespace core::alpaca;

namespace fuzz {

namespace {

bool readsOrderEvent(const std::string &bytes)
{
    const auto message = parseOrderStream(bytes);
    const auto *update = message ? std::get_if<TradeUpdate>(&*message) : nullptr;
    if (!update)
        return message.has_value();
    const Order order = toOrder(update->order);
    (void)order.averagePrice();
    if (const auto *executed = std::get_if<OrderExecuted>(&update->what))
        (void)toFill(executed->execution, order.request.clientOrderId).signedQuantity();
    return true;
}

/// What a feed does with what it was told.
void use(const MarketMessage &message)
{
    if (const auto *quote = std::get_if<QuoteMessage>(&message))
        (void)quote->quote.both();
    if (const auto *status = std::get_if<StatusMessage>(&message))
        (void)(status->isHalt() || status->isResumption() || status->isShortSaleRestriction());
    if (const auto *told = std::get_if<StreamSubscription>(&message))
        (void)unsubscribeMessages(*told);
}

bool readsFrame(const std::string &bytes)
{
    const auto frame = parseMarketFrame(bytes);
    for (const MarketMessage &message : frame.value_or(MarketFrame()).messages)
        use(message);
    return frame && frame->unreadable == 0;
}

constexpr Reader all[] = {{"order events", readsOrderEvent}, {"prices", readsFrame}};

} // namespace

std::span<const Reader> readers()
{
    return all;
}

} // namespace fuzz
