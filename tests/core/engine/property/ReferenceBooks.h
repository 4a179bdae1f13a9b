#pragma once

#include "core/base/Timestamp.h"
#include "core/domain/Event.h"
#include "core/storage/Journal.h"
#include "tests/support/Exact.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace property {

using support::Exact;

/// Positions and cash folded from fills in plain integers, nothing else.
struct Books {
    std::map<std::string, Exact> held; ///< Signed, by instrument.
    std::map<std::string, double> cost; ///< Of what is held, signed; average cost, for an unpriced position only.
    Exact cash;
    std::set<std::string> fills;

    /// False when this fill is in the books already.
    bool book(const core::Fill &fill);
    bool book(const std::string &id, const std::string &instrument, bool isBuy, Exact quantity, Exact value,
              Exact fee, Exact assetFee = {});
    [[nodiscard]] Exact of(const std::string &instrument) const
    {
        const auto found = held.find(instrument);
        return found == held.end() ? Exact() : found->second;
    }
};

/// An order as this side knows it: from the journal's text, from what was sent and from what the engine was
/// told of it.
struct RefOrder {
    std::string id;
    std::string proposal;
    std::string role;
    std::string instrument;
    bool isBuy = true;
    double quantity = 0;
    Exact exactQuantity;
    std::optional<double> limit;
    std::optional<double> stop;
    std::optional<double> plannedStop; ///< Of an entry: where its position is to end.
    /// A change that was asked for, by the journal's text, until the engine was told what became of it.
    struct Asked {
        std::optional<double> stop;
        std::optional<Exact> quantity;
        std::size_t record = 0;
        bool hasLeft = false;
        bool isRefused = false; ///< The engine was told so.
        int unchanged = 0;      ///< "It works", told 30 s after the change left or later.
        core::Duration leftAt{};
    };
    std::optional<Asked> asked;
    std::string group;
    std::size_t record = 0; ///< Its intent's place in the journal.
    bool isSent = false;
    bool isInThisLife = true;
    bool isEnded = false;     ///< Told, or proven, or never sent and given up.
    bool isAnswered = false;  ///< Any word of the venue since it was sent.
    bool isUnknown = false;
    bool isCancelAsked = false;
    int negatives = 0;        ///< "Not found", told 30 s after it was sent or later.
    core::Duration sentAt{};
    Exact filled;             ///< As told.

    [[nodiscard]] double remaining() const { return quantity - filled.toDouble(); }
    // While a change is under way either terms may be true: the worse ones count.
    [[nodiscard]] double most() const { return asked && asked->quantity ? std::max(quantity, asked->quantity->toDouble()) : quantity; }
    [[nodiscard]] double least() const { return asked && asked->quantity ? std::min(quantity, asked->quantity->toDouble()) : quantity; }
    [[nodiscard]] bool isWhole() const
    {
        return filled >= exactQuantity && !(asked && asked->quantity && filled < *asked->quantity);
    }
    [[nodiscard]] std::optional<double> worstStop() const
    {
        if (!stop || !asked || !asked->stop)
            return stop;
        return isBuy ? std::max(*stop, *asked->stop) : std::min(*stop, *asked->stop);
    }
};

/// A card as the journal's text shows it.
struct RefCard {
    std::string id;
    int version = 0;
    std::string hash;
    std::string state;
    std::string instrument;
    bool isBuy = true;
    double quantity = 0;
    std::optional<double> limit;
    std::optional<double> stop;
    std::optional<double> target;
    double reference = 0;
    double firstReference = 0;
    std::optional<double> firstStop;
    std::string signal;
    std::string bot;
    std::string mode;
    std::string expiresAt;
    std::string guards;
    // Of the newest yes.
    std::string yesHash;
    std::string yesChannel;
    Exact yesQuantity;
    std::size_t yesRecord = 0;
    bool hasYes = false;
    bool hasEntry = false; ///< An order was intended for it.
};

struct RefSignal {
    std::string instrument;
    double price = 0;
    std::optional<double> atr;
    bool hasHole = false; ///< A bar was missing just before it.
    double lowestBid = 1e300; ///< Since it.
    double highestAsk = 0;
};

/// What the limits look back on.
struct RefPace {
    struct Entry {
        std::string instrument;
        bool isBuy = true;
        Exact quantity;
        std::optional<double> limit;
        core::Timestamp at;
    };
    struct Trip {
        std::string instrument;
        bool isLong = true;
        bool isLoss = false;
        bool wasStopped = false;
        core::Timestamp at;
    };
    struct Rejection {
        std::string instrument;
        bool isBuy = true;
        core::Timestamp at;
    };
    std::vector<Entry> entries;
    std::vector<Trip> trips;
    std::vector<Rejection> rejections;
    std::map<std::string, int> automatic; ///< Entries of a bot that no person was asked about.
};

struct RefQuote {
    double bid = 0;
    double ask = 0;
    std::optional<core::Duration> receivedAt; ///< Absent: only marked by a bar's close.
};

/// Nine places as a count of 1e-9.
[[nodiscard]] std::int64_t nanosOf(std::string_view text);
[[nodiscard]] std::optional<double> numberOf(const std::string &text);

} // namespace property
