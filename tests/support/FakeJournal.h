#pragma once

#include "core/storage/Journal.h"

#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace support {

/// A journal in memory whose durability the test moves by hand, or that is durable at once.
class FakeJournal final : public core::Journal {
public:
    bool isImmediate = true;

    std::int64_t append(core::Record record) override
    {
        m_records.push_back(std::move(record));
        return lastTicket();
    }
    [[nodiscard]] std::int64_t lastTicket() const override { return std::int64_t(m_records.size()); }
    [[nodiscard]] std::int64_t durableThrough() const override
    {
        return isImmediate ? std::numeric_limits<std::int64_t>::max() : m_durable;
    }
    [[nodiscard]] bool isHealthy() const override { return m_isHealthy; }
    [[nodiscard]] bool keepsRecords() const override { return true; }

    /// The disk has taken everything so far; the engine still has to be told.
    void sync() { m_durable = lastTicket(); }
    void fail() { m_isHealthy = false; }

    /// Column of a record as text; nothing when it is not text or not there.
    [[nodiscard]] static std::optional<std::string> column(const core::Record &record, std::string_view name)
    {
        for (const core::Field &field : record.fields)
            if (field.column == name)
                if (const auto *text = std::get_if<std::string>(&field.value))
                    return *text;
        return std::nullopt;
    }
    /// A record of this table with this value exists, and power may fail now.
    [[nodiscard]] bool isDurable(core::Table table, std::string_view name, const std::string &value) const
    {
        for (std::size_t i = 0; i < m_records.size() && std::int64_t(i) < durableThrough(); ++i)
            if (m_records[i].table == table && column(m_records[i], name) == value)
                return true;
        return false;
    }
    [[nodiscard]] const std::vector<core::Record> &records() const { return m_records; }

private:
    std::vector<core::Record> m_records;
    std::int64_t m_durable = 0;
    bool m_isHealthy = true;
};

} // namespace support
