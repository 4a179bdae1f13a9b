// The account's day: its start, what was paid in and out, its loss, and how trading went lately.
#include "core/engine/TradingEngine.h"

#include "core/market/ExchangeDay.h"
#include "core/market/NewYorkTime.h"
#include "core/market/UsEquityCalendar.h"

namespace core {

namespace {

using namespace std::chrono_literals;

/// The index is written no more often: a crash forgets at most this much of it.
constexpr Duration indexKeeping = 1min;

Timestamp midnight(std::chrono::sys_days day, SessionKind session)
{
    return session == SessionKind::UsEquities ? fromNewYork(day, 0s) : Timestamp(day);
}

std::chrono::sys_days tradingDayBefore(std::chrono::sys_days day)
{
    do
        day -= std::chrono::days(1);
    while (!isTradingDay(day));
    return day;
}

} // namespace

/// A restart never re-bases the day: what was written stands until the venue's next day begins.
void TradingEngine::takeOverDay(const StoredState &stored)
{
    for (const CashFlow &flow : stored.flows)
        m_parts.portfolio.apply(flow);
    m_parts.dayStartEquity = stored.dayStartEquity.value_or(m_parts.portfolio.equity());
    if (stored.closeAt && stored.closeEquity)
        m_close = {*stored.closeAt, *stored.closeEquity};
    m_parts.pace.restore(stored.pace);
    if (const auto index = parseIndexState(stored.equityIndex))
        m_parts.index = EquityIndex(*index);
    if (!stored.dayStartAt)
        return;
    m_day = exchangeDay(*stored.dayStartAt, m_parts.settings.daySession);
    m_dayStartSince = stored.dayStartSince.value_or(*stored.dayStartAt);
    m_parts.netFlows = m_parts.portfolio.netFlowsSince(m_dayStartSince);
    m_parts.isDayLost = stored.isDayLost;
    const bool isStocks = m_parts.settings.daySession == SessionKind::UsEquities;
    const auto session = isStocks ? sessionOf(*m_day) : std::nullopt;
    if (session && (!m_close || m_close->at < session->close))
        m_closeDue = session->close;
}

void TradingEngine::rollDay(Timestamp at)
{
    noteClose(at);
    const auto day = exchangeDay(at, m_parts.settings.daySession);
    if (!m_day || day > *m_day)
        beginDay(at, day);
}

/// Before the first price after the close is marked, equity is that of the close.
void TradingEngine::noteClose(Timestamp at)
{
    if (!m_closeDue || at <= *m_closeDue)
        return;
    m_close = {*m_closeDue, m_figures.equity() - m_parts.portfolio.netFlowsSince(*m_closeDue)};
    m_closeDue.reset();
    m_parts.observers.sessionClosed(m_close->at, m_close->equity);
}

/// E0 of a trading day is the equity of the last close; of any other day, and of what never closes, our
/// own at midnight (trading-rules section 1). Before today's first price is marked it is still that.
void TradingEngine::beginDay(Timestamp at, std::chrono::sys_days day)
{
    const SessionKind kind = m_parts.settings.daySession;
    const bool isFirst = !m_day;
    if (!isFirst)
        m_parts.muted.clear();
    m_day = day;
    m_parts.isDayLost = false;
    m_dayStartSince = midnight(day, kind);
    m_isDayStartOurs = false;
    const auto session = kind == SessionKind::UsEquities ? sessionOf(day) : std::nullopt;
    const bool isCloseKnown = session && m_close && newYorkDate(m_close->at) == tradingDayBefore(day);
    m_isDayStartOurs = session && !isCloseKnown;
    if (isCloseKnown) {
        m_dayStartSince = m_close->at;
        m_parts.dayStartEquity = m_close->equity;
    } else if (!isFirst) {
        m_parts.dayStartEquity = m_figures.equity();
    } else {
        m_dayStartSince = at; // the account's first day begins with the program
    }
    if (session && !m_parts.settings.limits.isUnlimited)
        m_closeDue = session->close;
    m_parts.netFlows = m_parts.portfolio.netFlowsSince(m_dayStartSince);
    m_parts.observers.dayStarted(at, m_parts.dayStartEquity, m_dayStartSince);
}

/// The books of the account begin now, with what the venue says: so does its first day. What was lost since
/// the last close counts as today's, where the venue tells that equity; what was paid in since must not hide it.
void TradingEngine::beginBooks(const VenueSnapshot &venue)
{
    m_parts.index = EquityIndex();
    m_close.reset();
    const Timestamp now = m_parts.now();
    m_day = exchangeDay(now, m_parts.settings.daySession);
    const bool isTradingDay = m_parts.settings.daySession == SessionKind::UsEquities && sessionOf(*m_day).has_value();
    if (isTradingDay && !m_parts.settings.limits.isUnlimited)
        m_closeDue = sessionOf(*m_day)->close;
    const Money equity = m_figures.equity();
    startDayWith(isTradingDay && venue.lastEquity ? std::max(equity, *venue.lastEquity) : equity, now);
}

/// The program was not there at the last close: the venue was. Where it was, its own close stands, which is of
/// the same moment; the venue may tell yesterday's for some time after midnight.
void TradingEngine::takeLastEquity(const VenueSnapshot &venue)
{
    if (!venue.lastEquity || m_parts.settings.daySession != SessionKind::UsEquities)
        return;
    rollDay(m_parts.now());
    if (!std::exchange(m_isDayStartOurs, false))
        return;
    const auto before = sessionOf(tradingDayBefore(*m_day));
    startDayWith(*venue.lastEquity, before ? before->close : m_dayStartSince);
    watchDayLoss();
}

void TradingEngine::startDayWith(Money equity, Timestamp since)
{
    m_parts.dayStartEquity = equity;
    m_dayStartSince = since;
    m_isDayStartOurs = false;
    m_parts.netFlows = m_parts.portfolio.netFlowsSince(since);
    m_parts.observers.dayStarted(m_parts.now(), equity, since);
}

void TradingEngine::on(const CashFlow &event)
{
    // Booked by another clock than the market's, which need not be quite the same.
    rollDay(std::min<Timestamp>(event.at, m_parts.now() + std::chrono::minutes(5)));
    bookFlow(event);
}

void TradingEngine::bookFlow(const CashFlow &event)
{
    if (!m_parts.portfolio.apply(event))
        return;
    correctBy(event);
    m_parts.netFlows = m_parts.portfolio.netFlowsSince(m_dayStartSince);
    const bool isTransfer = event.kind == CashFlow::Kind::Transfer;
    if (isTransfer)
        m_parts.index.flow(event.amount);
    m_parts.observers.cashFlowed(event);
    m_parts.note(Severity::Info, "account",
                 std::string(isTransfer ? (event.amount.sign() < 0 ? "Paid out: " : "Paid in: ")
                                        : (event.amount.sign() < 0 ? "Charged: " : "Credited: ")) +
                     event.amount.abs().toString() + ".");
    watchDayLoss();
    m_entries.judgeAll();
}

/// Told after E0 or the close was noted, and of a moment before: the venue's own figure has it in already.
void TradingEngine::correctBy(const CashFlow &late)
{
    if (m_close && late.at < m_close->at) {
        m_close->equity += late.amount;
        m_parts.observers.sessionClosed(m_close->at, m_close->equity);
    }
    if (!m_day || late.at >= m_dayStartSince)
        return;
    m_parts.dayStartEquity += late.amount;
    m_parts.observers.dayStarted(m_parts.now(), m_parts.dayStartEquity, m_dayStartSince);
    if (m_parts.isDayLost) // a day's start ends what was lost before it
        m_parts.observers.dayLost(m_parts.now(), m_figures.equity());
}

void TradingEngine::watchDayLoss()
{
    const RiskLimits &limits = m_parts.settings.limits;
    if (limits.isUnlimited || m_parts.isDayLost)
        return;
    if (m_figures.dayLoss() < scaled(m_parts.dayStartEquity, limits.dayLoss) || m_parts.dayStartEquity.isZero())
        return;
    m_parts.isDayLost = true;
    m_parts.observers.dayLost(m_parts.now(), m_figures.equity());
    m_parts.desk.killAll("the day's loss limit is reached");
    m_entries.cancelAll();
    m_parts.note(Severity::Alarm, "halt", "The day's loss limit is reached: no entries until the next day.");
    if (m_parts.settings.mode == DecisionMode::Auto) {
        m_parts.settings.mode = DecisionMode::Hybrid;
        m_parts.observers.modeChanged(DecisionMode::Hybrid, "day's loss limit", m_parts.now());
    }
}

/// Only where it is asked for: at every price, which is what marked equity means.
void TradingEngine::sampleIndex(Timestamp at)
{
    const RiskLimits &limits = m_parts.settings.limits;
    if (limits.isUnlimited)
        return;
    m_parts.index.sample(m_figures.equity());
    if (m_indexKeptAt && at - *m_indexKeptAt < indexKeeping)
        return;
    m_indexKeptAt = at;
    m_parts.observers.indexSampled(m_parts.index.state(), at);
}

/// The limit on the rate counts what is written to leave; so does the count of a bot's own entries.
void TradingEngine::countEntry(const Order &order)
{
    if (order.request.role != OrderRole::Entry || m_parts.settings.limits.isUnlimited)
        return;
    m_parts.pace.onEntry(order);
    const DeskEntry *card = m_parts.desk.find(order.proposal);
    if (!m_parts.pace.takeByRule(order.proposal) || !card)
        return;
    const BotId &bot = card->proposal.signal.bot;
    const int count = m_parts.pace.onAutomated(bot, order.createdAt, m_parts.settings);
    m_parts.observers.automationCounted(bot, count, order.createdAt);
    if (count == m_parts.settings.limits.maxAutomatedEntries)
        m_parts.note(Severity::Warning, "bot",
                     "Bot " + bot.text() + " has made " + std::to_string(count) +
                         " automatic entries: it makes no more until a person lets it go on.");
}

/// A person has switched the bot on, or chosen auto mode again: its count begins anew.
void TradingEngine::releaseBot(const BotId &bot)
{
    if (m_parts.pace.automatedEntries(bot, m_parts.now(), m_parts.settings) == 0)
        return;
    m_parts.pace.release(bot, m_parts.now());
    m_parts.observers.automationCounted(bot, 0, m_parts.now());
    m_entries.judgeAll();
}

void TradingEngine::noteTrip(const RoundTrip &trip)
{
    m_parts.observers.tripClosed(trip);
    if (!m_parts.settings.limits.isUnlimited)
        m_parts.pace.onTrip(trip);
}

void TradingEngine::watch(const SeriesId &series, const Bar &bar)
{
    if (m_parts.settings.limits.isUnlimited)
        return;
    const auto found = m_parts.instruments.find(series.instrument);
    if (found != m_parts.instruments.end())
        m_parts.watch.onBar(series, bar, found->second.session);
}

} // namespace core
