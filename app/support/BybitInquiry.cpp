#include "app/support/BybitInquiry.h"

#include "core/base/Redaction.h"
#include "core/brokers/bybit/BybitAccountWire.h"
#include "core/brokers/bybit/BybitErrors.h"
#include "core/brokers/bybit/BybitInstrumentWire.h"
#include "core/brokers/bybit/BybitMarketRequests.h"

#include <algorithm>

namespace app {

using namespace core;
using bybit::Category;
using bybit::Handling;

namespace {

Error errorOf(const bybit::Verdict &verdict)
{
    const bool isWorthATry = verdict.handling == Handling::RetryLater || verdict.handling == Handling::Unknown ||
                             verdict.handling == Handling::ResyncClock;
    const std::string detail = verdict.detail.empty() ? "" : " (" + verdict.detail + ")";
    return {isWorthATry ? ErrorCode::Unreachable : ErrorCode::Refused, verdict.sentence + detail};
}

Error unreadable(const Error &error)
{
    return {ErrorCode::Unreachable, "Bybit's answer cannot be read: " + error.message};
}

bool mayTrade(const bybit::KeyPermissions &key, Category category)
{
    return category == Category::Spot ? key.tradesSpot : key.tradesContracts;
}

} // namespace

BybitInquiry::BybitInquiry(bybit::Endpoints endpoints, bybit::Keys keys, net::HttpPort &http, const Clock &realTime)
    : m_endpoints(std::move(endpoints)), m_keys(std::move(keys)), m_http(http), m_clock(realTime),
      m_walk(bybit::instrumentPage)
{
}

void BybitInquiry::ask(std::vector<InstrumentId> instruments, Done done)
{
    m_wanted = std::move(instruments);
    m_done = std::move(done);
    for (const InstrumentId &wanted : m_wanted)
        if (const auto category = bybit::categoryOf(wanted))
            m_categories.insert(*category);
    send(bybit::serverTime(), [this](const net::HttpAnswer &answer) { return takeTime(answer); }, [this] { askKey(); });
}

void BybitInquiry::send(const bybit::Request &request, Body read, std::function<void()> next)
{
    net::HttpRequest http = bybit::httpRequest(m_endpoints, request, m_keys, m_offset.correctedNow(m_clock));
    http.purpose = "account";
    m_http.send(std::move(http), [this, alive = std::weak_ptr(m_isAlive), request, read = std::move(read),
                                  next = std::move(next)](net::HttpOutcome outcome) {
        if (alive.expired())
            return;
        if (const auto *unsent = std::get_if<net::NotSent>(&outcome))
            return end(failure(ErrorCode::Unreachable, "Bybit cannot be reached: " + unsent->why));
        const auto verdict = bybit::judge(outcome, request, m_offset.correctedNow(m_clock));
        if (!verdict.isDone())
            return end(failure(errorOf(verdict)));
        const auto taken = read(std::get<net::HttpAnswer>(outcome));
        taken ? next() : end(failure(taken.error()));
    });
}

Result<> BybitInquiry::takeTime(const net::HttpAnswer &answer)
{
    const auto time = bybit::parseServerTime(answer.body);
    if (!time)
        return failure(unreadable(time.error()));
    m_offset.add(answer.times, *time);
    return {};
}

void BybitInquiry::askKey()
{
    send(bybit::keyInfo(), [this](const net::HttpAnswer &answer) { return takeKey(answer); }, [this] { askAccount(); });
}

Result<> BybitInquiry::takeKey(const net::HttpAnswer &answer)
{
    const auto key = bybit::parseKeyInfo(answer.body);
    if (!key)
        return failure(unreadable(key.error()));
    if (key->userId.empty())
        return failure(ErrorCode::Refused, "Bybit tells no user id: nothing is traded without one");
    if (key->isReadOnly)
        return failure(ErrorCode::Refused, "this key may only read: trading needs one that may place orders");
    for (const Category category : m_categories)
        if (!mayTrade(*key, category))
            return failure(ErrorCode::Refused, std::string("this key may not trade ") +
                                                   (category == Category::Spot ? "spot" : "contracts") + " at Bybit");
    if (key->mayWithdraw)
        m_facts.warnings.push_back("This key may withdraw money, which no trading program needs: make one that may not.");
    m_facts.accountNumber = key->userId;
    return {};
}

void BybitInquiry::askAccount()
{
    const bool isLive = m_endpoints.environment == bybit::Environment::Live;
    send(bybit::accountInfo(), [this](const net::HttpAnswer &answer) { return takeAccount(answer); },
         [this, isLive] { isLive ? askWallet() : askLists(); });
}

/// For the person who is asked before real money is traded; nobody is asked on paper.
void BybitInquiry::askWallet()
{
    send(bybit::walletBalance(), [this](const net::HttpAnswer &answer) { return takeWallet(answer); },
         [this] { askLists(); });
}

Result<> BybitInquiry::takeWallet(const net::HttpAnswer &answer)
{
    const auto wallet = bybit::parseWallet(answer.body);
    if (!wallet)
        return failure(unreadable(wallet.error()));
    m_facts.equity = wallet->totalEquity;
    return {};
}

Result<> BybitInquiry::takeAccount(const net::HttpAnswer &answer)
{
    const auto account = bybit::parseAccountInfo(answer.body);
    if (!account)
        return failure(unreadable(account.error()));
    if (!account->isUnified())
        return failure(ErrorCode::Unsupported, "this is no unified account of Bybit: change it there, on its web site");
    return {};
}

void BybitInquiry::askLists()
{
    if (m_categories.empty())
        return end(collected());
    m_walk = bybit::CursorWalk(bybit::instrumentPage);
    askPage(*m_categories.begin(), {});
}

void BybitInquiry::askPage(Category category, const std::string &cursor)
{
    auto next = std::make_shared<std::optional<std::string>>();
    const auto take = [this, category, next](const net::HttpAnswer &answer) -> Result<> {
        auto page = bybit::parseInstruments(category, answer.body);
        if (!page)
            return failure(unreadable(page.error()));
        *next = m_walk.next(page->rows(), page->cursor);
        for (bybit::InstrumentFacts &facts : page->items)
            if (std::ranges::find(m_wanted, facts.instrument.id) != m_wanted.end())
                m_found[facts.instrument.id] = std::move(facts);
        m_leftOut.insert(m_leftOut.end(), page->leftOut.begin(), page->leftOut.end());
        return {};
    };
    send(bybit::instruments(category, cursor), take, [this, category, next] {
        if (*next)
            return askPage(category, **next);
        m_categories.erase(category);
        askLists();
    });
}

Result<VenueFacts> BybitInquiry::collected()
{
    for (const InstrumentId &wanted : m_wanted) {
        const auto found = m_found.find(wanted);
        if (found == m_found.end()) {
            const auto named = std::ranges::find_if(m_leftOut, [&](const std::string &each) {
                return each.starts_with(wanted.symbol + ":");
            });
            const std::string why = named == m_leftOut.end()
                                        ? "Bybit does not know " + wanted.symbol + " there"
                                        : "what Bybit says of it cannot be used: " + *named;
            return failure({ErrorCode::NotFound, why, {}, 0, wanted.text()});
        }
        if (!found->second.isTrading())
            return failure({ErrorCode::Refused,
                            wanted.symbol + " cannot be traded at Bybit now, it is \"" + found->second.status + "\"", {},
                            0, wanted.text()});
        m_facts.instruments.push_back(found->second.instrument);
    }
    return std::move(m_facts);
}

void BybitInquiry::end(Result<VenueFacts> outcome)
{
    if (!outcome)
        outcome.error().message =
            withoutKeys(std::move(outcome.error().message), {m_keys.key.reveal(), m_keys.secret.reveal()});
    const Done done = std::exchange(m_done, nullptr);
    done(std::move(outcome));
}

} // namespace app
