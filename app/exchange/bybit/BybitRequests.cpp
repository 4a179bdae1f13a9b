#include "app/exchange/bybit/BybitAccount.h"

#include <algorithm>

/// What clients ask of the account; what it causes waits for `settle`.
namespace app::bybit {

using namespace core;

namespace {

Problem notThere(Category category, const char *what)
{
    return category == Category::Spot
               ? Problem{170213, "Order does not exist."}
               : Problem{110001, std::string("order not exists or too late to ") + what};
}

Problem isDuplicate(Category category)
{
    return category == Category::Spot ? Problem{170141, "Duplicate clientOrderId."}
                                      : Problem{110072, "OrderLinkedID is duplicate"};
}

/// So many may wait for their trigger in one perpetual.
constexpr auto mostConditional = 10;

}  // namespace

/// Of one product, those that wait for their trigger.
bool BybitAccount::hasRoomFor(const Draft &draft) const
{
    if (!draft.isConditional() || draft.product->isSpot())
        return true;
    return std::count_if(m_live.begin(), m_live.end(), [&](const std::string &id) {
               const Order &order = *find(id);
               return order.terms.product == draft.product && order.status == Status::Untriggered;
           }) < mostConditional;
}

/// What an order would pay: its limit, or the price at the other side.
Price BybitAccount::priceFor(const Draft &draft) const
{
    if (!draft.isMarket)
        return *draft.price;
    const auto now = quote(*draft.product);
    if (!now)
        return m_books.price(*draft.product);
    return draft.side == Side::Buy ? now->ask : now->bid;
}

std::optional<Problem> BybitAccount::aboutCreating(const Draft &draft) const
{
    if (!quote(*draft.product))  // recorded markets begin at different times
        return draft.product->isSpot() ? Problem{170151, "This trading pair is not open yet."}
                                       : Problem{110074, "This contract is not live"};
    if (auto objection = objectionTo(draft, m_books.price(*draft.product)))
        return objection;
    if (!draft.linkId.empty() && findByLinkId(draft.product->category, draft.linkId))
        return isDuplicate(draft.product->category);
    if (auto objection = objectionTo(draft.exits, draft.side == Side::Buy,
                                     draft.trigger.value_or(priceFor(draft))))
        return objection;
    if (!hasRoomFor(draft))
        return Problem{110009, "The number of stop orders exceeds the maximum allowable limit."};
    const bool holdsNothing = draft.isConditional() && draft.filter != "tpslOrder";
    const int held = m_books.held(*draft.product).sign();
    const int wanted = draft.side == Side::Buy ? 1 : -1;
    if (draft.reduceOnly && !holdsNothing && held * wanted >= 0)
        return Problem{110017, "current position is zero, cannot fix reduce-only order qty"};
    return holdsNothing ? std::nullopt
                        : funds().objectionTo(draft, draft.quantity, priceFor(draft));
}

Order &BybitAccount::add(Draft draft)
{
    Order order;
    order.id = newId(draft.product->category);
    order.ordinal = std::int64_t(m_arrivals.size() + 1);
    if (draft.product->isSpot() && draft.linkId.empty())
        draft.linkId = newId(Category::Spot);
    order.terms = std::move(draft);
    order.status = order.terms.isConditional() ? Status::Untriggered : Status::New;
    order.lastOnCreated = m_books.price(*order.terms.product);
    order.createdAt = order.updatedAt = now();
    if (!order.terms.linkId.empty())
        m_byLinkId[{order.terms.product->category, order.terms.linkId}] = order.id;
    m_arrivals.push_back(order.id);
    m_live.push_back(order.id);
    return m_orders[order.id] = std::move(order);
}

Answer<std::string> BybitAccount::create(Draft draft)
{
    const Quantity held = m_books.held(*draft.product).abs();
    if (draft.quantity.isZero() && draft.reduceOnly && draft.closeOnTrigger && !held.isZero())
        draft.quantity = std::min(held, draft.product->mostMarket);  // "all of it"
    if (draft.isMarket)
        draft.force = Force::Ioc;
    if (draft.trigger && draft.product->isSpot())  // it fires from whichever side the price comes
        draft.triggerDirection = *draft.trigger > m_books.price(*draft.product) ? 1 : 2;
    if (auto objection = aboutCreating(draft))
        return refuse(std::move(*objection));
    if (auto objection = keepToLimits(draft, m_books.price(*draft.product),
                                      beyondLimits(draft.product->category)))
        return refuse(std::move(*objection));
    const std::string id = add(std::move(draft)).id;
    m_toSettle.push_back([this, id] { begin(id); });
    return id;
}

Order *BybitAccount::named(const OrderName &name)
{
    const Order *order =
        name.id.empty() ? findByLinkId(name.product->category, name.linkId) : find(name.id);
    const bool isIt = order && order->terms.product == name.product &&
                      (!name.product->isSpot() || order->terms.filter == name.filter);
    return isIt ? &m_orders.at(order->id) : nullptr;
}

std::optional<Problem> BybitAccount::aboutAmending(const Order &order, const Changes &changes) const
{
    const bool isSpot = order.terms.product->isSpot();
    if (changes.quantity && *changes.quantity <= order.filled)
        return Problem{isSpot ? 170313 : 110064, "the new quantity is not above what is filled"};
    Draft wanted = order.terms;
    wanted.quantity = changes.quantity.value_or(wanted.quantity);
    if (changes.price)
        wanted.price = changes.price;
    if (changes.trigger)
        wanted.trigger = changes.trigger;
    if (wanted.quantity == order.terms.quantity && wanted.price == order.terms.price &&
        wanted.trigger == order.terms.trigger)
        return Problem{10001, "order not modified"};
    if (order.status != Status::Untriggered)
        wanted.trigger.reset();  // that is over
    if (auto objection = objectionTo(wanted, m_books.price(*wanted.product)))
        return objection;
    return wanted.isConditional() ? std::nullopt
                                  : funds().objectionTo(wanted, wanted.quantity - order.filled,
                                                        priceFor(wanted), &order);
}

Answer<std::string> BybitAccount::amend(const OrderName &name, const Changes &changes)
{
    const Order *order = named(name);
    if (!order || !order->isLive())
        return refuse(notThere(name.product->category, "replace"));
    if (auto objection = aboutAmending(*order, changes))
        return refuse(std::move(*objection));
    m_toSettle.push_back([this, id = order->id, changes] { finishAmend(id, changes); });
    return order->id;
}

void BybitAccount::finishAmend(const std::string &id, const Changes &changes)
{
    Order &order = m_orders.at(id);
    if (!order.isLive())
        return;
    order.terms.quantity = changes.quantity.value_or(order.terms.quantity);
    if (changes.price)
        order.terms.price = changes.price;
    if (changes.trigger)
        order.terms.trigger = changes.trigger;
    tell(order);
    if (order.isRouted) {
        order.routed = order.terms.quantity;
        m_arriving = id;  // what can be had at once is taken
        (void)m_sim.amend(ClientOrderId(id),
                          {.quantity = order.terms.quantity, .limitPrice = order.terms.price});
        m_arriving.clear();
    }
    tellPosition(*order.terms.product);
}

Answer<std::string> BybitAccount::cancel(const OrderName &name)
{
    const Order *order = named(name);
    if (order && !order->isLive() && name.product->isSpot())
        return order->status == Status::Filled ? refuse(170139, "Order has been filled.")
                                               : refuse(170142, "Order has been canceled.");
    if (!order || !order->isLive())
        return refuse(notThere(name.product->category, "cancel"));
    m_toSettle.push_back([this, id = order->id] { finishCancel(id, "CancelByUser"); });
    return order->id;
}

std::vector<std::string> BybitAccount::cancelAll(Category category, const Product *product,
                                                 const std::string &filter)
{
    std::vector<std::string> ids;
    for (const std::string &id : m_live) {
        const Order &order = m_orders.at(id);
        if (!order.isLive() || order.terms.product->category != category ||
            (product && order.terms.product != product))
            continue;
        if (filter.empty() || order.terms.filter == filter)
            ids.push_back(id);
    }
    for (const std::string &id : ids)
        m_toSettle.push_back([this, id] { finishCancel(id, "CancelByUser"); });
    return ids;
}

void BybitAccount::finishCancel(const std::string &id, const char *cancelType)
{
    Order &order = m_orders.at(id);
    if (!order.isLive())
        return;
    const bool isUser = std::string_view(cancelType) == "CancelByUser";
    order.ending = cancelType;
    order.endingReason =
        isUser && order.terms.product->isSpot() ? "EC_PerCancelRequest" : "EC_NoError";
    if (order.isRouted)
        m_sim.cancel(ClientOrderId(id));
    else
        end(order, order.ending, order.endingReason);
    tellPosition(*order.terms.product);
}

Answer<> BybitAccount::transfer(const std::string &coin, WideDecimal amount)
{
    if ((m_books.balance(coin) + amount).sign() < 0)
        return refuse(10001, "params error: there is not so much of it");
    m_books.transfer(coin, amount, now());
    m_toSettle.push_back([this] { m_sink(WalletChanged{}); });
    return {};
}

Answer<> BybitAccount::setLeverage(const Product &product, Decimal leverage)
{
    if (leverage < Decimal::fromInteger(1) || leverage > product.mostLeverage)
        return refuse(110013, "cannot set leverage gt maxLeverage by risk limit");
    if (m_books.at(product).leverage == leverage)
        return refuse(110043, "Set leverage not modified");
    m_books.setLeverage(product, leverage);
    m_toSettle.push_back([this, &product] { tellPosition(product); });
    return {};
}

}  // namespace app::bybit
