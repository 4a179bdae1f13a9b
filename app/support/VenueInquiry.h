#pragma once

#include "app/support/Keys.h"
#include "app/support/VenueAddresses.h"
#include "core/domain/Instrument.h"
#include "core/net/HttpPort.h"

#include <memory>

namespace app {

/// What a venue says of an account and of instruments, before a run is made of them.
struct VenueFacts {
    std::string accountNumber; ///< As the venue shows it to its owner.
    std::optional<core::Money> equity{}; ///< Where the venue says it.
    std::vector<core::Instrument> instruments; ///< In the order in which they were asked for.
    std::vector<std::string> warnings; ///< What the owner should know, and what stops nothing.
};

/// The last four characters of an account's number, or all of a shorter one.
[[nodiscard]] std::string tailOf(const std::string &accountNumber);

/// Asks a venue who we are there and what it knows of instruments. Only reads, so a lost answer is no harm.
/// Lives on the thread of its transport; gone, it calls nobody back.
class VenueInquiry {
public:
    using Done = std::function<void(core::Result<VenueFacts>)>;

    virtual ~VenueInquiry() = default;
    /// Once. An error about an instrument has its symbol (`venue:SYMBOL`) as field: NotFound when the venue
    /// does not know it, Refused when it cannot be traded now. Unreachable and Timeout are worth another try.
    virtual void ask(std::vector<core::InstrumentId> instruments, Done done) = 0;
};

/// Transport and clock (real time) outlive it. BadInput for an address that keys must not go to.
[[nodiscard]] core::Result<std::unique_ptr<VenueInquiry>> makeInquiry(const AccountSlot &slot, const AccountKeys &keys,
                                                                      const AddressOverrides &addresses,
                                                                      core::net::HttpPort &http,
                                                                      const core::Clock &realTime);

} // namespace app
