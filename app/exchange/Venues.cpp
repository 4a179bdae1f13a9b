#include "app/exchange/Venues.h"

#include "app/exchange/SyntheticMarket.h"

#include <algorithm>

namespace app {

using namespace core;

namespace {

alpaca::AlpacaFront::Setup alpacaSetup(const Venues::Setup &setup, const PlayedVenue &venue)
{
    alpaca::AlpacaFront::Setup ours;
    ours.account.cash = setup.cash;
    ours.account.seed = setup.seed;
    ours.account.partialShare = setup.partialShare;
    ours.authWithin = setup.authWithin;
    ours.account.fillAtMost = setup.fillAtMost;
    ours.account.rules = exchangeRules(setup.seed);
    ours.account.rules.maxRandomSlippage = {}; // the paper venue knows none
    ours.account.start = venue.now();
    ours.keys = setup.alpacaKeys;
    ours.limits = setup.alpacaLimits;
    return ours;
}

bybit::BybitFront::Setup bybitSetup(const Venues::Setup &setup, const PlayedVenue &venue)
{
    bybit::BybitFront::Setup ours;
    ours.account.cash = setup.cash;
    ours.account.seed = setup.seed;
    ours.account.partialShare = setup.partialShare;
    ours.account.fillAtMost = setup.fillAtMost;
    ours.account.rules = exchangeRules(setup.seed);
    ours.account.rules.maxRandomSlippage = {};
    ours.account.start = venue.now();
    ours.keys = setup.bybitKeys;
    ours.limits = setup.bybitLimits;
    return ours;
}

HttpResponse nobodysPath()
{
    return {404, R"({"message":"nobody here serves that path"})"};
}

} // namespace

Venues::Venues(PlayedVenue::Market market, const Setup &setup, const Clock &clock, Alarms &alarms)
    : m_played(std::move(market), setup.cash, exchangeRules(setup.seed, setup.fillAtMost)), m_log(clock),
      m_faults([&clock] { return clock.steady(); }, setup.faults, setup.seed), m_requestFaults(m_faults, alarms),
      m_alpaca(m_played, alpacaSetup(setup, m_played), ports(clock, alarms)),
      m_bybit(m_played, bybitSetup(setup, m_played), ports(clock, alarms)), m_fronts{&m_alpaca, &m_bybit}
{
}

VenueFront *Venues::frontFor(const HttpRequest &request, bool isStream) const
{
    const auto found = std::find_if(m_fronts.begin(), m_fronts.end(), [&](const VenueFront *each) {
        return isStream ? each->servesStream(request) : each->serves(request);
    });
    return found == m_fronts.end() ? nullptr : *found;
}

void Venues::answer(const HttpRequest &request, const HttpReply &reply)
{
    m_log.add(request);
    if (VenueFront *front = frontFor(request, false))
        return m_requestFaults.answer(request, *front, reply);
    reply(nobodysPath());
}

std::optional<HttpResponse> Venues::refuseStream(const HttpRequest &request)
{
    m_log.add(request);
    return frontFor(request, true) ? std::nullopt : std::optional(nobodysPath());
}

void Venues::takeStream(std::unique_ptr<StreamPeer> peer, const HttpRequest &request)
{
    frontFor(request, true)->takeStream(std::move(peer), request);
}

bool Venues::isBacklogged() const
{
    return std::any_of(m_fronts.begin(), m_fronts.end(), [](const auto *each) { return each->isBacklogged(); });
}

} // namespace app
