#pragma once

#include "app/exchange/faults/FaultPlan.h"
#include "app/exchange/http/HttpMessage.h"
#include "app/exchange/stream/StreamPeer.h"
#include "core/base/Json.h"

#include <memory>

namespace app {

/// One venue's face on the exchange's port: its paths, its streams, its part of the books.
class VenueFront {
public:
    virtual ~VenueFront() = default;

    [[nodiscard]] virtual bool serves(const HttpRequest &request) const = 0;
    virtual void answer(const HttpRequest &request, const HttpReply &reply) = 0;
    [[nodiscard]] virtual bool servesStream(const HttpRequest &request) const = 0;
    virtual void takeStream(std::unique_ptr<StreamPeer> peer, const HttpRequest &request) = 0;
    /// Somebody is slow to read what was pushed: the market had better wait for him.
    [[nodiscard]] virtual bool isBacklogged() const = 0;

    // For faults: what a request is about, how this venue says no, and an answer with somebody else's ids.
    [[nodiscard]] virtual FaultTarget targetOf(const HttpRequest &request) const = 0;
    [[nodiscard]] virtual HttpResponse refusalFor(FaultKind kind) = 0;
    [[nodiscard]] virtual std::string withWrongIds(const std::string &text) const = 0;

    // Books, for tests to compare: rows of the arrays of /control/books, and one member of its `cash`.
    virtual void writeOrders(core::JsonWriter &json) const = 0;
    virtual void writeFills(core::JsonWriter &json) const = 0;
    virtual void writePositions(core::JsonWriter &json) const = 0;
    virtual void writeCash(core::JsonWriter &json) const = 0;
};

} // namespace app
