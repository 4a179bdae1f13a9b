#include "app/exchange/bybit/BybitAccount.h"

/// Stop and target that the venue holds for a whole position: conditional orders of its own, which close whatever
/// the position is when they fire, and end with it.
namespace app::bybit {

using namespace core;

namespace {

constexpr const char *stopKind = "StopLoss";
constexpr const char *targetKind = "TakeProfit";

std::optional<Price> wantedOr(const std::optional<Price> &wanted, const std::optional<Price> &now)
{
    if (!wanted)
        return now;
    return wanted->isZero() ? std::nullopt : wanted;
}

Problem wrongSide(const char *what, Price at, Price last)
{
    return {10001, std::string(what) + ":" + at.toString() + " is on the wrong side of the last price " +
                       last.toString()};
}

}  // namespace

std::optional<Problem> objectionTo(const Exits &exits, bool isLong, Price last)
{
    if (exits.stop && !exits.stop->isZero() && (isLong ? *exits.stop >= last : *exits.stop <= last))
        return wrongSide("stopLoss", *exits.stop, last);
    if (exits.target && !exits.target->isZero() && (isLong ? *exits.target <= last : *exits.target >= last))
        return wrongSide("takeProfit", *exits.target, last);
    return std::nullopt;
}

Answer<> BybitAccount::setExits(const Product &product, const Exits &wanted)
{
    const Quantity held = m_books.held(product);
    if (held.isZero())
        return refuse(10001, "can not set tp/sl/ts for zero position");
    if (auto objection = objectionTo(wanted, held.sign() > 0, m_books.price(product)))
        return refuse(std::move(*objection));
    const Exits &now = m_books.at(product).exits;
    if (wantedOr(wanted.stop, now.stop) == now.stop && wantedOr(wanted.target, now.target) == now.target)
        return refuse(34040, "not modified");
    m_toSettle.push_back([this, &product, wanted] { holdExits(product, wanted); });
    return {};
}

/// What is not spoken of stays as it is.
void BybitAccount::holdExits(const Product &product, const Exits &wanted)
{
    if (m_books.held(product).isZero())
        return;
    Exits now = m_books.at(product).exits;
    const Exits before = now;
    now.stop = wantedOr(wanted.stop, now.stop);
    now.target = wantedOr(wanted.target, now.target);
    m_books.setExits(product, now);
    if (now.stop != before.stop) {
        dropExits(product, stopKind);
        if (now.stop)
            holdExit(product, stopKind, wanted);
    }
    if (now.target != before.target) {
        dropExits(product, targetKind);
        if (now.target)
            holdExit(product, targetKind, wanted);
    }
    tellPosition(product);
}

void BybitAccount::holdExit(const Product &product, const char *kind, const Exits &exits)
{
    const bool isLong = m_books.held(product).sign() > 0;
    const bool isStop = std::string_view(kind) == stopKind;
    Draft draft;
    draft.product = &product;
    draft.side = isLong ? Side::Sell : Side::Buy;
    draft.isMarket = true;
    draft.quantity = m_books.held(product).abs();
    draft.force = Force::Ioc;
    draft.trigger = isStop ? exits.stop : exits.target;
    draft.triggerDirection = isLong == isStop ? 2 : 1;
    draft.triggerBy = isStop ? exits.stopBy : exits.targetBy;
    draft.parentLinkId = exits.parentLinkId;
    draft.filter = "StopOrder";
    draft.reduceOnly = draft.closeOnTrigger = true;
    draft.exitKind = kind;
    tell(add(std::move(draft)));
}

void BybitAccount::dropExits(const Product &product, std::string_view kind)
{
    for (const std::string &id : std::vector<std::string>(m_live))
        if (const Order &order = m_orders.at(id); order.terms.product == &product && order.terms.exitKind == kind &&
                                                  order.status == Status::Untriggered)
            finishCancel(id, "CancelByTpSlTsClear");
}

/// Of a pair the other one goes when one fires.
void BybitAccount::dropOther(const Order &fired)
{
    if (!fired.terms.exitKind.empty())
        dropExits(*fired.terms.product, fired.terms.exitKind == stopKind ? targetKind : stopKind);
}

/// A fill brings the exits of its entry; what is flat, or turned round, needs none of the old ones.
void BybitAccount::followPosition(const Order &order, Quantity heldBefore)
{
    const Product &product = *order.terms.product;
    const int now = m_books.held(product).sign();
    if (heldBefore.sign() != 0 && now != heldBefore.sign()) {
        m_books.setExits(product, {});
        m_followUps.push_back([this, &product] {
            dropExits(product, stopKind);
            dropExits(product, targetKind);
            if (m_books.held(product).isZero())
                endReducers(product);
        });
    }
    if (now != 0 && !order.terms.exits.areNone() && now == (order.terms.side == Side::Buy ? 1 : -1))
        m_followUps.push_back([this, &product, exits = order.terms.exits] {
            const Exits &held = m_books.at(product).exits;
            if (held.stop != exits.stop || held.target != exits.target)
                holdExits(product, exits);
        });
}

}  // namespace app::bybit
