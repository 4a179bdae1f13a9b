#pragma once

#include <compare>
#include <functional>
#include <string>
#include <utility>

namespace core {

/// A name of one kind of thing: an OrderId is not a SignalId, though both are text.
template <class Kind>
class Id {
public:
    Id() = default;
    explicit Id(std::string text) : m_text(std::move(text)) {}
    [[nodiscard]] const std::string &text() const { return m_text; }
    [[nodiscard]] bool isEmpty() const { return m_text.empty(); }
    auto operator<=>(const Id &) const = default;

private:
    std::string m_text;
};

using SignalId = Id<struct SignalIdKind>;
using ProposalId = Id<struct ProposalIdKind>;
using ClientOrderId = Id<struct ClientOrderIdKind>; ///< Ours, made before sending.
using VenueOrderId = Id<struct VenueOrderIdKind>;   ///< The venue's own.
using FillId = Id<struct FillIdKind>;
using CashFlowId = Id<struct CashFlowIdKind>;
using AccountId = Id<struct AccountIdKind>;
using BotId = Id<struct BotIdKind>;
using RunId = Id<struct RunIdKind>; ///< One start of the engine.

} // namespace core

template <class Kind>
struct std::hash<core::Id<Kind>> {
    std::size_t operator()(const core::Id<Kind> &id) const noexcept
    {
        return std::hash<std::string>()(id.text());
    }
};
