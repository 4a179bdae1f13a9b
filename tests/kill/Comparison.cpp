#include "tests/kill/Comparison.h"

#include "core/portfolio/Portfolio.h"
#include "core/storage/AuditChain.h"
#include "core/storage/SqliteJournal.h"
#include "core/storage/StoreReader.h"

#include <QJsonArray>

#include <set>

namespace support {

using namespace core;

namespace {

using Rows = std::vector<StoredRow>;

std::string text(const StoredRow &row, std::string_view column)
{
    return row.value(column).value_or("");
}

/// Collects what differs while it goes through both sides.
class Comparer {
public:
    Comparer(const venue::Books &books, const QString &dataDir, const QJsonObject &rest)
        : m_books(books), m_database(SqliteJournal::databasePath(dataDir)), m_rest(rest)
    {
    }

    Comparison run(Money startingCash)
    {
        lookAtSubmits();
        lookAtDecisions();
        lookAtIdeas();
        lookAtFills();
        lookAtPositions();
        lookAtTrades();
        lookAtCash(startingCash);
        lookAtOpenOrders();
        lookAtProtection();
        lookAtAudit();
        m_result.orders = m_books.orders.size();
        m_result.fills = m_books.fills.size();
        m_result.open = m_books.holdings.size();
        return std::move(m_result);
    }

private:
    void expect(bool isTrue, const std::string &what)
    {
        if (!isTrue)
            m_result.violations.push_back(what);
    }
    Rows rows(const char *statement)
    {
        auto read = readRows(m_database, QString::fromLatin1(statement));
        expect(read.has_value(), read ? "" : "the store cannot be read: " + describe(read.error()));
        return read.value_or(Rows());
    }

