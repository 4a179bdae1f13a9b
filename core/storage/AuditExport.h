#pragma once

#include "core/storage/AuditChain.h"

namespace core {

/// The audit chain as files that prove themselves: nothing else of ours is needed to check them.
///
/// - `audit.jsonl`: a row a line, {"seq","ts_wall","market_time","kind","payload","prev_hash","hash"}
/// - `head.json`: how many rows there are and the hash of the last, so that a cut-off end is seen
/// - `README.txt`: how to verify, in words; `verify.py`: the same as a program of its own
///
/// Only what is hashed is exported. Whoever changes every row and the head alike makes a new chain:
/// that is seen by a head hash kept elsewhere.

/// Verifies the database's chain and writes it into `folder`, which must be new or empty. The folder
/// appears complete or not at all; a chain that does not hold is not written, only reported.
/// NotFound without a database, BadInput when something is in the folder, Io when it cannot be written.
[[nodiscard]] Result<AuditReport> exportAudit(const QString &databasePath, const QString &folder);

/// Verifies an export by its files alone. `firstBadRow` is the first line that is not, byte for byte,
/// the row that must stand there; a missing row counts as bad, so do one too many and a last row that
/// is not the head's. NotFound without the files, BadInput when the head cannot be read.
[[nodiscard]] Result<AuditReport> verifyAuditExport(const QString &folder);

} // namespace core
