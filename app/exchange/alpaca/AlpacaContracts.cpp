#include "app/exchange/alpaca/AlpacaAccount.h"

#include "core/market/NewYorkTime.h"

#include <algorithm>

namespace app::alpaca {

using namespace core;

namespace {

Price middleOf(const Quote &quote)
{
    return Price(Decimal::fromNanos((quote.bid.value().nanos() + quote.ask.value().nanos()) / 2));
}

} // namespace

const Asset *AlpacaAccount::assetOf(const std::string &name)
{
    if (const Asset *asset = m_assets.find(name))
        return asset;
    const auto known = std::find_if(m_contracts.begin(), m_contracts.end(), [&](const auto &each) {
        return each.first == name || each.second.id == name;
    });
    if (known != m_contracts.end())
        return &known->second;
    const auto listed = m_setup.contract ? m_setup.contract(name) : std::nullopt;
    if (!listed)
        return nullptr;
    const Asset &contract = m_contracts.emplace(listed->symbol, *listed).first->second;
    m_sim.addInstrument(contract.instrument);
    quoteContract(contract);
    return &contract;
}

/// At its underlying's newest price; while the market is closed nothing can be traded at it.
void AlpacaAccount::quoteContract(const Asset &contract)
{
    const auto spot = m_books.price(*contract.option->underlying);
    if (!spot)
        return;
    const Quote quote = m_setup.contractQuote(contract, *spot, now());
    m_books.setPrice(contract, middleOf(quote));
    if (isOpen(contract))
        m_sim.onQuote(contract.instrument.id, middleOf(quote), quote);
}

void AlpacaAccount::quoteContracts(const Asset &underlying)
{
    for (const auto &[symbol, contract] : m_contracts) {
        if (contract.option->underlying != &underlying || contract.option->expiry < newYorkDate(now()))
            continue;
        if (isOpen(contract))
            routeQueued(contract);
        quoteContract(contract);
    }
}

/// The session is over: so are the day's orders, and the contracts whose last day it was.
void AlpacaAccount::endContracts(const Asset &underlying)
{
    for (const auto &[symbol, contract] : m_contracts) {
        if (contract.option->underlying != &underlying)
            continue;
        endOrders(contract);
        if (contract.option->expiry <= newYorkDate(now()) && m_books.held(contract).sign() > 0)
            m_books.expire(contract, stamp(), m_names);
    }
}

} // namespace app::alpaca
