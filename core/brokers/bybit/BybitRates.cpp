#include "core/brokers/bybit/BybitRates.h"

#include "core/brokers/bybit/BybitErrors.h"

#include <array>
#include <chrono>

namespace core::bybit {

namespace {

constexpr const char *addressBucket = "address";
constexpr int addressLimit = 600;
constexpr std::chrono::seconds addressWindow{5};

/// Units a second. 0: there is no such request.
struct Rate {
    const char *path;
    int linear;
    int spot;
    int plain = 0; ///< Of a request that names no category.
};
constexpr std::array rates{
    Rate{"order/create", 10, 20},
    Rate{"order/amend", 10, 10},
    Rate{"order/cancel", 10, 20},
    Rate{"order/cancel-all", 10, 20},
    Rate{"order/create-batch", 10, 20},
    Rate{"order/amend-batch", 10, 20},
    Rate{"order/cancel-batch", 10, 20},
    Rate{"order/realtime", 50, 50},
    Rate{"order/history", 50, 50},
    Rate{"execution/list", 50, 50},
    Rate{"position/list", 50, 0},
    Rate{"position/set-leverage", 10, 0},
    Rate{"position/switch-mode", 10, 0},
    Rate{"position/trading-stop", 10, 0},
    Rate{"account/fee-rate", 5, 5},
    Rate{"account/set-limit-px-action", 10, 10},
    Rate{"account/wallet-balance", 0, 0, 50},
    Rate{"account/info", 0, 0, 50},
    Rate{"account/transaction-log", 0, 0, 25},
    Rate{"account/user-setting-config", 0, 0, 5}, // not in the venue's table: the lowest that is
    Rate{"user/query-api", 0, 0, 10},
};

void addRule(std::vector<net::RateRule> &rules, const std::string &bucket, int limit)
{
    if (limit > 0)
        rules.push_back({bucket, limit, std::chrono::seconds(1)});
}

} // namespace

std::vector<net::RateRule> usualRates()
{
    std::vector<net::RateRule> rules{{addressBucket, addressLimit, addressWindow}};
    for (const Rate &rate : rates) {
        addRule(rules, std::string(rate.path) + " linear", rate.linear);
        addRule(rules, std::string(rate.path) + " spot", rate.spot);
        addRule(rules, rate.path, rate.plain);
    }
    return rules;
}

std::vector<net::RateCharge> chargesOf(const Request &request)
{
    std::vector<net::RateCharge> charges;
    if (request.isSigned)
        charges.push_back({bucketOf(request), request.units});
    charges.push_back({addressBucket, 1});
    return charges;
}

} // namespace core::bybit