    /// Everything that reached the venue as an order: sent once, as written down before.
    void lookAtSubmits()
    {
        std::map<std::string, StoredRow> intents;
        for (StoredRow &row : rows("SELECT * FROM intents"))
            intents.emplace(text(row, "client_order_id"), std::move(row));
        for (const auto &taken : m_books.requests) {
            const auto request = venue::parseRequest(taken.line);
            const auto *submit = request ? std::get_if<venue::Submit>(&*request) : nullptr;
            if (!submit)
                continue;
            const OrderRequest &order = submit->order;
            const std::string id = order.clientOrderId.text();
            expect(m_submitted.emplace(id, order).second, "order " + id + " was sent twice");
            const auto intent = intents.find(id);
            expect(intent != intents.end(), "order " + id + " was sent and no intent is stored");
            if (intent != intents.end())
                compareIntent(order, intent->second);
        }
        for (const Order &order : m_books.orders)
            expect(m_submitted.contains(order.request.clientOrderId.text()),
                   "the venue has order " + order.request.clientOrderId.text() + ", which nobody sent");
    }
    void compareIntent(const OrderRequest &order, const StoredRow &intent)
    {
        const auto price = [](const std::optional<Price> &maybe) { return maybe ? maybe->toString() : ""; };
        const bool isSame = text(intent, "side") == sideName(order.side) &&
                            text(intent, "quantity") == order.quantity.toString() &&
                            text(intent, "order_type") == orderTypeName(order.type) &&
                            text(intent, "limit_price") == price(order.limitPrice) &&
                            text(intent, "stop_price") == price(order.stopPrice) &&
                            text(intent, "instrument") == order.instrument.symbol &&
                            text(intent, "role") == orderRoleName(order.role);
        expect(isSame, "order " + order.clientOrderId.text() + " left with another content than its intent");
        expect(order.role == OrderRole::Entry || order.reduceOnly,
               "exit " + order.clientOrderId.text() + " may add to a position");
    }
    /// No entry without a yes that covers it.
    void lookAtDecisions()
    {
        std::map<std::string, Decimal> approved;
        for (const StoredRow &row : rows("SELECT proposal, quantity FROM decisions WHERE verb = 'approve'"))
            approved[text(row, "proposal")] = Decimal::parse(text(row, "quantity")).value_or(Decimal());
        std::set<std::string> proposals;
        for (const StoredRow &row : rows("SELECT client_order_id, proposal FROM intents WHERE role = 'entry'")) {
            const auto sent = m_submitted.find(text(row, "client_order_id"));
            if (sent == m_submitted.end())
                continue;
            const std::string proposal = text(row, "proposal");
            expect(proposals.insert(proposal).second, "proposal " + proposal + " made two orders");
            expect(approved.contains(proposal) && sent->second.quantity.value() <= approved[proposal],
                   "entry " + sent->first + " was sent without a decision on so much");
        }
    }
    /// One idea of one bar makes one order, before and after a restart.
    void lookAtIdeas()
    {
        for (const StoredRow &row :
             rows("SELECT s.instrument AS instrument, s.time AS time FROM intents i JOIN proposals p ON p.id = "
                  "i.proposal JOIN signals s ON s.id = p.signal WHERE i.role = 'entry' GROUP BY s.venue, "
                  "s.instrument, s.time, s.kind HAVING COUNT(DISTINCT i.client_order_id) > 1"))
            expect(false, "the signal on " + text(row, "instrument") + " of " + text(row, "time") +
                              " was acted on twice");
    }
    void lookAtFills()
    {
        std::map<std::string, StoredRow> stored;
        for (StoredRow &row : rows("SELECT * FROM fills"))
            stored.emplace(text(row, "id"), std::move(row));
        for (const Fill &fill : m_books.fills) {
            const auto found = stored.find("kill/" + fill.id.text());
            expect(found != stored.end(), "fill " + fill.id.text() + " of order " + fill.order.text() + " is lost");
            if (found == stored.end())
                continue;
            const StoredRow &row = found->second;
            expect(text(row, "client_order_id") == fill.order.text() && text(row, "side") == sideName(fill.side) &&
                       text(row, "quantity") == fill.quantity.toString() &&
                       text(row, "price") == fill.price.toString() && text(row, "fee") == fill.fee.toString(),
                   "fill " + fill.id.text() + " is stored differently");
        }
        expect(stored.size() == m_books.fills.size(), std::to_string(stored.size()) + " fills are stored and " +
                                                          std::to_string(m_books.fills.size()) + " happened");
    }
    void lookAtPositions()
    {
        std::map<std::string, std::string> theirs;
        for (const auto &holding : m_books.holdings)
            theirs[holding.instrument.text()] = holding.quantity.toString();
        const auto held = [&theirs](const std::string &instrument) {
            const auto found = theirs.find(instrument);
            return found == theirs.end() ? std::string("0") : found->second;
        };
        std::set<std::string> known;
        for (const StoredRow &row : rows("SELECT * FROM positions")) {
            const std::string instrument = text(row, "venue") + ":" + text(row, "instrument");
            known.insert(instrument);
            expect(text(row, "quantity") == held(instrument), "stored are " + text(row, "quantity") + " " + instrument +
                                                                  ", the venue holds " + held(instrument));
        }
        const QJsonObject ours = m_rest[QStringLiteral("positions")].toObject();
        for (const auto &[instrument, quantity] : theirs) {
            expect(known.contains(instrument), "the position in " + instrument + " is not stored");
            const auto said = ours[QString::fromStdString(instrument)].toString().toStdString();
            expect(said == quantity, "the engine says " + said + " " + instrument + ", the venue holds " + quantity);
        }
        lookAtDirections();
    }
    /// What may only be bought was never held short, not even for a moment.
    void lookAtDirections()
    {
        std::map<InstrumentId, Quantity> held;
        for (const Fill &fill : m_books.fills) {
            held[fill.instrument] += fill.signedQuantity();
            expect(usualInstrument(fill.instrument).shortable || held[fill.instrument].sign() >= 0,
                   "fill " + fill.id.text() + " made a short of " + fill.instrument.symbol);
        }
    }
    /// The round trips that the venue's fills make, each one once.
    void lookAtTrades()
    {
        Portfolio folded(Money{});
        for (const Fill &fill : m_books.fills)
            (void)folded.apply(fill, Decimal::fromInteger(1), "");
        std::multiset<std::string> made;
        for (const RoundTrip &trip : folded.closedTrips())
            made.insert(trip.instrument.symbol + " closed at " + toIsoText(*trip.exitTime) + ", quantity " +
                        trip.quantity.toString() + ", P&L " + trip.pnl.toString());
        for (const StoredRow &row : rows("SELECT * FROM trades")) {
            const std::string trip = text(row, "instrument") + " closed at " + text(row, "exit_time") + ", quantity " +
                                     text(row, "quantity") + ", P&L " + text(row, "pnl");
            const auto found = made.find(trip);
            expect(found != made.end(), "the round trip in " + trip + " is stored once too often");
            if (found != made.end())
                made.erase(found);
        }
        for (const std::string &trip : made)
            expect(false, "the round trip in " + trip + " is not stored");
    }
    void lookAtCash(Money startingCash)
    {
        Money cash = startingCash;
        for (const StoredRow &row : rows("SELECT * FROM fills")) {
            const Price price(Decimal::parse(text(row, "price")).value_or(Decimal()));
            const Quantity quantity(Decimal::parse(text(row, "quantity")).value_or(Decimal()));
            const Money fee(WideDecimal::parse(text(row, "fee")).value_or(WideDecimal()));
            const Money value = notional(price, quantity);
            cash = text(row, "side") == "buy" ? cash - value - fee : cash + value - fee;
        }
        const std::string theirs = m_books.cash.toString();
        expect(cash.toString() == theirs, "stored fills make cash " + cash.toString() + ", the venue has " + theirs);
        const auto said = m_rest[QStringLiteral("cash")].toString().toStdString();
        expect(said == theirs, "the engine says cash " + said + ", the venue has " + theirs);
    }
    void lookAtOpenOrders()
    {
        std::set<std::string> theirs;
        for (const Order &order : m_books.orders)
            if (!isFinal(order.status))
                theirs.insert(order.request.clientOrderId.text());
        std::set<std::string> stored;
        for (const StoredRow &row : rows("SELECT client_order_id FROM orders WHERE status NOT IN "
                                         "('filled', 'cancelled', 'rejected', 'expired')"))
            stored.insert(text(row, "client_order_id"));
        std::set<std::string> said;
        for (const auto &id : m_rest[QStringLiteral("orders")].toArray())
            said.insert(id.toString().toStdString());
        for (const auto &[name, ours] : {std::pair("the store", &stored), std::pair("the engine", &said)}) {
            for (const std::string &id : theirs)
                expect(ours->contains(id), std::string(name) + " does not know that order " + id + " is open");
            for (const std::string &id : *ours)
                expect(theirs.contains(id), std::string(name) + " takes order " + id + " for open");
        }
    }
    void lookAtProtection()
    {
        for (const auto &holding : m_books.holdings) {
            Quantity stops;
            for (const Order &order : m_books.orders)
                if (!isFinal(order.status) && order.request.instrument == holding.instrument &&
                    order.request.role == OrderRole::Stop)
                    stops += order.remaining();
            expect(stops >= holding.quantity.abs(), "of " + holding.quantity.toString() + " " +
                                                        holding.instrument.symbol + " only " + stops.toString() +
                                                        " have a stop at the venue");
        }
        const std::string unrest = m_rest[QStringLiteral("unrest")].toString().toStdString();
        expect(unrest.empty(), "the engine does not come to rest: " + unrest);
    }
    void lookAtAudit()
    {
        const auto report = verifyAudit(m_database);
        expect(report && !report->firstBadRow, "the audit chain is broken");
    }

    const venue::Books &m_books;
    QString m_database;
    QJsonObject m_rest;
    std::map<std::string, OrderRequest> m_submitted;
    Comparison m_result;
};

} // namespace

Comparison compare(const venue::Books &books, const QString &dataDir, Money startingCash, const QJsonObject &rest)
{
    return Comparer(books, dataDir, rest).run(startingCash);
}

} // namespace support
