#include "core/brokers/bybit/BybitLookUp.h"

#include "core/brokers/bybit/BybitListWalk.h"
#include "core/brokers/bybit/BybitOrderQueries.h"

#include <algorithm>

namespace core::bybit {

namespace {

class LookUp : public std::enable_shared_from_this<LookUp> {
public:
    LookUp(BybitClient &client, const Order &order, std::function<void(Result<Found>)> done)
        : m_client(client), m_id(order.request.clientOrderId), m_name(nameOf(order)),
          m_category(categoryOf(m_name.instrument).value_or(Category::Linear)), m_done(std::move(done))
    {
    }

    void begin()
    {
        ask(openOrder(m_name), [](LookUp &self) {
            self.ask(orderInHistory(self.m_name), [](LookUp &again) { again.askExecutions(); });
        });
    }

private:
    using Next = void (*)(LookUp &);

    void ask(const Request &request, Next ifAbsent)
    {
        (void)m_client.send(request, net::RateUse::Query,
                            [self = shared_from_this(), ifAbsent](const Answer &answer) {
                                self->take(answer, ifAbsent);
                            });
    }
    void take(const Answer &answer, Next ifAbsent)
    {
        if (!answer.verdict.isDone())
            return m_done(failure(errorOf(answer.verdict)));
        auto page = parseOrders(m_category, answer.body);
        if (!page)
            return m_done(failure(page.error()));
        if (page->items.empty())
            return ifAbsent(*this);
        if (idOf(page->items.front()) != m_id)
            return m_done(failure(ErrorCode::BadInput, "Bybit answered with another order"));
        m_found.order = std::move(page->items.front());
        askExecutions();
    }
    void askExecutions()
    {
        const Category category = m_category;
        ListWalk<ExecutionState>::begin(
            m_client,
            {.ask = [name = m_name](const std::string &cursor) { return executionsOf(name, cursor); },
             .read = [category](const std::string &bytes) { return parseExecutions(category, bytes); },
             .pageSize = executionPage},
            [self = shared_from_this()](Result<Page<ExecutionState>> list) { self->take(std::move(list)); });
    }
    void take(Result<Page<ExecutionState>> list)
    {
        if (!list)
            return m_done(failure(list.error()));
        const bool isOther = std::any_of(list->items.begin(), list->items.end(),
                                         [this](const ExecutionState &each) { return idOf(each) != m_id; });
        if (isOther)
            return m_done(failure(ErrorCode::BadInput, "Bybit answered with another order's executions"));
        m_found.executions = std::move(list->items);
        std::reverse(m_found.executions.begin(), m_found.executions.end()); // they come newest first
        m_done(std::move(m_found));
    }

    BybitClient &m_client;
    ClientOrderId m_id;
    OrderName m_name;
    Category m_category;
    std::function<void(Result<Found>)> m_done;
    Found m_found;
};

} // namespace

void lookUp(BybitClient &client, const Order &order, std::function<void(Result<Found>)> done)
{
    std::make_shared<LookUp>(client, order, std::move(done))->begin();
}

} // namespace core::bybit
