#pragma once

#include "core/base/Timestamp.h"

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace core {

/// The tables of the store; names on disk by `tableName`.
enum class Table {
    Signals,
    Proposals,
    Decisions,
    Intents,
    Orders,
    OrderEvents,
    Fills,
    Positions,
    Trades,
    Equity,
    Halts,
    BotState,
    InstrumentState,
    PerformanceMetrics,
    Predictions,
    Runs,
    CashFlows,
    Amendments,
};
[[nodiscard]] const char *tableName(Table table);

/// One column of a record. Decimals and times travel as text, unknown as monostate (NULL).
struct Field {
    const char *column;
    std::variant<std::monostate, std::int64_t, double, std::string> value;
};

/// One fact: a row of its table and, with the same content, a link of the audit chain.
struct Record {
    Table table = Table::Runs;
    Timestamp at; ///< Market time of the fact.
    std::vector<Field> fields;

    /// The fields as a JSON object, in the order given.
    [[nodiscard]] std::string json() const;
};

/// Where facts become durable. `append` never blocks and gives a rising ticket; what has a ticket
/// up to `durableThrough` survives a power cut. Called on the engine's thread only.
class Journal {
public:
    virtual ~Journal() = default;
    virtual std::int64_t append(Record record) = 0;
    [[nodiscard]] virtual std::int64_t lastTicket() const = 0;
    [[nodiscard]] virtual std::int64_t durableThrough() const = 0;
    [[nodiscard]] virtual bool isHealthy() const = 0;
    /// What is appended between the two becomes durable together or not at all. Groups do not nest.
    virtual void beginGroup() {}
    virtual void endGroup() {}
    /// False when records are not wanted (back-tests): nobody need build them.
    [[nodiscard]] virtual bool keepsRecords() const = 0;
};

/// The records of one event of the engine: after a crash all of them are there or none.
class JournalGroup {
public:
    explicit JournalGroup(Journal &journal) : m_journal(journal) { m_journal.beginGroup(); }
    ~JournalGroup() { m_journal.endGroup(); }
    JournalGroup(const JournalGroup &) = delete;
    JournalGroup &operator=(const JournalGroup &) = delete;

private:
    Journal &m_journal;
};

/// A journal for back-tests and optimisation: nothing is kept, everything counts as durable.
class NoJournal final : public Journal {
public:
    std::int64_t append(Record) override { return ++m_ticket; }
    [[nodiscard]] std::int64_t lastTicket() const override { return m_ticket; }
    /// Of tickets to come as well: a caller that asks before it writes need not wait.
    [[nodiscard]] std::int64_t durableThrough() const override
    {
        return std::numeric_limits<std::int64_t>::max();
    }
    [[nodiscard]] bool isHealthy() const override { return true; }
    [[nodiscard]] bool keepsRecords() const override { return false; }

private:
    std::int64_t m_ticket = 0;
};

} // namespace core
