#include "app/support/AlpacaInquiry.h"
#include "app/support/BybitInquiry.h"

#include <algorithm>

namespace app {

using namespace core;

std::string tailOf(const std::string &accountNumber)
{
    constexpr std::size_t shown = 4;
    return accountNumber.substr(accountNumber.size() - std::min(accountNumber.size(), shown));
}

Result<std::unique_ptr<VenueInquiry>> makeInquiry(const AccountSlot &slot, const AccountKeys &keys,
                                                  const AddressOverrides &addresses, net::HttpPort &http,
                                                  const Clock &realTime)
{
    if (slot.wire == Wire::Alpaca) {
        auto endpoints = alpacaAddresses(slot, addresses);
        if (!endpoints)
            return failure(endpoints.error());
        return std::make_unique<AlpacaInquiry>(std::move(*endpoints), alpaca::KeyPair{keys.key, keys.secret}, http);
    }
    auto endpoints = bybitAddresses(slot, addresses);
    if (!endpoints)
        return failure(endpoints.error());
    return std::make_unique<BybitInquiry>(std::move(*endpoints), bybit::Keys{keys.key, keys.secret}, http, realTime);
}

} // namespace app
