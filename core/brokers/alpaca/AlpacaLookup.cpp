#include "core/brokers/alpaca/AlpacaLookup.h"

#include "core/brokers/alpaca/AlpacaOrderReader.h"

#include <algorithm>
#include <set>
#include <utility>

namespace core::alpaca {

namespace {

using net::RateUse;

/// A chain that is longer leads in circles.
constexpr std::size_t longestChain = 200;

Result<FillPage> readFillPage(std::string_view bytes)
{
    return parseFillPage(bytes, ActivityQuery::pageSize);
}

bool isNamed(const VenueOrder &order, const ClientOrderId &id)
{
    return order.clientId == id || order.clientId.text().starts_with(id.text() + ".");
}

} // namespace

/// One search. It lives as long as a question of it is under way.
class Search : public std::enable_shared_from_this<Search> {
public:
    Search(Lookup &lookup, Sought sought, std::function<void(Findings)> done)
        : m_lookup(lookup), m_api(lookup.m_api), m_sought(std::move(sought)), m_done(std::move(done))
    {
    }

    void start()
    {
        if (m_sought.venueId.isEmpty())
            return askByName();
        ask(orderById(m_sought.venueId), [](Search &self) { self.askByName(); });
    }

    [[nodiscard]] const Sought &sought() const { return m_sought; }
    void fail(Failed failure) { m_done(std::move(failure)); }
    /// True: it is not among them, and the fills are wanted.
    [[nodiscard]] bool takeOrders(const std::vector<VenueOrder> &orders)
    {
        for (const VenueOrder &each : orders) {
            if (isSought(each)) {
                follow(each);
                return false;
            }
            m_others.insert(each.id);
            for (const VenueOrder &leg : each.legs)
                m_others.insert(leg.id);
        }
        return true;
    }
    void takeFills(const std::vector<Execution> &fills)
    {
        const std::string &symbol = m_sought.instrument.symbol;
        for (const Execution &each : fills) {
            const bool isOfIt = each.instrument.symbol == symbol || pairSymbol(each.instrument.symbol) == symbol;
            if (isOfIt && !m_others.contains(each.order)) // the lists have left it out
                m_behindFills.insert(each.order);
        }
        askBehindFills();
    }

private:
    using Step = void (*)(Search &);

    /// An answer goes on with the chain, a 404 with `otherwise`.
    void ask(const Request &request, Step otherwise)
    {
        m_api.read<VenueOrder>(request, RateUse::Query, &parseOrder,
                               [self = shared_from_this(), otherwise](Answer<VenueOrder> answer) {
                                   if (answer)
                                       return self->follow(std::move(*answer));
                                   if (answer.error().trouble.reason != Reason::NotFound)
                                       return self->m_done(std::move(answer.error()));
                                   otherwise(*self);
                               });
    }

    void askByName()
    {
        ask(orderByClientId(m_sought.clientId), [](Search &self) { self.askForPair(); });
    }

    /// A stop that was sent as the leg of a pair has no name of ours at the venue.
    void askForPair()
    {
        if (!m_sought.target)
            return askLists();
        m_api.read<VenueOrder>(orderByClientId(*m_sought.target), RateUse::Query, &parseOrder,
                               [self = shared_from_this()](Answer<VenueOrder> answer) {
                                   if (answer && self->isSought(*answer))
                                       return self->follow(std::move(*answer));
                                   if (!answer && answer.error().trouble.reason != Reason::NotFound)
                                       return self->m_done(std::move(answer.error()));
                                   self->askLists();
                               });
    }

    /// An order under the pair's name that is no pair has no leg.
    [[nodiscard]] bool isSought(const VenueOrder &order) const
    {
        return isNamed(order, m_sought.clientId) ||
               (m_sought.target && order.orderClass == "oco" && isNamed(order, *m_sought.target));
    }

    /// The venue gives no legs with a name, so an order that may have some is asked for once more.
    void follow(VenueOrder order)
    {
        const bool mayHaveLegs = !order.orderClass.empty() && order.orderClass != "simple" && order.legs.empty();
        if (mayHaveLegs && m_nested.insert(order.id).second)
            return ask(orderById(order.id), [](Search &self) { self.askLists(); });
        const auto next = order.isReplaced() ? order.replacedBy : std::nullopt;
        m_chain.push_back(std::move(order));
        if (!next || m_chain.size() >= longestChain)
            return m_done(std::move(m_chain));
        ask(orderById(*next), [](Search &self) { self.m_done(std::move(self.m_chain)); });
    }

    void askLists() { m_lookup.join(shared_from_this()); }

