#pragma once

#include "core/base/Timestamp.h"
#include "core/domain/Instrument.h"

#include <map>
#include <optional>
#include <string>

namespace core::alpaca {

/// Which instruments the exchange has halted. The stream of prices writes it, the account reads it before an
/// entry leaves; both on the engine's thread.
class TradingHalts {
public:
    void halt(const InstrumentId &instrument, Timestamp at, std::string reason)
    {
        m_halts.insert_or_assign(instrument, Halt{at, std::move(reason)});
    }
    void resume(const InstrumentId &instrument) { m_halts.erase(instrument); }
    /// Trades of a minute that began then: a resumption that we did not hear of.
    void traded(const InstrumentId &instrument, Timestamp minute)
    {
        const auto halt = m_halts.find(instrument);
        if (halt != m_halts.end() && minute >= halt->second.since)
            m_halts.erase(halt);
    }
    [[nodiscard]] std::optional<std::string> reasonOf(const InstrumentId &instrument) const
    {
        const auto halt = m_halts.find(instrument);
        return halt == m_halts.end() ? std::nullopt : std::optional(halt->second.reason);
    }

private:
    struct Halt {
        Timestamp since;
        std::string reason;
    };
    std::map<InstrumentId, Halt> m_halts;
};

} // namespace core::alpaca
