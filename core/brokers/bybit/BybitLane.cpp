#include "core/brokers/bybit/BybitLane.h"

#include "core/market/BarBuilder.h"

#include <algorithm>
#include <utility>

namespace core::bybit {

namespace {

constexpr Duration fillAgain = std::chrono::seconds(5); ///< Also how soon one series is looked after twice.
/// A bar that has not come so long after its end does not come by itself.
constexpr Duration overdueAfter = std::chrono::seconds(10);
constexpr Duration lookEvery = std::chrono::seconds(1);
constexpr Duration timeComesWithin = std::chrono::seconds(3);
constexpr int bestPrices = 1;

} // namespace

Lane::Lane(Way way, std::map<SeriesId, Timestamp> known, Parts parts, SeededRandom random, Hooks hooks)
    : m_parts(parts), m_hooks(std::move(hooks)),
      m_socket(way.category, std::move(way.socket), std::move(way.url), std::move(way.topics), parts.clock, random,
               socketHooks())
{
    for (const auto &[id, last] : known)
        m_series.emplace(id, Series{last});
}

PriceSocket::Hooks Lane::socketHooks()
{
    return {[this] {
                m_state = State::Due;
                m_dueAt = m_parts.clock.steady();
            },
            [this](const PublicMessage &message) { told(message); },
            [this] { lost(); }, [this] { m_hooks.changed(); }};
}

void Lane::lost()
{
    m_state = State::Unfilled;
    for (auto &[id, book] : m_books)
        book.doubt();
}

void Lane::tick()
{
    m_socket.tick();
    const Duration now = m_parts.clock.steady();
    if (m_state == State::Due && now - *m_dueAt >= timeComesWithin)
        fillAll();
    for (auto &[id, series] : m_series)
        if (series.fillAt && now >= *series.fillAt && m_socket.isUp())
            fill(id);
    if (isUp() && now >= m_lookAt)
        fillOverdue();
}

/// A topic can die alone while others go on: then no message of its own shows that bars are missing.
void Lane::fillOverdue()
{
    const Duration now = m_parts.clock.steady();
    m_lookAt = now + lookEvery;
    const auto &market = m_parts.clock.newest();
    for (auto &[id, series] : m_series) {
        const auto span = barSpanAt(series.last, id.timeframe, SessionKind::AlwaysOpen);
        if (!market || !span || *market < span->close || series.isFilling) {
            series.overdueSince.reset();
        } else if (now - series.overdueSince.emplace(series.overdueSince.value_or(now)) >= overdueAfter) {
            series.overdueSince = now;
            fill(id);
        }
    }
}

// --- what comes ----------------------------------------------------------------------------------

void Lane::told(const PublicMessage &message)
{
    if (const auto *book = std::get_if<BookMessage>(&message))
        onBook(*book);
    else if (const auto *klines = std::get_if<KlinesTold>(&message))
        for (const KlineUpdate &update : klines->bars)
            onKline(update);
    if (m_state == State::Due)
        fillAll(); // now it is known what time it is there
}

void Lane::onBook(const BookMessage &message)
{
    m_parts.clock.saw(message.at);
    BybitBook &book = m_books[message.instrument];
    switch (book.apply(message)) {
    case BybitBook::Outcome::Gap:
    case BybitBook::Outcome::InDoubt: return m_socket.renew(bookTopic(bestPrices, message.instrument.symbol));
    case BybitBook::Outcome::Crossed:
        m_parts.quotes.refuse();
        return m_socket.renew(bookTopic(bestPrices, message.instrument.symbol));
    default: break;
    }
    const auto quote = book.quote();
    if (!quote)
        m_parts.quotes.refuse();
    else if (m_parts.quotes.accepts(message.instrument, *quote))
        m_hooks.tell(QuoteChanged{message.instrument, *quote});
}

void Lane::onKline(const KlineUpdate &update)
{
    m_parts.clock.saw(update.at);
    const auto found = m_series.find(update.series);
    if (found == m_series.end())
        return;
    Series &series = found->second;
    const bool isAhead = update.bar.openTime > series.last;
    if (update.isFinal && (isAhead || series.isFilling || m_state != State::Filled))
        series.held.push_back(update.bar);
    else if (update.isFinal)
        handOn(update.series, series, update.bar);
    const bool isDue = m_parts.clock.steady() >= series.lookAfter;
    if (isAhead && isDue && !series.isFilling && m_state == State::Filled)
        fill(update.series); // the end of the one before it was not heard
}

void Lane::handOn(const SeriesId &id, Series &series, const Bar &bar)
{
    if (bar.closeTime <= series.last)
        return;
    series.last = bar.closeTime;
    series.overdueSince.reset();
    m_hooks.tell(BarClosed{id, bar});
}

// --- what was missed -----------------------------------------------------------------------------

void Lane::fillAll()
{
    m_state = State::Filling;
    m_hooks.changed();
    for (auto &[id, series] : m_series)
        series.isFilling = true; // all of them, before the first can be through
    for (const auto &[id, series] : m_series)
        fill(id);
    settle();
}

void Lane::fill(const SeriesId &id)
{
    Series &series = m_series.at(id);
    series.isFilling = true;
    series.fillAt.reset();
    series.lookAfter = m_parts.clock.steady() + fillAgain;
    // The venue closes bars by its own time, which is real time even where a market is played; and what runs
    // while it answers has not closed.
    const Timestamp now = m_parts.clock.newest().value_or(m_parts.clock.now());
    m_parts.klines.fetch({id, series.last, now}, [this, id, now, number = ++series.fill](Result<Klines::Found> found) {
        if (number == m_series.at(id).fill)
            filled(id, now, std::move(found));
    });
}

void Lane::filled(const SeriesId &id, Timestamp until, Result<Klines::Found> found)
{
    Series &series = m_series.at(id);
    m_problem = found ? "" : found.error().message;
    if (!found) {
        series.fillAt = m_parts.clock.steady() + fillAgain;
        return m_hooks.changed();
    }
    for (const Bar &bar : *found)
        if (bar.closeTime > series.last && bar.closeTime <= until) {
            ++m_filledBars;
            handOn(id, series, bar);
        }
    series.isFilling = false;
    auto held = std::exchange(series.held, {});
    std::sort(held.begin(), held.end(), [](const Bar &a, const Bar &b) { return a.openTime < b.openTime; });
    for (const Bar &bar : held)
        handOn(id, series, bar);
    settle();
}

void Lane::settle()
{
    const auto isFilling = [](const auto &each) { return each.second.isFilling; };
    if (m_state != State::Filling || std::any_of(m_series.begin(), m_series.end(), isFilling))
        return;
    m_state = State::Filled;
    m_hooks.changed();
}

// --- how it is -----------------------------------------------------------------------------------

std::string Lane::detail() const
{
    if (!m_socket.isUp() || m_state == State::Filled)
        return m_socket.detail();
    return m_problem.empty() ? "the bars that were missed are being fetched"
                             : "the bars that were missed cannot be fetched: " + m_problem;
}

void Lane::addTo(FeedState &state) const
{
    state.messages += m_socket.messages();
    state.reconnects += m_socket.reconnects();
    state.gapsFilled += m_filledBars;
    state.refused += m_socket.unreadable();
    state.dataAge = std::max(state.dataAge, m_socket.dataAge());
}

} // namespace core::bybit
