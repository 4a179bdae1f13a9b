#include "core/market/ExchangeDay.h"

#include "core/market/NewYorkTime.h"

namespace core {

std::chrono::sys_days exchangeDay(Timestamp at, SessionKind session)
{
    return session == SessionKind::UsEquities ? newYorkDate(at)
                                              : std::chrono::floor<std::chrono::days>(at);
}

} // namespace core
