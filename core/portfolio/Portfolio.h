#pragma once

#include "core/domain/Bar.h"
#include "core/domain/Event.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace core {

/// From flat to flat (or through zero) in one instrument.
struct RoundTrip {
    InstrumentId instrument;
    Direction direction = Direction::Long;
    Timestamp entryTime;
    Price entryPrice; ///< Average, half to even at nine places.
    std::optional<Timestamp> exitTime; ///< Absent while still open.
    std::optional<Price> exitPrice;
    Quantity quantity; ///< Total entered, positive.
    Money pnl;         ///< Realised, fees of both sides taken off; of an open one: so far.
    double returnPct = 0; ///< pnl / entry notional · 100.
    Money fees;
    std::string reason; ///< Of the exit.
};

/// What is held of one instrument. Average cost; money is exact.
struct Position {
    Quantity quantity{};     ///< Signed: short is negative.
    Money openNotional{};    ///< Signed cost of the open quantity, multiplier included.
    Money realisedPnl{};     ///< Before fees.
    Money fees{};
    Decimal multiplier = Decimal::fromNanos(Decimal::one);

    /// Average price of the open quantity, half to even at nine places; nothing when flat.
    [[nodiscard]] std::optional<Price> averagePrice() const;
    /// At the price a close would get: bid if long, ask if short.
    [[nodiscard]] Money unrealisedPnl(const Quote &quote) const;
};

/// Cash and positions folded from fills. Position = Σ fills − fees taken in the asset; cash = start + Σ flows, to
/// the last decimal.
class Portfolio {
public:
    explicit Portfolio(Money startingCash) : m_startingCash(startingCash), m_cash(startingCash) {}

    /// Books a fill once: the same id again changes nothing and returns false.
    /// What is less than a `lot` cannot be traded: a round trip ends with it. 0 = nothing is.
    bool apply(const Fill &fill, Decimal multiplier, const std::string &reason, Decimal lot = {});
    /// Books money that came or went without a trade once: the same id again changes nothing and returns false.
    bool apply(const CashFlow &flow);
    /// Paid in less paid out from this moment on, the moment included. Charges are a profit or a loss and what the
    /// books began with is neither: both are left out.
    [[nodiscard]] Money netFlowsSince(Timestamp at) const;
    void mark(const InstrumentId &instrument, const Quote &quote);
    /// Of the flow that the books of an account begin with, where the venue says what that is.
    [[nodiscard]] static CashFlowId openingFlow() { return CashFlowId("opening"); }
    [[nodiscard]] const std::map<CashFlowId, CashFlow> &flows() const { return m_flows; }

    [[nodiscard]] Money startingCash() const { return m_startingCash; }
    [[nodiscard]] Money cash() const { return m_cash; }
    [[nodiscard]] Money fees() const { return m_fees; }
    /// cash + Σ quantity · multiplier · (bid if long, ask if short); an unmarked position counts at cost.
    [[nodiscard]] Money equity() const;
    /// Σ |quantity| · multiplier · price, of all positions.
    [[nodiscard]] Money exposure() const;
    [[nodiscard]] const std::map<InstrumentId, Position> &positions() const { return m_positions; }
    [[nodiscard]] Quantity held(const InstrumentId &instrument) const;
    [[nodiscard]] std::optional<Quote> quote(const InstrumentId &instrument) const;
    [[nodiscard]] const std::vector<RoundTrip> &closedTrips() const { return m_closed; }
    /// The trips that have not ended, valued without a closing fee.
    [[nodiscard]] std::vector<RoundTrip> openTrips() const;

private:
    struct Trip {
        RoundTrip shown;
        Money entryNotional;
        Money exitNotional;
        Quantity exited;
    };
    void open(const Fill &fill, Quantity quantity, Money fee, Position &position);
    void close(const Fill &fill, Quantity quantity, Money fee, Position &position);
    void takeAssetFee(const Fill &fill, Position &position);
    void finish(const InstrumentId &instrument, const Fill &fill, const std::string &reason);

    Money m_startingCash;
    Money m_cash;
    Money m_fees;
    std::map<InstrumentId, Position> m_positions;
    std::map<InstrumentId, Quote> m_quotes;
    std::map<InstrumentId, Trip> m_trips;
    std::vector<RoundTrip> m_closed;
    std::set<FillId> m_seen;
    std::map<CashFlowId, CashFlow> m_flows;
};

} // namespace core
