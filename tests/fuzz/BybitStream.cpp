#include "core/base/Timestamp.h"
#include "core/brokers/bybit/BybitBook.h"
#include "core/brokers/bybit/BybitStream.h"
#include "core/brokers/bybit/BybitTickerMerge.h"
#include "tests/fuzz/Contract.h"
#include "tests/fuzz/Feed.h"

#include <cstdlib>

using namespace core;
using namespace core::bybit;

namespace fuzz {

namespace {

/// What was told before a message: the same for every input, so that a finding stands on its own.
BookMessage knownBook(const BookMessage &change)
{
    BookMessage book = change;
    book.isSnapshot = true;
    book.bids = {{Price(Decimal::fromInteger(2)), Quantity(Decimal::fromInteger(1))}};
    book.asks = {{Price(Decimal::fromInteger(3)), Quantity(Decimal::fromInteger(1))}};
    book.update = change.update - (change.update > 1);
    book.sequence = 0;
    return book;
}

void use(const BookMessage &message)
{
    BybitBook book;
    (void)book.apply(knownBook(message));
    (void)book.apply(message);
    if (const auto quote = book.quote(); quote && quote->bid >= quote->ask)
        std::abort(); // a crossed book is never shown
}

void use(const TickerMessage &message)
{
    TickerMerge merge;
    (void)merge.apply({.instrument = message.instrument, .isSnapshot = true});
    (void)merge.apply(message);
    if (merge.ticker())
        (void)merge.ticker()->quote();
}

template <Category category>
bool readsPublic(const std::string &bytes)
{
    const auto message = readPublicMessage(category, bytes);
    if (const auto *book = message ? std::get_if<BookMessage>(&*message) : nullptr)
        use(*book);
    if (const auto *ticker = message ? std::get_if<TickerMessage>(&*message) : nullptr)
        use(*ticker);
    return message.has_value();
}

bool readsPrivate(const std::string &bytes)
{
    const auto message = readPrivateMessage(bytes);
    if (const auto *told = message ? std::get_if<ExecutionsTold>(&*message) : nullptr)
        for (const ExecutionState &each : told->executions)
            (void)bookingOf(each, factsOf(each.category)).assetChange();
    if (const auto *told = message ? std::get_if<OrdersTold>(&*message) : nullptr)
        for (const OrderState &each : told->orders)
            (void)each.order.averagePrice();
    return message.has_value();
}

constexpr Reader all[] = {{"public, linear", readsPublic<Category::Linear>},
                          {"public, spot", readsPublic<Category::Spot>},
                          {"private", readsPrivate}};

} // namespace

std::span<const Reader> readers()
{
    return all;
}

} // namespace fuzz
