#include "tests/contract/World.h"

#include <stdexcept>

namespace contract {

using namespace core;
using namespace support;
using namespace std::chrono_literals;

const std::vector<WorldMaker> &worlds()
{
    static const std::vector<WorldMaker> all{
        {"embedded", embeddedWorld},
        {"remote", remoteWorld},
        {"alpaca", alpacaWorld},
        {"alpaca-crypto", cryptoWorld},
        {"bybit-linear", bybitWorld},
        {"bybit-spot", spotWorld},
    };
    return all;
}

void World::prepare(const Clock &clock)
{
    m_clock = &clock;
    m_vetted = std::make_unique<Vetted>(clock);
    makeBroker();
    makeExecution();
}

void World::makeExecution()
{
    m_execution = std::make_unique<Execution>(
        broker(), *m_clock,
        Execution::Hooks{[this](const Order &) { return ++m_ticket; }, [](const Order &, OrderStatus) {},
                         [](const Order &, const Fill &) {}, [](const std::string &what) { throw std::logic_error(what); }});
}

/// As the engine does: what is told goes through the same state machine, from wherever it comes.
void World::take(Event event)
{
    m_events.push_back(event);
    const auto book = [this](const std::vector<Order> &open, const std::vector<Fill> &fills) {
        for (const Order &each : open)
            m_execution->on(OrderAccepted{each.request.clientOrderId, each.venueId});
        for (const Fill &each : fills)
            m_execution->on(OrderFilled{each});
    };
    std::visit(match{[&](const VenueSnapshot &e) { book(e.openOrders, e.fills); },
                     [&](const VenueOrders &e) { book(e.openOrders, e.fills); },
                     [](const BarClosed &) {}, [](const QuoteChanged &) {}, [](const JournalAdvanced &) {},
                     [](const JournalFailed &) {}, [](const LinkChanged &) {}, [](const FeedChanged &) {},
                     [](const ClockJudged &) {}, [](const VenueTrouble &) {}, [](const CashFlow &) {},
                     [this](const auto &orderEvent) { m_execution->on(orderEvent); }},
               event);
}

void World::tick()
{
    broker().tick();
    m_execution->tick();
}

bool World::waitFor(const std::function<bool()> &holds, Duration atMost)
{
    for (Duration waited{}; waited < atMost && !holds(); waited += 50ms)
        play(50ms);
    return holds();
}

bool World::connect()
{
    const auto snapshots = told<VenueSnapshot>().size();
    broker().open([this](Event event) { take(std::move(event)); });
    const bool isUp = waitFor([this] {
        const auto links = told<LinkChanged>();
        return !links.empty() && links.back().isUp;
    });
    if (isUp && told<VenueSnapshot>().size() == snapshots)
        broker().requestSnapshot();
    return isUp && waitFor([&] { return told<VenueSnapshot>().size() > snapshots; });
}

bool World::restart()
{
    const auto orders = m_execution->orders();
    const auto fills = told<OrderFilled>();
    m_execution.reset();
    makeBroker();
    makeExecution();
    m_events.clear();
    for (const OrderFilled &each : fills)
        m_execution->knowFill(each.fill.id);
    const bool isConnected = connect();
    for (const auto &[id, each] : orders)
        m_execution->adopt(each);
    broker().requestSnapshot();
    return isConnected;
}

ClientOrderId World::buy(const char *id, const char *quantity, const char *limit)
{
    Vetted::Wish wish{id, instrument(), Side::Buy, qty(quantity)};
    if (limit)
        wish.limitPrice = px(limit);
    m_execution->place(m_vetted->entry(wish), m_ticket + 1);
    return ClientOrderId(id);
}

ClientOrderId World::buyAtMarket(const char *id, const char *quantity, const char *collar)
{
    Vetted::Wish wish{id, instrument(), Side::Buy, qty(quantity)};
    wish.collar = px(collar);
    m_execution->place(m_vetted->entry(wish), m_ticket + 1);
    return ClientOrderId(id);
}

ClientOrderId World::exit(const char *id, OrderRole role, const char *quantity, const char *price,
                          const std::string &group)
{
    Vetted::Wish wish{id, instrument(), Side::Sell, qty(quantity)};
    if (price)
        (role == OrderRole::Stop ? wish.stopPrice : wish.limitPrice) = px(price);
    m_execution->place(m_vetted->exit(wish, role, group), m_ticket + 1);
    return ClientOrderId(id);
}

void World::pair(const char *stopId, const char *targetId, const char *quantity, const char *stop, const char *target)
{
    const std::string group = std::string("oco-") + targetId;
    if (broker().exitSupport(instrument()).pairs == PairHolding::Apart) {
        (void)exit(stopId, OrderRole::Stop, quantity, stop, group);
        (void)exit(targetId, OrderRole::Target, quantity, target, group);
        return;
    }
    Vetted::Wish below{stopId, instrument(), Side::Sell, qty(quantity)}, above = below;
    below.stopPrice = px(stop);
    above.id = targetId;
    above.limitPrice = px(target);
    const VettedOrder both[] = {m_vetted->exit(below, OrderRole::Stop, group), m_vetted->exit(above, OrderRole::Target, group)};
    for (const VettedOrder &each : both) {
        Order order;
        order.request = each.request();
        order.createdAt = m_clock->now();
        order.status = OrderStatus::Sent;
        m_execution->adoptExternal(std::move(order));
    }
    broker().submitPair(both[0], both[1]);
}

std::optional<VenueSnapshot> World::snapshot()
{
    const auto before = told<VenueSnapshot>().size();
    broker().requestSnapshot();
    const auto isNew = [&] {
        const auto all = told<VenueSnapshot>();
        return all.size() > before && all.back().isConsistent;
    };
    return waitFor(isNew) ? std::optional(told<VenueSnapshot>().back()) : std::nullopt;
}

VenueRules simulatedRules(const Options &options)
{
    VenueRules rules;
    rules.feeRate = dec("0.0001");
    rules.maxFillPerPrice = options.fillAtMost;
    rules.seed = options.seed;
    return rules;
}

} // namespace contract
