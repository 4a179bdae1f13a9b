#pragma once

#include "core/brokers/bybit/BybitClient.h"
#include "core/brokers/bybit/BybitPaging.h"

#include <algorithm>
#include <iterator>
#include <memory>

namespace core::bybit {

/// One list of the venue, asked for page by page.
template <class T>
struct ListQuestion {
    std::function<Request(const std::string &cursor)> ask;
    std::function<Result<Page<T>>(const std::string &bytes)> read;
    std::size_t pageSize = 0;
    /// Lists come newest first: what lies behind such an item is not wanted. Absent: all of it.
    std::function<bool(const T &)> isEnough{};
};

[[nodiscard]] inline Error errorOf(const Verdict &verdict)
{
    return {.code = ErrorCode::Unreachable, .message = verdict.sentence + " (" + verdict.detail + ")"};
}

/// The whole list, or why not: one failed page, and there is none, for a list with a hole proves nothing. Rows
/// that the reader has left out come with it.
template <class T>
class ListWalk : public std::enable_shared_from_this<ListWalk<T>> {
public:
    using Done = std::function<void(Result<Page<T>>)>;

    static void begin(BybitClient &client, ListQuestion<T> question, Done done)
    {
        std::make_shared<ListWalk>(client, std::move(question), std::move(done))->next({});
    }
    ListWalk(BybitClient &client, ListQuestion<T> question, Done done)
        : m_client(client), m_question(std::move(question)), m_done(std::move(done)), m_pages(m_question.pageSize)
    {
    }

private:
    static constexpr int mostPages = 500;

    void next(const std::string &cursor)
    {
        (void)m_client.send(m_question.ask(cursor), net::RateUse::Query,
                            [self = this->shared_from_this()](const Answer &answer) { self->take(answer); });
    }
    void take(const Answer &answer)
    {
        if (!answer.verdict.isDone())
            return m_done(failure(errorOf(answer.verdict)));
        auto page = m_question.read(answer.body);
        if (!page)
            return m_done(failure(page.error()));
        if (++m_count > mostPages)
            return m_done(failure(ErrorCode::BadInput, "Bybit's list has no end"));
        const auto cursor = m_pages.next(page->rows(), page->cursor);
        std::move(page->leftOut.begin(), page->leftOut.end(), std::back_inserter(m_all.leftOut));
        bool isEnough = false;
        for (T &item : page->items) {
            isEnough = isEnough || (m_question.isEnough && m_question.isEnough(item));
            m_all.items.push_back(std::move(item));
        }
        if (cursor && !isEnough)
            return next(*cursor);
        m_done(std::move(m_all));
    }

    BybitClient &m_client; ///< Calls nobody back once it is gone.
    ListQuestion<T> m_question;
    Done m_done;
    CursorWalk m_pages;
    Page<T> m_all;
    int m_count = 0;
};

} // namespace core::bybit
