#include "app/support/AlpacaInquiry.h"

#include "core/base/Redaction.h"
#include "core/brokers/alpaca/AlpacaAccountRequests.h"
#include "core/brokers/alpaca/AlpacaAsset.h"
#include "core/brokers/alpaca/AlpacaErrors.h"

namespace app {

using namespace core;
using alpaca::Request;

namespace {

Error errorOf(const alpaca::Trouble &trouble)
{
    const bool isWorthATry = trouble.remedy == alpaca::Remedy::Retry || trouble.remedy == alpaca::Remedy::Ask ||
                             trouble.reason == alpaca::Reason::VenueTrouble;
    const bool isUnknown = trouble.reason == alpaca::Reason::NotFound;
    return {isUnknown ? ErrorCode::NotFound : isWorthATry ? ErrorCode::Unreachable : ErrorCode::Refused,
            trouble.sentence};
}

/// The body of a success, or what went wrong.
Result<std::string> bodyOf(const Request &request, net::HttpOutcome outcome)
{
    if (const auto *unsent = std::get_if<net::NotSent>(&outcome))
        return failure(ErrorCode::Unreachable, "Alpaca cannot be reached: " + unsent->why);
    if (const auto *lost = std::get_if<net::NoAnswer>(&outcome))
        return failure(errorOf(alpaca::noAnswer(request, lost->why)));
    auto &answer = std::get<net::HttpAnswer>(outcome);
    if (answer.status < 200 || answer.status >= 300)
        return failure(errorOf(alpaca::troubleOf(request, answer.status, answer.body)));
    return std::move(answer.body);
}

} // namespace

AlpacaInquiry::AlpacaInquiry(alpaca::Endpoints endpoints, alpaca::KeyPair keys, net::HttpPort &http)
    : m_endpoints(std::move(endpoints)), m_keys(std::move(keys)), m_http(http)
{
}

void AlpacaInquiry::ask(std::vector<InstrumentId> instruments, Done done)
{
    m_wanted = std::move(instruments);
    m_done = std::move(done);
    send(alpaca::account(), [this](const std::string &body) { return takeAccount(body); }, [this] { askNext(); });
}

void AlpacaInquiry::send(Request request, Body read, std::function<void()> next)
{
    net::HttpRequest http = alpaca::toHttp(request, m_endpoints, m_keys);
    http.purpose = "account";
    m_http.send(std::move(http), [this, alive = std::weak_ptr(m_isAlive), request, read = std::move(read),
                                  next = std::move(next)](net::HttpOutcome outcome) {
        if (alive.expired())
            return;
        const auto body = bodyOf(request, std::move(outcome));
        const auto taken = body ? read(*body) : Result<>(failure(body.error()));
        taken ? next() : end(failure(taken.error()));
    });
}

Result<> AlpacaInquiry::takeAccount(const std::string &body)
{
    const auto account = alpaca::parseAccount(body);
    if (!account)
        return failure(ErrorCode::Unreachable, "Alpaca's answer cannot be read: " + account.error().message);
    if (account->number.empty())
        return failure(ErrorCode::Refused, "Alpaca tells no account number: nothing is traded without one");
    if (!account->currency.empty() && account->currency != "USD")
        return failure(ErrorCode::Unsupported, "the account is kept in " + account->currency + ", not in USD");
    std::string said;
    for (const InstrumentId &instrument : m_wanted)
        if (const auto obstacle = account->obstacle(alpaca::kindOf(instrument)); obstacle && *obstacle != said) {
            said = *obstacle;
            m_facts.warnings.push_back(*obstacle);
        }
    m_facts.accountNumber = account->number;
    m_facts.equity = account->equity;
    return {};
}

Result<> AlpacaInquiry::takeAsset(const InstrumentId &wanted, const std::string &body)
{
    const auto asset = alpaca::parseAsset(body);
    if (!asset)
        return failure(ErrorCode::Unreachable, "Alpaca's answer cannot be read: " + asset.error().message);
    if (asset->instrument != wanted)
        return failure({ErrorCode::NotFound,
                        "Alpaca knows " + wanted.symbol + " as " + asset->instrument.text() + ", not as " + wanted.text(),
                        {}, 0, wanted.text()});
    if (!asset->isActive || !asset->isTradable)
        return failure({ErrorCode::Refused, wanted.symbol + " cannot be traded at Alpaca now", {}, 0, wanted.text()});
    m_facts.instruments.push_back(alpaca::toInstrument(*asset));
    return {};
}

void AlpacaInquiry::askNext()
{
    if (m_facts.instruments.size() == m_wanted.size())
        return end(std::move(m_facts));
    const InstrumentId wanted = m_wanted[m_facts.instruments.size()];
    send(alpaca::asset(wanted.symbol), [this, wanted](const std::string &body) { return takeAsset(wanted, body); },
         [this] { askNext(); });
}

void AlpacaInquiry::end(Result<VenueFacts> outcome)
{
    if (!outcome && outcome.error().code == ErrorCode::NotFound && outcome.error().field.empty() &&
        m_facts.instruments.size() < m_wanted.size() && !m_facts.accountNumber.empty()) {
        const InstrumentId &wanted = m_wanted[m_facts.instruments.size()];
        outcome = failure({ErrorCode::NotFound, "Alpaca does not know " + wanted.symbol, {}, 0, wanted.text()});
    }
    if (!outcome)
        outcome.error().message =
            withoutKeys(std::move(outcome.error().message), {m_keys.id.reveal(), m_keys.secret.reveal()});
    const Done done = std::exchange(m_done, nullptr);
    done(std::move(outcome));
}

} // namespace app
