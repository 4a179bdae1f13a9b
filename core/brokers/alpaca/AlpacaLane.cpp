#include "core/brokers/alpaca/AlpacaLane.h"

#include "core/market/NewYorkTime.h"
#include "core/market/UsEquityCalendar.h"

#include <algorithm>
#include <utility>

namespace core::alpaca {

using namespace std::chrono;

namespace {

constexpr Duration silentAfter = seconds(60); ///< Of an open market.
constexpr Duration onItsWay = seconds(5);     ///< From the market to us, at most.
constexpr Duration fillAgain = seconds(5);
constexpr Duration aheadAtMost = seconds(5);  ///< Of a minute's end, before the market's clock.

} // namespace

Lane::Lane(TradedKind kind, Parts parts, Hooks hooks)
    : m_kind(kind), m_parts(parts), m_hooks(std::move(hooks)), m_days(kind, parts.bars, parts.clock)
{
}

bool Lane::isOf(TradedKind kind, const InstrumentId &instrument)
{
    return instrument.venue == (kind == TradedKind::Crypto ? "alpaca-crypto" : "alpaca");
}

SessionKind Lane::session() const
{
    return m_kind == TradedKind::Crypto ? SessionKind::AlwaysOpen : SessionKind::UsEquities;
}

SeriesMaker Lane::makerFor(const SeriesId &series) const
{
    const auto running = barSpanAt(m_parts.clock.now(), series.timeframe, session());
    return {series, session(), running ? running->open : m_parts.clock.now()};
}

// --- the stream ----------------------------------------------------------------------------------

Timestamp &Lane::nextMinute(const std::string &symbol)
{
    const auto [at, isNew] = m_nextMinute.try_emplace(symbol, Timestamp::max());
    if (isNew)
        for (const auto &[series, maker] : m_makers)
            if (series.instrument.symbol == symbol)
                at->second = std::min(at->second, maker.from());
    return at->second;
}

void Lane::open(const std::vector<SeriesId> &series, std::unique_ptr<net::SocketPort> socket, std::string url,
                SeededRandom random)
{
    for (const SeriesId &each : series) {
        m_symbols.insert(each.instrument.symbol);
        if (Days::isMadeByVenue(each.timeframe)) {
            const auto last = m_lastDays.find(each);
            m_days.follow(each, last == m_lastDays.end() ? std::nullopt : std::optional(last->second));
        } else {
            m_makers.try_emplace(each, makerFor(each));
            (void)nextMinute(each.instrument.symbol);
        }
    }
    m_closedAt = m_parts.clock.steady();
    m_stream = std::make_unique<PriceStream>(
        std::move(socket), std::move(url), m_parts.keys, std::vector<std::string>(m_symbols.begin(), m_symbols.end()),
        m_kind == TradedKind::Stock, m_parts.clock, random,
        PriceStream::Hooks{[this] { catchUp(); }, [this](const MarketMessage &message) { told(message); },
                           [this] { m_hooks.changed(); }});
    m_stream->open();
}

void Lane::tick()
{
    m_days.tick([this](const SeriesId &series, const Bar &bar) { m_hooks.tell(BarClosed{series, bar}); });
    if (!m_stream)
        return;
    m_stream->tick();
    if (m_stream->isUp() && m_fillAt && m_parts.clock.steady() >= *m_fillAt)
        catchUp();
    reconnectIfSilent();
    if (isUp() && !m_isFilling)
        closeByClock();
}

void Lane::closeByClock()
{
    std::set<std::string> open;
    for (auto &[series, maker] : m_makers)
        if (mayHaveMore(series, maker))
            open.insert(series.instrument.symbol);
        else if (const auto bar = maker.closeBy(m_parts.clock.now()))
            m_hooks.tell(BarClosed{series, *bar});
    if (!open.empty())
        fill(std::move(open));
}

/// Its bar is over, and of its last minutes nothing came.
bool Lane::mayHaveMore(const SeriesId &series, const SeriesMaker &maker) const
{
    const auto end = maker.dueBy(m_parts.clock.now());
    return end && m_nextMinute.at(series.instrument.symbol) < *end;
}

/// An open socket proves nothing: of an open market something must come. A thin one may be quiet; then the venue
/// itself has nothing newer.
void Lane::reconnectIfSilent()
{
    const Duration now = m_parts.clock.steady();
    if (session() == SessionKind::UsEquities && !isCoreSession(m_parts.clock.now()))
        m_closedAt = now;
    const Duration silent = std::min(m_stream->dataAge(), now - std::max(m_closedAt, m_quietAt));
    if (m_stream->isUp() && !m_isAskingQuotes && silent >= silentAfter)
        askWhetherQuiet();
}

void Lane::askWhetherQuiet()
{
    m_isAskingQuotes = true;
    const std::vector<std::string> symbols(m_symbols.begin(), m_symbols.end());
    m_parts.bars.latestQuotes(m_kind, symbols, [this](const Result<Bars::Newest> &quotes) {
        m_isAskingQuotes = false;
        m_quietAt = m_parts.clock.steady();
        if (!quotes)
            m_stream->reconnect("no prices for a minute");
        else if (hasMissed(*quotes))
            m_stream->reconnect("no prices for a minute, and Alpaca has newer ones");
    });
}

/// What is only just quoted may be on its way.
bool Lane::hasMissed(const Bars::Newest &quotes) const
{
    return std::any_of(quotes.begin(), quotes.end(), [this](const auto &each) {
        const auto last = m_lastQuotes.find(each.first);
        const Timestamp heard = last == m_lastQuotes.end() ? m_confirmedAt : std::max(last->second, m_confirmedAt);
        return each.second.at > heard && each.second.at + onItsWay < m_parts.clock.now();
    });
}

void Lane::told(const MarketMessage &message)
{
    if (const auto *quote = std::get_if<QuoteMessage>(&message))
        onQuote(*quote);
    else if (const auto *bar = std::get_if<BarMessage>(&message); bar && bar->kind == BarKind::Minute)
        onBar(*bar);
    else if (const auto *status = std::get_if<StatusMessage>(&message))
        onStatus(*status);
}

InstrumentId Lane::instrumentOf(const std::string &symbol) const
{
    return {venueOf(m_kind), symbol};
}

void Lane::onStatus(const StatusMessage &message)
{
    const InstrumentId instrument = instrumentOf(message.symbol);
    if (!m_symbols.contains(message.symbol))
        return;
    if (message.isResumption())
        return m_parts.halts.resume(instrument);
    if (!message.isHalt())
        return;
    const std::string why = withoutKeys(message.text + (message.reason.empty() ? "" : " (" + message.reason + ")"),
                                        m_parts.keys);
    m_parts.halts.halt(instrument, message.at, why);
    m_hooks.tell(VenueTrouble{"Trading in " + message.symbol + " is halted: " + why, false, false});
}

void Lane::onQuote(const QuoteMessage &message)
{
    const InstrumentId instrument = instrumentOf(message.symbol);
    const auto quote = message.quote.both();
    if (!m_symbols.contains(message.symbol))
        return;
    // A price of another time than the market's: its day would become ours.
    const bool isOfNow = m_parts.clock.saw(message.quote.at);
    if (isOfNow)
        m_lastQuotes[message.symbol] = std::max(m_lastQuotes[message.symbol], message.quote.at);
    if (!isOfNow || !quote)
        m_parts.quotes.refuse();
    else if (m_parts.quotes.accepts(instrument, *quote))
        m_hooks.tell(QuoteChanged{instrument, *quote});
}

void Lane::onBar(const BarMessage &message)
{
    Bar minute = message.bar.bar;
    minute.closeTime = minute.openTime + minutes(1);
    if (!m_symbols.contains(message.symbol))
        return;
    m_parts.clock.saw(minute.closeTime);
    m_parts.halts.traded(instrumentOf(message.symbol), minute.openTime);
    if (minute.closeTime > m_parts.clock.now() + aheadAtMost)
        ++m_refusedBars; // of a future that the market's clock does not believe
    else if (m_isFilling || hasHoleBefore(message.symbol, minute.openTime))
        m_held.emplace_back(message.symbol, minute);
    else
        take(message.symbol, minute);
    if (!m_held.empty() && !m_isFilling)
        fill({message.symbol});
}

/// Of the session only: a day begins with its opening.
bool Lane::hasHoleBefore(const std::string &symbol, Timestamp open) const
{
    const auto next = m_nextMinute.find(symbol);
    if (next == m_nextMinute.end() || !m_stream->isUp())
        return false;
    const auto day = session() == SessionKind::UsEquities ? sessionOf(newYorkDate(open)) : std::nullopt;
    if (session() == SessionKind::UsEquities && (!day || open < day->open || open >= day->close))
        return false;
    return std::max(next->second, day ? day->open : next->second) < open;
}

void Lane::take(const std::string &symbol, const Bar &minute)
{
    if (const auto next = m_nextMinute.find(symbol); next != m_nextMinute.end())
        next->second = std::max(next->second, minute.closeTime);
    for (auto &[series, maker] : m_makers)
        if (series.instrument.symbol == symbol)
            if (const auto bar = maker.onMinute(minute))
                m_hooks.tell(BarClosed{series, *bar});
}

// --- what was missed -----------------------------------------------------------------------------

void Lane::catchUp()
{
    m_isBehind = true;
    m_confirmedAt = m_parts.clock.now();
    std::set<std::string> symbols;
    for (const auto &[symbol, next] : m_nextMinute)
        symbols.insert(symbol);
    fill(std::move(symbols));
}

void Lane::fill(std::set<std::string> symbols)
{
    m_fillAt.reset();
    m_isFilling = true;
    const Timestamp now = m_parts.clock.now();
    Timestamp from = now;
    for (const std::string &symbol : symbols)
        from = std::min(from, m_nextMinute.at(symbol));
    std::vector<std::string> asked(symbols.begin(), symbols.end());
    m_parts.bars.fetch({m_kind, Timeframe::M1, std::move(asked), from, now},
                       [this, number = ++m_fill, now, symbols = std::move(symbols)](Result<Bars::Found> found) {
                           if (number == m_fill)
                               filled(symbols, now, std::move(found));
                       });
}

void Lane::filled(const std::set<std::string> &symbols, Timestamp until, Result<Bars::Found> found)
{
    m_fillProblem = found ? "" : found.error().message;
    if (!found) {
        m_isBehind = true; // what is missing is not known
        m_fillAt = m_parts.clock.steady() + fillAgain;
        return m_hooks.changed();
    }
    takeFilled(*found, until);
    // The newest minute may be younger than the answer.
    const Timestamp known = floor<minutes>(until - BarBuilder::grace);
    for (const std::string &symbol : symbols)
        nextMinute(symbol) = std::max(nextMinute(symbol), known);
    m_isFilling = false;
    release();
    if (std::exchange(m_isBehind, false))
        m_hooks.changed();
}

/// Among what was held there may be holes of its own.
void Lane::release()
{
    std::set<std::string> open;
    for (const auto &[symbol, minute] : std::exchange(m_held, {}))
        if (open.contains(symbol) || hasHoleBefore(symbol, minute.openTime)) {
            open.insert(symbol);
            m_held.emplace_back(symbol, minute);
        } else {
            take(symbol, minute);
        }
    if (!open.empty())
        fill(std::move(open));
}

void Lane::takeFilled(const Bars::Found &found, Timestamp until)
{
    for (const auto &[symbol, bars] : found)
        for (const Bar &minute : bars)
            if (m_nextMinute.contains(symbol) && minute.openTime >= m_nextMinute[symbol] && minute.closeTime <= until) {
                ++m_filledBars;
                take(symbol, minute);
            }
}

// --- how it is -----------------------------------------------------------------------------------

std::string Lane::detail() const
{
    if (!m_stream->isUp() || !m_isBehind)
        return m_stream->detail();
    return m_fillProblem.empty() ? "the bars that were missed are being fetched"
                                 : "the bars that were missed cannot be fetched: " + m_fillProblem;
}

Duration Lane::dataAge() const
{
    return m_stream->dataAge();
}

void Lane::addTo(FeedState &state) const
{
    state.messages += m_stream->messages();
    state.reconnects += m_stream->reconnects();
    state.gapsFilled += m_filledBars;
    state.refused += m_refusedBars + m_stream->unreadable();
}

} // namespace core::alpaca
