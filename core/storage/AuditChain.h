#pragma once

#include "core/base/Error.h"

#include <QString>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace core {

/// One link of the audit chain, as it is hashed.
struct AuditRow {
    std::int64_t seq = 0;
    std::string wallTime;
    std::string marketTime;
    std::string kind;
    std::string payload;
    std::string previousHash;
};

/// SHA-256 over all fields with their lengths: nothing can be moved from one field to another.
[[nodiscard]] std::string auditHash(const AuditRow &row);

struct AuditReport {
    std::int64_t rows = 0;
    std::optional<std::int64_t> firstBadRow; ///< seq of the first row that does not fit the chain.
    std::string headHash;                    ///< Of the last row; empty when there is none.
};

/// Sees every row with the hash stored beside it, in order.
using AuditVisitor = std::function<void(const AuditRow &row, const std::string &hash)>;

/// Walks the whole chain of a database, as it was at one moment. NotFound without one, Io when it
/// cannot be read.
[[nodiscard]] Result<AuditReport> verifyAudit(const QString &databasePath, const AuditVisitor &visit = {});

} // namespace core
