#include "app/exchange/alpaca/AlpacaAccount.h"

#include "core/market/NewYorkTime.h"

#include <algorithm>

namespace app::alpaca {

using namespace core;
using namespace std::chrono_literals;

OrderChecks::Market AlpacaAccount::marketOf(const Asset &asset) const
{
    const Price last = m_books.price(asset).value_or(Price());
    const auto quoted = quote(asset);
    return quoted && isOpen(asset) ? OrderChecks::Market{quoted->bid, quoted->ask, last}
                                   : OrderChecks::Market{last, last, last};
}

/// Orders for the opening are taken until 09:28, for the closing until 15:50, both again from 19:00.
std::optional<Problem> AlpacaAccount::aboutHours(const Draft &draft, const Asset &asset) const
{
    const Duration time = newYorkTimeOfDay(now());
    const auto today = newYorkDate(now());
    if (asset.option && (asset.option->expiry < today ||
                         (asset.option->expiry == today && !isOpen(asset) && time > 9h + 30min)))
        return unprocessable("asset " + asset.symbol + " is not active");
    if (draft.force == Force::Opg && time >= 9h + 28min && time < 19h)
        return unprocessable("opg orders are not accepted between 9:28am and 7:00pm ET");
    if (draft.force == Force::Cls && time >= 15h + 50min && time < 19h)
        return unprocessable("cls orders are not accepted between 3:50pm and 7:00pm ET");
    if ((draft.force == Force::Ioc || draft.force == Force::Fok) && !isOpen(asset))
        return unprocessable("ioc and fok orders are accepted during market hours only");
    return std::nullopt;
}

std::optional<Problem> AlpacaAccount::objectionTo(const Draft &draft, const Asset &asset, const Order *replaced) const
{
    if (const auto rules = alpaca::objectionTo(draft, asset))
        return rules;
    if (const auto hours = aboutHours(draft, asset))
        return hours;
    if (draft.isFractional() && !m_configuration.isFractional)
        return forbidden("fractional trading is switched off for this account");
    return checks().objection(draft, asset, marketOf(asset), replaced);
}

Order &AlpacaAccount::add(Draft draft, const Asset &asset)
{
    Order order;
    order.id = m_names.uuid();
    order.asset = &asset;
    if (draft.clientId.empty())
        draft.clientId = m_names.uuid();
    draft.symbol = asset.symbol;
    order.terms = std::move(draft);
    order.createdAt = order.updatedAt = stamp();
    if (order.terms.force == Force::Gtc && !asset.isCrypto)
        order.expiresAt = fromNewYork(newYorkDate(now()) + std::chrono::days(90), 16h + 15min);
    m_byClientId[order.terms.clientId] = order.id;
    m_arrivals.push_back(order.id);
    m_live.push_back(order.id);
    const std::string id = order.id;
    return m_orders.emplace(id, std::move(order)).first->second;
}

void AlpacaAccount::addLeg(Order &parent, Type type, std::optional<Price> limit, std::optional<Price> stop)
{
    Draft draft;
    draft.quantity = parent.terms.quantity;
    draft.side = parent.terms.orderClass == OrderClass::Oco ? parent.terms.side
                 : parent.terms.side == Side::Buy           ? Side::Sell
                                                            : Side::Buy;
    draft.type = type;
    draft.force = parent.terms.force;
    draft.orderClass = parent.terms.orderClass;
    draft.limit = limit;
    draft.stop = stop;
    Order &leg = add(std::move(draft), *parent.asset);
    leg.parent = parent.id;
    leg.group = parent.id;
    leg.status = Status::Held;
    parent.legs.push_back(leg.id);
}

void AlpacaAccount::addLegs(Order &parent)
{
    const Draft terms = parent.terms;
    if (terms.orderClass == OrderClass::Oco) {
        parent.terms.limit = terms.takeProfit; // the parent is the take-profit itself
        parent.group = parent.id;
    } else if (terms.takeProfit) {
        addLeg(parent, Type::Limit, terms.takeProfit, {});
    }
    if (terms.stopLoss)
        addLeg(parent, terms.stopLossLimit ? Type::StopLimit : Type::Stop, terms.stopLossLimit, terms.stopLoss);
}

Answer<std::string> AlpacaAccount::create(Draft draft)
{
    if (!draft.clientId.empty() && m_byClientId.contains(draft.clientId))
        return refuse(badParameter("client_order_id must be unique"));
    const Asset *asset = assetOf(draft.symbol);
    if (!asset)
        return refuse(unprocessable("asset \"" + draft.symbol + "\" not found"));
    if (auto objection = objectionTo(draft, *asset, nullptr))
        return refuse(std::move(*objection));
    Order &order = add(std::move(draft), *asset);
    addLegs(order);
    const std::string id = order.id;
    if (mayRoute(order)) {
        m_toSettle.push_back([this, id] {
            route(m_orders.at(id));
            if (m_orders.at(id).terms.orderClass == OrderClass::Oco)
                activateLegs(m_orders.at(id));
        });
    } else {
        order.status = Status::Accepted;
        m_toSettle.push_back([this, id] { tell("accepted", m_orders.at(id)); });
    }
    return id;
}

std::optional<Problem> AlpacaAccount::aboutReplacing(const Order &order, const Changes &changes) const
{
    const std::string status = statusName(order.status);
    if (!order.isLive())
        return unprocessable("order is already in \"" + status + "\" state");
    if (order.status != Status::New && order.status != Status::PartiallyFilled)
        return unprocessable("cannot replace order in " + status + " status");
    if (order.terms.notional)
        return unprocessable("notional orders cannot be replaced");
    if (changes.quantity && order.terms.isFractional())
        return unprocessable("qty of fractional orders cannot be replaced");
    if (changes.quantity && *changes.quantity <= order.filled)
        return unprocessable("qty must be greater than the filled qty");
    if (!changes.clientId.empty() && m_byClientId.contains(changes.clientId))
        return badParameter("client_order_id must be unique");
    if (changes.trail && order.terms.type != Type::TrailingStop)
        return badParameter("only trailing stop orders have a trail");
    return std::nullopt;
}

namespace {

Draft changed(const Order &order, const Changes &changes)
{
    Draft terms = order.terms;
    terms.clientId = changes.clientId;
    if (changes.quantity)
        terms.quantity = changes.quantity;
    terms.force = changes.force.value_or(terms.force);
    if (changes.limit)
        terms.limit = changes.limit;
    if (changes.stop)
        terms.stop = changes.stop;
    if (changes.trail)
        (terms.trailPrice ? terms.trailPrice : terms.trailPercent) = changes.trail;
    return terms;
}

bool isSame(const Draft &a, const Draft &b)
{
    return a.quantity == b.quantity && a.force == b.force && a.limit == b.limit && a.stop == b.stop &&
           a.trailPrice == b.trailPrice && a.trailPercent == b.trailPercent;
}

/// As the rules look at it: a leg stands for itself, a trailing order's stop is the venue's.
Draft asSimple(Draft terms)
{
    terms.orderClass = OrderClass::Simple;
    terms.takeProfit = terms.stopLoss = terms.stopLossLimit = std::nullopt;
    if (terms.type == Type::TrailingStop)
        terms.stop.reset();
    return terms;
}

} // namespace

Answer<std::string> AlpacaAccount::replace(const std::string &id, const Changes &changes)
{
    const auto found = m_orders.find(id);
    if (found == m_orders.end())
        return refuse(notFound("order not found for " + id));
    Order &old = found->second;
    if (auto objection = aboutReplacing(old, changes))
        return refuse(std::move(*objection));
    Draft terms = changed(old, changes);
    if (isSame(terms, old.terms))
        return refuse(forbidden("order parameters are not changed"));
    if (terms.quantity)
        *terms.quantity -= old.filled; // the successor does what is left
    if (auto objection = objectionTo(asSimple(terms), *old.asset, &old))
        return refuse(std::move(*objection));
    Order &successor = add(std::move(terms), *old.asset);
    successor.parent = old.parent;
    successor.legs = old.legs;
    successor.group = old.group;
    successor.replaces = id;
    old.replacedBy = successor.id;
    old.status = Status::PendingReplace;
    m_toSettle.push_back([this, id, newId = successor.id] { finishReplacement(id, newId); });
    return successor.id;
}

void AlpacaAccount::finishReplacement(const std::string &oldId, const std::string &newId)
{
    Order &old = m_orders.at(oldId);
    Order &successor = m_orders.at(newId);
    if (!old.isLive()) { // it was faster
        successor.status = Status::Rejected;
        successor.failedAt = stamp();
        tell("order_replace_rejected", old);
        return tell("rejected", successor);
    }
    old.ending = Status::Replaced;
    m_sim.cancel(ClientOrderId(oldId));
    if (successor.isLeg())
        std::replace(m_orders.at(successor.parent).legs.begin(), m_orders.at(successor.parent).legs.end(), oldId, newId);
    for (const std::string &leg : successor.legs)
        m_orders.at(leg).parent = newId;
    route(successor);
}

Answer<> AlpacaAccount::cancel(const std::string &id)
{
    const auto found = m_orders.find(id);
    if (found == m_orders.end())
        return refuse(notFound("order not found for " + id));
    Order &order = found->second;
    if (!order.isLive() || order.status == Status::PendingReplace)
        return refuse(unprocessable(std::string("order is already in \"") + statusName(order.status) + "\" state"));
    order.status = Status::PendingCancel;
    order.cancelAskedAt = stamp();
    m_toSettle.push_back([this, id] {
        if (m_orders.at(id).isLive()) {
            tell("pending_cancel", m_orders.at(id));
            finishCancel(id);
        }
    });
    return {};
}

void AlpacaAccount::finishCancel(const std::string &id)
{
    Order &order = m_orders.at(id);
    order.ending = Status::Canceled;
    if (order.isRouted)
        m_sim.cancel(ClientOrderId(id));
    else
        end(order, Status::Canceled);
    endFamily(order);
}

Answer<std::string> AlpacaAccount::closePosition(const Asset &asset, std::optional<Quantity> quantity)
{
    const Quantity held = m_books.held(asset);
    if (held.isZero())
        return refuse(notFound("position does not exist"));
    Draft draft;
    draft.symbol = asset.symbol;
    draft.quantity = quantity.value_or(held.abs());
    draft.side = held.sign() > 0 ? Side::Sell : Side::Buy;
    draft.force = asset.isCrypto ? Force::Gtc : Force::Day;
    return create(std::move(draft));
}

} // namespace app::alpaca