    void askBehindFills()
    {
        if (m_behindFills.empty())
            return m_done(NowhereFound());
        const VenueOrderId id = m_behindFills.extract(m_behindFills.begin()).value();
        m_api.read<VenueOrder>(orderById(id), RateUse::Query, &parseOrder,
                               [self = shared_from_this()](Answer<VenueOrder> answer) {
                                   if (answer && self->isSought(*answer))
                                       return self->follow(std::move(*answer));
                                   if (!answer && answer.error().trouble.reason != Reason::NotFound)
                                       return self->m_done(std::move(answer.error()));
                                   self->askBehindFills();
                               });
    }

    Lookup &m_lookup;
    Api &m_api;
    Sought m_sought;
    std::function<void(Findings)> m_done;
    Chain m_chain;
    std::set<VenueOrderId> m_nested;
    std::set<VenueOrderId> m_others; ///< Listed, and not the one.
    std::set<VenueOrderId> m_behindFills;
};

namespace {

void fetchFillsAfter(Api &api, ActivityQuery query, std::vector<Execution> so,
                     std::function<void(Answer<std::vector<Execution>>)> done)
{
    api.read<FillPage>(activities(query), RateUse::Query, &readFillPage,
                       [&api, query, so = std::move(so), done = std::move(done)](Answer<FillPage> page) mutable {
                           if (!page)
                               return done(tl::unexpected(std::move(page.error())));
                           so.insert(so.end(), page->fills.begin(), page->fills.end());
                           if (!page->nextToken || page->nextToken == query.pageToken)
                               return done(std::move(so));
                           query.pageToken = page->nextToken;
                           fetchFillsAfter(api, query, std::move(so), std::move(done));
                       });
}

void fetchOrdersAfter(Api &api, const OrderQuery &query, std::vector<VenueOrder> so,
                      std::function<void(Answer<std::vector<VenueOrder>>)> done)
{
    api.read<std::vector<VenueOrder>>(
        listOrders(query), RateUse::Query, &parseOrders,
        [&api, query, so = std::move(so), done = std::move(done)](Answer<std::vector<VenueOrder>> page) mutable {
            if (!page)
                return done(tl::unexpected(std::move(page.error())));
            std::set<VenueOrderId> known;
            for (const VenueOrder &each : so)
                known.insert(each.id);
            for (const VenueOrder &each : *page)
                if (!known.contains(each.id))
                    so.push_back(each);
            const auto next = pageAfter(query, *page);
            if (!next)
                return done(std::move(so));
            fetchOrdersAfter(api, *next, std::move(so), std::move(done));
        });
}

/// As far back, and of as many instruments, as the one who wants most.
OrderQuery widestOf(const std::vector<std::shared_ptr<Search>> &searches)
{
    OrderQuery query{.which = OrderQuery::Which::All, .after = searches.front()->sought().since};
    std::set<std::string> symbols;
    for (const auto &each : searches) {
        const std::optional<Timestamp> &since = each->sought().since;
        query.after = since && query.after ? std::optional(std::min(*since, *query.after)) : std::nullopt;
        symbols.insert(each->sought().instrument.symbol);
    }
    if (!symbols.contains(std::string()))
        query.symbols.assign(symbols.begin(), symbols.end());
    return query;
}

} // namespace

void Lookup::find(Sought sought, std::function<void(Findings)> done)
{
    std::make_shared<Search>(*this, std::move(sought), std::move(done))->start();
}

void Lookup::join(std::shared_ptr<Search> search)
{
    m_waiting.push_back(std::move(search));
    if (m_walking.empty())
        startWalk();
}

void Lookup::startWalk()
{
    m_walking = std::exchange(m_waiting, {});
    fetchOrders(m_api, widestOf(m_walking), [this](const Answer<std::vector<VenueOrder>> &orders) {
        Searches left;
        for (const auto &each : m_walking)
            if (!orders)
                each->fail(orders.error());
            else if (each->takeOrders(*orders))
                left.push_back(each);
        left.empty() ? endWalk() : walkFills(left);
    });
}

void Lookup::walkFills(const Searches &searches)
{
    fetchFills(m_api, {.after = widestOf(searches).after}, [this, searches](const Answer<std::vector<Execution>> &fills) {
        for (const auto &each : searches)
            fills ? each->takeFills(*fills) : each->fail(fills.error());
        endWalk();
    });
}

void Lookup::endWalk()
{
    m_walking.clear();
    if (!m_waiting.empty())
        startWalk();
}

void fetchFills(Api &api, ActivityQuery query, std::function<void(Answer<std::vector<Execution>>)> done)
{
    fetchFillsAfter(api, std::move(query), {}, std::move(done));
}

void fetchOrders(Api &api, OrderQuery query, std::function<void(Answer<std::vector<VenueOrder>>)> done)
{
    fetchOrdersAfter(api, query, {}, std::move(done));
}

} // namespace core::alpaca
