#include "core/net/HttpPool.h"

#include <utility>

namespace core::net {

HttpPool::HttpPool(std::chrono::milliseconds longest, QObject *parent) : QObject(parent), m_longest(longest) {}

void HttpPool::keep(HttpLink *link)
{
    link->setParent(this);
    m_links[link->origin()].push_back(link);
    connect(link, &HttpLink::received, this, [this, link] { drop(link); });
    connect(link, &HttpLink::down, this, [this, link] { drop(link); });
    link->closeAfter(m_longest);
}

HttpLink *HttpPool::take(const std::string &origin)
{
    auto &links = m_links[origin];
    if (links.empty())
        return nullptr;
    HttpLink *link = links.back();
    links.pop_back();
    link->disconnect(this);
    link->keep();
    return link;
}

void HttpPool::drop(HttpLink *link)
{
    std::erase(m_links[link->origin()], link);
    link->drop();
}

void HttpPool::dropAll(const std::string &origin)
{
    for (HttpLink *link : std::exchange(m_links[origin], {}))
        link->drop();
}

} // namespace core::net
