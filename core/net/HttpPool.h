#pragma once

#ifndef Q_MOC_RUN // moc 6.4 cannot read the standard library's <compare>
#include "core/net/HttpLink.h"
#endif

#include <map>
#include <vector>

namespace core::net {

/// Connections that wait for their next question, by origin. One on which the other end speaks or which it
/// closes is thrown away; so is one that waited too long.
class HttpPool final : public QObject {
    Q_OBJECT

public:
    explicit HttpPool(std::chrono::milliseconds longest, QObject *parent);

    void keep(HttpLink *link);
    /// The one that was used last; nothing when there is none. Its parent is the pool until it gets another.
    [[nodiscard]] HttpLink *take(const std::string &origin);
    /// None of that origin is trusted any more.
    void dropAll(const std::string &origin);

private:
    void drop(HttpLink *link);

    std::chrono::milliseconds m_longest;
    std::map<std::string, std::vector<HttpLink *>> m_links;
};

} // namespace core::net
