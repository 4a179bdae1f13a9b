#pragma once

#include "core/domain/Mode.h"
#include "core/planning/Limits.h"
#include "tests/core/engine/property/ReferenceBooks.h"

#include <utility>

namespace property {

/// What one instrument and its bot are allowed, as this side was told.
struct RefTerms {
    bool isStock = true;
    bool allowsShort = false;
    bool allowsAdding = false;
    std::int64_t lotNanos = 0;
    std::int64_t tickNanos = 0;
};

/// Everything the promises are judged by, folded a second time: from the venue's own fills, from what the
/// engine was told, and from the text of its journal. Uses nothing of portfolio, risk, approval or execution.
class Reference {
public:
    // What the owner has said.
    core::RiskLimits limits;
    double feeRate = 0;
    double stopSlippage = 0;
    bool isLive = false;
    std::map<std::string, RefTerms> terms;
    std::map<std::string, std::set<std::string>> instrumentsOf; ///< By bot.
    std::map<std::string, core::Duration> barOf;                ///< By bot.
    std::string mode;
    bool isHalted = false;
    bool isReduceOnly = false;
    std::set<std::string> pausedBots;
    std::set<std::string> muted;

    // What is so.
    Books venue;
    Books told;
    std::map<std::string, RefOrder> orders;
    std::map<std::string, RefCard> cards;
    std::map<std::string, RefSignal> signals;
    std::map<std::string, RefQuote> quotes;
    std::set<std::string> mismatched;
    bool isCashDifferent = false;
    bool isLinkUp = false;
    bool isReady = false;
    bool isJournalHealthy = true;
    bool isDayLost = false;
    double dayStart = 0;
    std::vector<core::CashFlow> flows; ///< Told.
    RefPace pace;
    /// Product of what equity made of itself between quotes, flows removed; unknown after a restart.
    std::optional<double> drawdown;

    /// A new engine starts with what these records kept.
    void beginLife(const std::vector<core::Record> &durable, Exact startingCash);
    void tell(const core::Event &event, core::Timestamp now, core::Duration steady);
    void record(const core::Record &record, std::size_t index);

    /// The least and the most that was held while the newest event was taken in.
    [[nodiscard]] std::pair<Exact, Exact> heldOnTheWay(const std::string &instrument) const;

    // Figures of trading-rules section 1; each without the order or card of one proposal.
    [[nodiscard]] double equity() const;
    [[nodiscard]] double markOf(const std::string &instrument) const; ///< Bid if long, ask if short, else cost.
    [[nodiscard]] double exposureWith(const RefOrder &order) const;
    [[nodiscard]] double pendingRisk(const std::string &withoutProposal) const;
    [[nodiscard]] double heat() const;
    [[nodiscard]] double buyingPower(const std::string &withoutOrder) const;
    [[nodiscard]] int positionsWith(const std::string &instrument) const;
    [[nodiscard]] double flowsSince(core::Timestamp at) const;
    [[nodiscard]] double dayLoss() const { return dayStart + flowsSince(m_dayStartSince) - equity(); }
    /// Σ worth · max(10 %, twice the stop distance), with an order.
    [[nodiscard]] double overnightWith(const RefOrder &order) const;
    /// What one unit loses between this entry price and this stop; the whole price without a stop.
    [[nodiscard]] double unitLoss(double entry, const std::optional<double> &stop) const;
    [[nodiscard]] double worstPrice(const RefOrder &order) const;
    [[nodiscard]] static bool isUnderWay(const RefCard &card) { return card.state == "approved" || card.state == "revalidating"; }

private:
    void take(const core::Event &event, core::Timestamp now, core::Duration steady);
    [[nodiscard]] bool isOnItsWay(const std::string *instrument) const;
    void takeFillOnTheWay(const core::Fill &fill);
    void takeQuote(const core::QuoteChanged &event, core::Timestamp now, core::Duration steady);
    void takeBar(const core::BarClosed &event);
    void takeFlow(const core::CashFlow &event);
    void watchDayLoss();
    void takeSnapshot(const core::VenueSnapshot &snapshot, core::Duration steady);
    void takeChange(const core::OrderAmended &event);
    void takeUnchanged(const core::ClientOrderId &id, core::Duration steady);
    void recordChange(const core::Record &record, std::size_t index);
    void takeFill(const core::Fill &fill);
    void answer(const core::ClientOrderId &id, bool isEnd);
    void takeNegative(const core::ClientOrderId &id, core::Duration steady);
    void recordSignal(const core::Record &record);
    void recordProposal(const core::Record &record);
    void recordDecision(const core::Record &record, std::size_t index);
    void recordIntent(const core::Record &record, std::size_t index);
    void recordOrder(const core::Record &record);
    void takeStoredOrder(const core::Record &record);
    void takeStoredFill(const core::Record &record);
    void takeStoredFlow(const core::Record &record);
    void takeSwitch(const core::Record &record);
    void takeRelease(const core::Record &record);
    void takeStoredDay(const core::Record &record);

    struct Close {
        core::Timestamp at;
        double equity = 0;
    };
    void noteClose(core::Timestamp at);
    void rollDay(core::Timestamp at);
    void sampleDrawdown();
    void recordPace(const core::Record &record);

    std::vector<core::Event> m_early;
    std::optional<std::int64_t> m_day;
    core::Timestamp m_dayStartSince;
    std::optional<Close> m_close;
    std::optional<core::Timestamp> m_closeDue;
    std::map<std::string, core::Timestamp> m_lastBar; ///< Its close, by instrument.
    std::map<std::string, bool> m_holeBefore;
    double m_index = 1;
    double m_peak = 1;
    double m_sampled = 0; ///< Equity at the newest sample, flows since added.
    std::map<std::string, std::vector<Exact>> m_onTheWay; ///< Positions that one event went through.
};

/// The day in New York, in the weeks of winter time that these stories play in.
[[nodiscard]] std::int64_t newYorkDay(core::Timestamp at);
/// 09:30 to 16:00 in New York, Monday to Friday, in the weeks these stories play in.
[[nodiscard]] bool isSessionOpen(core::Timestamp at);

} // namespace property
