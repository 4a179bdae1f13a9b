#include "core/brokers/bybit/BybitFetch.h"

#include "core/brokers/bybit/BybitFacts.h"
#include "core/brokers/bybit/BybitListWalk.h"
#include "core/brokers/bybit/BybitOrderQueries.h"

#include <algorithm>

namespace core::bybit {

namespace {

/// What the venue looks back by itself, less what clocks and slow requests may take off it.
constexpr Duration usualSpan = Window::longest - std::chrono::hours(1);
/// Told again, so that what arrived late at the last comparison is not lost.
constexpr Duration overlap = std::chrono::minutes(15);

class Fetch : public std::enable_shared_from_this<Fetch> {
public:
    Fetch(BybitClient &client, const FetchSince &since, std::function<void(Result<Fetched>)> done)
        : m_client(client), m_since(since), m_done(std::move(done))
    {
    }

    void begin(FetchScope scope)
    {
        ++m_open; // until everything is asked
        askOrders();
        for (const Category category : {Category::Linear, Category::Spot}) {
            askExecutions(category);
            if (scope == FetchScope::Account)
                askHistory(category);
        }
        if (scope == FetchScope::Account) {
            askWallet();
            askPositions();
            askTransactions();
        }
        close();
    }

private:
    template <class T>
    void ask(ListQuestion<T> question, std::vector<T> Fetched::*into)
    {
        ++m_open;
        const auto take = [self = shared_from_this(), into](Result<Page<T>> list) {
            if (!list)
                return self->fail(list.error());
            std::ranges::move(list->items, std::back_inserter(self->m_fetched.*into));
            std::ranges::move(list->leftOut, std::back_inserter(self->m_fetched.leftOut));
            self->close();
        };
        ListWalk<T>::begin(m_client, std::move(question), take);
    }
    void askOrders()
    {
        ask<OrderState>({.ask = [](const std::string &cursor) { return openLinearOrders(accountCoin, cursor); },
                         .read = [](const std::string &bytes) { return parseOrderRows(Category::Linear, bytes); },
                         .pageSize = orderPage},
                        &Fetched::openOrders);
        ask<OrderState>({.ask = [](const std::string &cursor) { return openSpotOrders(cursor); },
                         .read = [](const std::string &bytes) { return parseOrderRows(Category::Spot, bytes); },
                         .pageSize = orderPage},
                        &Fetched::openOrders);
    }
    void askPositions()
    {
        ask<PositionState>({.ask = [](const std::string &cursor) { return positions(accountCoin, cursor); },
                            .read = &parsePositionRows,
                            .pageSize = positionPage},
                           &Fetched::positions);
    }
    /// Of the last day; or from the last comparison on, for the venue does not say in which order they come.
    void askTransactions()
    {
        if (!m_since.comparison)
            return askTransactions([](const std::string &cursor) { return transactionLog(accountCoin, cursor); });
        for (const Window &window : Window::between(*m_since.comparison - overlap, m_since.now))
            askTransactions([window](const std::string &cursor) {
                return transactionLog(accountCoin, window, cursor);
            });
    }
    void askTransactions(std::function<Request(const std::string &)> request)
    {
        ask<Transaction>({.ask = std::move(request), .read = &parseTransactions, .pageSize = transactionPage},
                         &Fetched::transactions);
    }
    /// Pieces beyond what the venue looks back by itself; usually none.
    [[nodiscard]] std::vector<Window> olderPieces() const
    {
        if (!m_since.comparison || m_since.now - *m_since.comparison < usualSpan)
            return {};
        return Window::between(*m_since.comparison - overlap, m_since.now - usualSpan);
    }
    void askExecutions(Category category)
    {
        const auto read = [category](const std::string &bytes) { return parseExecutionRows(category, bytes); };
        const auto stamp = m_since.execution;
        ask<ExecutionState>({.ask = [category](const std::string &cursor) { return latestExecutions(category, cursor); },
                             .read = read,
                             .pageSize = executionPage,
                             .isEnough = [stamp](const ExecutionState &each) {
                                 return stamp && each.fill.at < *stamp - overlap;
                             }},
                            &Fetched::executions);
        for (const Window &window : olderPieces())
            ask<ExecutionState>({.ask = [category, window](const std::string &cursor) {
                                     return executions(category, window, cursor);
                                 },
                                 .read = read,
                                 .pageSize = executionPage},
                                &Fetched::executions);
    }
    /// Ends that were missed. An order older than this that ended meanwhile is asked for by its id.
    void askHistory(Category category)
    {
        const auto stamp = m_since.execution;
        ask<OrderState>({.ask = [category](const std::string &cursor) { return latestHistory(category, cursor); },
                         .read = [category](const std::string &bytes) { return parseOrderRows(category, bytes); },
                         .pageSize = orderPage,
                         .isEnough = [stamp](const OrderState &each) {
                             return stamp && each.order.createdAt < *stamp - overlap;
                         }},
                        &Fetched::closedOrders);
    }
    void askWallet()
    {
        ++m_open;
        (void)m_client.send(walletBalance(), net::RateUse::Query, [self = shared_from_this()](const Answer &answer) {
            if (!answer.verdict.isDone())
                return self->fail(errorOf(answer.verdict));
            auto wallet = parseWallet(answer.body);
            if (!wallet)
                return self->fail(wallet.error());
            self->m_fetched.wallet = std::move(*wallet);
            self->close();
        });
    }
    void fail(const Error &error)
    {
        if (const auto done = std::exchange(m_done, nullptr))
            done(failure(error));
    }
    void close()
    {
        if (--m_open > 0 || !m_done)
            return;
        std::stable_sort(m_fetched.executions.begin(), m_fetched.executions.end(),
                         [](const ExecutionState &a, const ExecutionState &b) { return a.fill.at < b.fill.at; });
        std::exchange(m_done, nullptr)(std::move(m_fetched));
    }

    BybitClient &m_client;
    FetchSince m_since;
    std::function<void(Result<Fetched>)> m_done;
    Fetched m_fetched;
    int m_open = 0;
};

} // namespace

void fetch(BybitClient &client, FetchScope scope, const FetchSince &since,
           std::function<void(Result<Fetched>)> done)
{
    std::make_shared<Fetch>(client, since, std::move(done))->begin(scope);
}

} // namespace core::bybit
