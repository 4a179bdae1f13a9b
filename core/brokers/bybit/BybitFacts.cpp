#include "core/brokers/bybit/BybitFacts.h"

#include "core/brokers/bybit/BybitMarketRequests.h"

#include <algorithm>

namespace core::bybit {

namespace {

using namespace std::chrono_literals;

constexpr Duration limitsEvery = 5s;
constexpr Duration modeEvery = std::chrono::minutes(5);
constexpr Duration accountEvery = std::chrono::minutes(10);
constexpr Duration feesEvery = std::chrono::hours(1);
constexpr Duration instrumentsEvery = std::chrono::hours(12); // maxima change twice a month
constexpr Duration afterFailure = 2s;
constexpr int failuresUntilSlow = 5;
constexpr int failuresUntilKept = 2;
constexpr Duration afterManyFailures = 30s;

/// The venue keeps it to itself, today and tomorrow.
bool isKept(const Verdict &verdict)
{
    return verdict.reason == Reason::NoPermission || verdict.reason == Reason::NoSuchRoute;
}

/// A reader that puts what it reads into its place: there is no next page.
template <class T, class Parse, class Keep>
auto reader(Parse parse, Keep keep)
{
    return [parse, keep](const std::string &bytes) -> Result<std::optional<Request>> {
        Result<T> value = parse(bytes);
        if (!value)
            return failure(value.error());
        keep(std::move(*value));
        return std::optional<Request>();
    };
}

} // namespace

BybitFacts::BybitFacts(BybitClient &client, const Clock &clock, const std::vector<InstrumentId> &inUse, Hooks hooks)
    : m_client(client), m_clock(clock), m_hooks(std::move(hooks))
{
    addAccount();
    for (Question &each : m_questions)
        each.mayBeKept = true; // what they would keep back, the venue itself refuses
    addInstruments(Category::Linear);
    addInstruments(Category::Spot);
    for (const InstrumentId &instrument : inUse)
        use(instrument);
}

BybitFacts::Question &BybitFacts::add(Request request, Duration every, bool isNeeded,
                                      std::function<Result<std::optional<Request>>(const std::string &)> read)
{
    return m_questions.emplace_back(Question{.request = std::move(request), .read = std::move(read), .every = every,
                                             .isNeeded = isNeeded, .dueAt = m_clock.steady()});
}

void BybitFacts::addAccount()
{
    add(keyInfo(), accountEvery, true, reader<KeyPermissions>(&parseKeyInfo, [this](KeyPermissions key) {
            if (key.isReadOnly)
                notice("The Bybit key may only read: no order can leave.");
            else if (key.mayWithdraw)
                notice("The Bybit key may also withdraw money. No program needs that to trade.");
            m_key = std::move(key);
        }));
    add(accountInfo(), accountEvery, true, reader<AccountInfo>(&parseAccountInfo, [this](const AccountInfo &account) {
            m_account = account;
            if (!account.isUnified())
                notice("This is not a unified trading account of Bybit: no entry can leave.");
        }));
    add(userSettings(), accountEvery, true, reader<BeyondLimits>(&parseUserSettings, [this](const BeyondLimits &now) {
            m_beyondLimits = now;
            if (now.linear == BeyondLimit::Move || now.spot == BeyondLimit::Move)
                notice("Bybit is set to move limit prices beyond its limits in silence. Let it refuse them instead: "
                       "until then a price may be moved when the limits change in the moment of sending.");
        }));
}

void BybitFacts::addInstruments(Category category)
{
    const auto read = [this, category](const std::string &bytes) -> Result<std::optional<Request>> {
        auto page = parseInstruments(category, bytes);
        if (!page)
            return failure(page.error());
        auto &listed = m_listed[category];
        const std::size_t before = listed.size();
        for (InstrumentFacts &facts : page->items) {
            listed.insert(facts.instrument.id);
            m_instruments.insert_or_assign(facts.instrument.id, std::move(facts));
        }
        const bool isMore = category == Category::Linear && page->rows() == std::size_t(instrumentPage) &&
                            !page->cursor.empty() && listed.size() > before;
        if (isMore)
            return bybit::instruments(category, page->cursor);
        for (auto &[id, facts] : m_instruments) // what is held in it can still be closed
            if (facts.category == category && !listed.contains(id))
                facts.status = "not listed";
        return std::optional<Request>();
    };
    // From the first page on: what an earlier round has left behind, broken off by a failed page, does not count.
    add(bybit::instruments(category), instrumentsEvery, true, read).begins = [this, category] {
        m_listed[category].clear();
    };
}

void BybitFacts::use(const InstrumentId &instrument)
{
    const auto category = categoryOf(instrument);
    if (!category || !m_used.emplace(instrument, Used{}).second)
        return;
    add(priceLimit(*category, instrument.symbol), limitsEvery, false,
        reader<PriceLimits>(&parsePriceLimit, [this, instrument](const PriceLimits &limits) {
            m_used[instrument].limits = limits;
            m_used[instrument].limitsAt = m_clock.steady();
            if (limits.at)
                m_marketNow = std::max(m_marketNow.value_or(*limits.at), *limits.at);
        }));
    if (const auto request = bybit::feeRate(m_client.endpoints().environment, *category, instrument.symbol))
        add(*request, feesEvery, false, reader<std::vector<FeeRate>>(&parseFeeRates, [this, instrument](
                                                                         const std::vector<FeeRate> &rates) {
                m_used[instrument].fees = rates.front();
            }));
    if (*category == Category::Linear)
        add(position(instrument.symbol), modeEvery, true,
            reader<Page<PositionState>>(&parsePositions, [this, instrument](const Page<PositionState> &rows) {
                noticeHedge(instrument, std::any_of(rows.items.begin(), rows.items.end(),
                                                    [](const PositionState &row) { return row.isHedged(); }));
            })).mayBeKept = true; // as long as it is not known, nothing is opened in it
}

void BybitFacts::noticeHedge(const InstrumentId &instrument, bool isHedged)
{
    const auto before = std::exchange(m_used[instrument].isHedged, isHedged);
    if (isHedged && !before.value_or(false))
        m_hooks.found(instrument.symbol +
                      " is in Bybit's hedge mode: entries are blocked until it is switched to one-way mode.");
}

void BybitFacts::heard(const PositionState &position)
{
    if (m_used.contains(position.instrument))
        noticeHedge(position.instrument, position.isHedged());
}

void BybitFacts::notice(const std::string &sentence)
{
    if (m_noticed.insert(sentence).second)
        m_hooks.found(sentence);
}

void BybitFacts::tick()
{
    for (std::size_t i = 0; i < m_questions.size(); ++i) {
        Question &question = m_questions[i];
        if (question.isAsking || m_clock.steady() < question.dueAt)
            continue;
        if (question.begins)
            question.begins();
        ask(question, question.request);
    }
}

void BybitFacts::ask(Question &question, const Request &request)
{
    question.isAsking = true;
    const net::RateUse use = question.isAnswered ? net::RateUse::Other : net::RateUse::Query;
    (void)m_client.send(request, use, [this, &question](const Answer &answer) { take(question, answer); });
}

void BybitFacts::take(Question &question, const Answer &answer)
{
    if (answer.verdict.reason == Reason::NotInDemo)
        return answered(question); // what demo does not have, an order there does not need
    if (question.mayBeKept && isKept(answer.verdict) && question.failures >= failuresUntilKept) {
        notice("Bybit does not say what " + question.request.path + " would (" + answer.verdict.detail +
               "): it is not looked at before an order.");
        return answered(question);
    }
    if (!answer.verdict.isDone())
        return fail(question);
    const auto next = question.read(answer.body);
    if (!next)
        return unreadable(question, next.error());
    if (*next)
        return ask(question, **next);
    answered(question);
}

void BybitFacts::fail(Question &question)
{
    question.isAsking = false;
    ++question.failures;
    question.dueAt =
        m_clock.steady() + (question.failures > failuresUntilSlow ? afterManyFailures : afterFailure);
}

/// What the venue tells and nobody here understands keeps back what depends on it, and nothing else.
void BybitFacts::unreadable(Question &question, const Error &why)
{
    const bool isDoneWithout = question.mayBeKept && question.failures >= failuresUntilKept;
    notice("Bybit's answer to " + question.request.path + " cannot be read: " + describe(why) + "." +
           (question.isNeeded && !question.mayBeKept ? " No order can leave before it can." : ""));
    if (!isDoneWithout)
        return fail(question);
    answered(question);
}

void BybitFacts::answered(Question &question)
{
    question.isAsking = false;
    question.isAnswered = true;
    question.failures = 0;
    question.dueAt = m_clock.steady() + question.every;
    const bool isReady = std::all_of(m_questions.begin(), m_questions.end(), [](const Question &each) {
        return each.isAnswered || !each.isNeeded;
    });
    if (isReady && !std::exchange(m_isReady, true))
        m_hooks.ready();
}

void BybitFacts::refuseBeyondLimits(Category category)
{
    (void)m_client.send(setBeyondLimit(category, BeyondLimit::Refuse), net::RateUse::Other, [this](const Answer &) {
        for (Question &question : m_questions) // what it became is asked, not believed
            if (question.request == userSettings())
                question.dueAt = m_clock.steady();
    });
}

} // namespace core::bybit
