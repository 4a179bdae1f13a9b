#include "core/brokers/Broker.h"

#include "core/base/Error.h"

namespace core {

void Broker::submitPair(const VettedOrder &, const VettedOrder &)
{
    bug("a pair was sent to a venue that holds stop and target apart");
}

} // namespace core
