// The account's day: its start, its flows, its drawdown, and how trading went lately.
#include "tests/core/engine/property/Reference.h"

#include "tests/support/CrashJournal.h"

#include <algorithm>

namespace property {

using namespace core;
using namespace std::chrono_literals;
using support::column;

namespace {

Timestamp newYork(std::int64_t day, Duration clock)
{
    return Timestamp(std::chrono::days(day)) + 5h + clock;
}

bool isWeekday(std::int64_t day)
{
    return std::chrono::weekday(std::chrono::sys_days(std::chrono::days(day))).iso_encoding() <= 5;
}

} // namespace

double Reference::flowsSince(Timestamp at) const
{
    double sum = 0;
    for (const CashFlow &flow : flows)
        if (flow.at >= at && flow.kind == CashFlow::Kind::Transfer)
            sum += flow.amount.toDouble();
    return sum;
}

void Reference::noteClose(Timestamp at)
{
    if (!m_closeDue || at <= *m_closeDue)
        return;
    m_close = Close{*m_closeDue, equity() - flowsSince(*m_closeDue)};
    m_closeDue.reset();
}

/// A trading day begins with the equity of the last close, any other with our own at midnight, the first
/// with the program.
void Reference::rollDay(Timestamp at)
{
    noteClose(at);
    const std::int64_t day = newYorkDay(at);
    if (m_day && day <= *m_day)
        return;
    std::int64_t before = day - 1;
    while (!isWeekday(before))
        --before;
    const bool isFirst = !m_day;
    m_day = day;
    isDayLost = false;
    muted.clear();
    pace.automatic.clear();
    m_dayStartSince = newYork(day, 0h);
    if (isWeekday(day) && m_close && newYorkDay(m_close->at) == before) {
        m_dayStartSince = m_close->at;
        dayStart = m_close->equity;
    } else if (!isFirst) {
        dayStart = equity() - flowsSince(m_dayStartSince);
    } else {
        m_dayStartSince = at;
    }
    if (isWeekday(day))
        m_closeDue = newYork(day, 16h);
}

void Reference::sampleDrawdown()
{
    const double now = equity();
    if (m_sampled > 0)
        m_index *= 1 + (now - m_sampled) / m_sampled;
    m_sampled = now;
    m_peak = std::max(m_peak, m_index);
    if (drawdown)
        drawdown = 1 - m_index / m_peak;
}

void Reference::takeStoredDay(const Record &record)
{
    const std::string kind = column(record, "kind");
    if (kind == "day-start") {
        dayStart = *numberOf(column(record, "equity"));
        m_day = newYorkDay(parseIsoText(column(record, "time")).value());
        m_dayStartSince = parseIsoText(column(record, "since")).value();
        isDayLost = false;
        pace.automatic.clear();
    }
    if (kind == "close")
        m_close = Close{parseIsoText(column(record, "time")).value(), *numberOf(column(record, "equity"))};
    if (kind == "day-lost")
        isDayLost = true;
    const bool isDue = m_day && isWeekday(*m_day) && (!m_close || m_close->at < newYork(*m_day, 16h));
    m_closeDue = isDue ? std::optional(newYork(*m_day, 16h)) : std::nullopt;
}

/// From the journal's text: what was meant to leave, how it ended, and what a person has refused.
void Reference::recordPace(const Record &record)
{
    if (record.table == Table::Intents && column(record, "role") == "entry") {
        pace.entries.push_back({column(record, "venue") + ":" + column(record, "instrument"),
                                column(record, "side") == "buy", Exact::parse(column(record, "quantity")),
                                numberOf(column(record, "limit_price")), parseIsoText(column(record, "time")).value()});
        const auto card = cards.find(column(record, "proposal"));
        if (card != cards.end() && card->second.yesChannel == "rule")
            ++pace.automatic[card->second.bot];
    }
    if (record.table == Table::Trades && !column(record, "exit_time").empty())
        pace.trips.push_back({column(record, "venue") + ":" + column(record, "instrument"),
                              column(record, "side") == "long", column(record, "pnl").starts_with('-'),
                              column(record, "reason") == "stop", parseIsoText(column(record, "exit_time")).value()});
    if (record.table == Table::Decisions && column(record, "verb") == "reject")
        if (const auto card = cards.find(column(record, "proposal")); card != cards.end())
            pace.rejections.push_back(
                {card->second.instrument, card->second.isBuy, parseIsoText(column(record, "time")).value()});
}

} // namespace property
