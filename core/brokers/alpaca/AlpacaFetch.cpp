#include "core/brokers/alpaca/AlpacaFetch.h"

#include <algorithm>
#include <memory>

namespace core::alpaca {

namespace {

using net::RateUse;

/// Rows dated by the day come a day late and more.
constexpr Duration bookedLate = std::chrono::hours(3 * 24);

Result<ActivityPage> readActivityPage(std::string_view bytes)
{
    return parseActivityPage(bytes, ActivityQuery::pageSize);
}

/// Not nested: a leg whose parent is over would not be in the list.
OrderQuery openOrders()
{
    return {.isNested = false};
}

/// It lives as long as a request of it is under way.
class Fetch : public std::enable_shared_from_this<Fetch> {
public:
    Fetch(Api &api, From from, std::function<void(Answer<Fetched>)> done)
        : m_api(api), m_from(std::move(from)), m_done(std::move(done))
    {
    }

    void start()
    {
        m_api.read<VenueClock>(venueClock(), RateUse::Query, &parseClock, [self = shared_from_this()](auto clock) {
            if (!clock)
                return self->fail(std::move(clock.error()));
            self->m_so.at = clock->now;
            self->m_so.isOpen = clock->isOpen;
            self->m_since = self->m_from(clock->now);
            self->askFills();
        });
    }

private:
    void askFills()
    {
        fetchFills(m_api, {.after = m_since}, [self = shared_from_this()](auto fills) {
            if (!fills)
                return self->fail(std::move(fills.error()));
            self->m_so.fills = std::move(*fills);
            self->askParts();
        });
    }

    void askParts()
    {
        m_parts = 5;
        m_api.read<Account>(account(), RateUse::Query, &parseAccount, part(&Fetched::account));
        m_api.read<std::vector<Position>>(positions(), RateUse::Query, &parsePositions, part(&Fetched::positions));
        fetchOrders(m_api, openOrders(), part(&Fetched::open));
        fetchOrders(m_api, {.which = OrderQuery::Which::Closed, .after = m_since, .isNested = false}, part(&Fetched::closed));
        askOthers({.types = {}, .after = m_since - bookedLate, .isBesideTrades = true});
    }

    template <class T>
    std::function<void(Answer<T>)> part(T Fetched::*member)
    {
        return [self = shared_from_this(), member](Answer<T> answer) {
            if (!answer)
                return self->fail(std::move(answer.error()));
            self->m_so.*member = std::move(*answer);
            self->partCame();
        };
    }

    void askOthers(const ActivityQuery &query)
    {
        m_api.read<ActivityPage>(activities(query), RateUse::Query, &readActivityPage,
                                 [self = shared_from_this(), query = query](Answer<ActivityPage> page) mutable {
                                     if (!page)
                                         return self->fail(std::move(page.error()));
                                     auto &others = self->m_so.others;
                                     others.insert(others.end(), page->activities.begin(), page->activities.end());
                                     if (!page->nextToken || page->nextToken == query.pageToken)
                                         return self->partCame();
                                     query.pageToken = page->nextToken;
                                     self->askOthers(query);
                                 });
    }

    void partCame()
    {
        if (--m_parts == 0 && !m_hasFailed)
            askLastFills();
    }

    void askLastFills()
    {
        Timestamp after = m_since;
        for (const Execution &each : m_so.fills)
            after = std::max(after, each.at - std::chrono::milliseconds(1)); // the venue leaves out the moment itself
        fetchFills(m_api, {.after = after}, [self = shared_from_this()](auto fills) {
            if (!fills)
                return self->fail(std::move(fills.error()));
            self->add(*fills);
            self->m_done(std::move(self->m_so));
        });
    }

    void add(const std::vector<Execution> &fills)
    {
        for (const Execution &fill : fills) {
            const bool isKnown = std::any_of(m_so.fills.begin(), m_so.fills.end(),
                                             [&](const Execution &each) { return each.id == fill.id; });
            if (isKnown)
                continue;
            m_so.fills.push_back(fill);
            m_so.isOfOneMoment = false;
        }
    }

    void fail(Failed why)
    {
        if (!std::exchange(m_hasFailed, true))
            m_done(tl::unexpected(std::move(why)));
    }

    Api &m_api;
    From m_from;
    std::function<void(Answer<Fetched>)> m_done;
    Fetched m_so;
    Timestamp m_since{};
    int m_parts = 0;
    bool m_hasFailed = false;
};

} // namespace

void fetchAll(Api &api, From from, std::function<void(Answer<Fetched>)> done)
{
    std::make_shared<Fetch>(api, std::move(from), std::move(done))->start();
}

void fetchOrdersAndFills(Api &api, Timestamp from, std::function<void(Answer<Fetched>)> done)
{
    fetchOrders(api, openOrders(), [&api, from, done = std::move(done)](Answer<std::vector<VenueOrder>> open) {
        if (!open)
            return done(tl::unexpected(std::move(open.error())));
        fetchFills(api, {.after = from}, [open = std::move(*open), done](Answer<std::vector<Execution>> fills) {
            if (!fills)
                return done(tl::unexpected(std::move(fills.error())));
            done(Fetched{.open = open, .fills = std::move(*fills)});
        });
    });
}

} // namespace core::alpaca
