#pragma once

#include "core/storage/Journal.h"
#include "core/storage/StoredState.h"

#include <vector>

namespace support {

/// What these records of one account leave for the next start: a second reader beside the one of the store,
/// which reads plain records and no database.
[[nodiscard]] core::StoredState storedByHand(const std::vector<core::Record> &records);

} // namespace support
