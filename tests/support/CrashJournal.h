#pragma once

#include "core/storage/Journal.h"

#include <algorithm>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace support {

/// Column of a record as text; empty when it is NULL or not there.
[[nodiscard]] inline std::string column(const core::Record &record, std::string_view name)
{
    for (const core::Field &field : record.fields) {
        if (field.column != name)
            continue;
        if (const auto *text = std::get_if<std::string>(&field.value))
            return *text;
        if (const auto *number = std::get_if<std::int64_t>(&field.value))
            return std::to_string(*number);
        return {};
    }
    return {};
}

/// A journal in memory that outlives engines: a disk that is slow, fails, and loses what it had not taken
/// when the power goes.
class CrashJournal final : public core::Journal {
public:
    bool isImmediate = false; ///< Everything is durable as it is written.
    /// Told of each record as it is written.
    std::function<void(const core::Record &)> onAppend;

    std::int64_t append(core::Record record) override
    {
        if (onAppend)
            onAppend(record);
        m_records.push_back(std::move(record));
        m_ends.push_back(lastTicket());
        return lastTicket();
    }
    void beginGroup() override { m_groupBegin = m_records.size(); }
    void endGroup() override { std::fill(m_ends.begin() + std::ptrdiff_t(m_groupBegin), m_ends.end(), lastTicket()); }
    [[nodiscard]] std::int64_t lastTicket() const override { return std::int64_t(m_records.size()); }
    [[nodiscard]] std::int64_t durableThrough() const override
    {
        return isImmediate && m_isHealthy ? std::numeric_limits<std::int64_t>::max() : m_durable;
    }
    [[nodiscard]] bool isHealthy() const override { return m_isHealthy; }
    [[nodiscard]] bool keepsRecords() const override { return true; }

    /// The disk takes about so many more records, never half a group; the engine still has to be told.
    void sync(std::int64_t records = std::numeric_limits<std::int32_t>::max())
    {
        const std::int64_t upTo = std::min(lastTicket(), m_durable + records);
        if (m_isHealthy && upTo > 0)
            m_durable = m_ends[std::size_t(upTo - 1)];
    }
    void fail()
    {
        if (isImmediate)
            m_durable = lastTicket();
        m_isHealthy = false;
    }
    /// The power goes and comes back: what the disk had stays, and perhaps a little of what was on its way.
    void crash(std::int64_t lucky)
    {
        if (isImmediate && m_isHealthy)
            m_durable = lastTicket();
        else if (m_isHealthy)
            sync(lucky);
        m_records.resize(std::size_t(m_durable));
        m_ends.resize(m_records.size());
        m_isHealthy = true;
    }

    [[nodiscard]] const std::vector<core::Record> &records() const { return m_records; }
    [[nodiscard]] bool isDurable(std::size_t index) const { return std::int64_t(index) < durableThrough(); }

private:
    std::vector<core::Record> m_records;
    std::vector<std::int64_t> m_ends; ///< Of each record: the ticket with which its group ends.
    std::size_t m_groupBegin = 0;
    std::int64_t m_durable = 0;
    bool m_isHealthy = true;
};

} // namespace support
