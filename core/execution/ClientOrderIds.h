#pragma once

#include "core/base/Id.h"
#include "core/base/Timestamp.h"

#include <cstdint>
#include <optional>

namespace core {

/// Makes client order ids from a counter that lives in the journal: account tag 2, bot 2, UTC day 3,
/// counter 8, check 1, in base 32 (digits and letters without i, l, o, u) — 16 characters, below every
/// venue's limit. The same counter gives the same id; a counter is used once.
class ClientOrderIds {
public:
    ClientOrderIds(const AccountId &account, std::int64_t nextCounter);

    [[nodiscard]] ClientOrderId make(const BotId &bot, Timestamp at);
    [[nodiscard]] std::int64_t nextCounter() const { return m_next; }

    /// The counter inside an id of ours; nothing when the check character does not fit.
    [[nodiscard]] static std::optional<std::int64_t> counterOf(const ClientOrderId &id);

private:
    std::string m_accountTag;
    std::int64_t m_next;
};

} // namespace core
