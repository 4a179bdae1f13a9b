#include "core/execution/ExitGate.h"

#include <algorithm>

namespace core {

void ExitGate::approve(const ClientOrderId &order, Quantity quantity)
{
    m_orders.emplace(order, Account{quantity, {}, false});
}

bool ExitGate::pass(const ClientOrderId &order, Quantity quantity)
{
    const auto found = m_orders.find(order);
    if (found == m_orders.end() || quantity.sign() <= 0)
        return false;
    Account &account = found->second;
    if (account.sent + quantity > account.approved)
        return false;
    account.sent += quantity;
    return true;
}

bool ExitGate::passAgain(const ClientOrderId &order, Quantity quantity)
{
    const auto found = m_orders.find(order);
    if (found == m_orders.end() || found->second.hasLeftAgain || found->second.sent != quantity)
        return false;
    found->second.hasLeftAgain = true;
    return quantity.sign() > 0 && quantity <= found->second.approved;
}

void ExitGate::adopt(const ClientOrderId &order, Quantity quantity)
{
    m_orders.emplace(order, Account{quantity, quantity, true});
}

void ExitGate::approveChange(const ClientOrderId &order, Quantity inAll)
{
    if (const auto found = m_orders.find(order); found != m_orders.end())
        found->second.approved = std::max(found->second.approved, inAll);
}

bool ExitGate::passChange(const ClientOrderId &order, Quantity inAll)
{
    const auto found = m_orders.find(order);
    if (found == m_orders.end() || inAll.sign() <= 0 || found->second.sent.sign() <= 0 ||
        inAll > found->second.approved)
        return false;
    found->second.sent = std::max(found->second.sent, inAll);
    return true;
}

} // namespace core
