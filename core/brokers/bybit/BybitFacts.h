#pragma once

#include "core/brokers/bybit/BybitAccountWire.h"
#include "core/brokers/bybit/BybitClient.h"
#include "core/brokers/bybit/BybitExecutionWire.h"
#include "core/brokers/bybit/BybitInstrumentWire.h"

#include <deque>
#include <map>
#include <set>

namespace core::bybit {

/// The coin in which this account is counted. What is settled in another is not traded here.
inline constexpr std::string_view accountCoin = "USDT";

/// Why an order does not leave.
struct OrderRefusal {
    std::string sentence;
    RefusalKind kind = RefusalKind::Other;
};

/// Everything that must be known before an order leaves, and kept fresh: what the key may do, which kind of
/// account it is, the instruments, position mode, fees, and the prices that the venue takes at this moment.
class BybitFacts {
public:
    struct Hooks {
        std::function<void(const std::string &sentence)> found; ///< Something that keeps entries back.
        std::function<void()> ready; ///< Once: everything is known that an order needs.
    };
    /// @param inUse  The instruments that are traded; others are taken up when they are first asked about.
    BybitFacts(BybitClient &client, const Clock &clock, const std::vector<InstrumentId> &inUse, Hooks hooks);
    BybitFacts(const BybitFacts &) = delete;
    BybitFacts &operator=(const BybitFacts &) = delete;

    void tick();
    [[nodiscard]] bool isReady() const { return m_isReady; }
    /// Why the order may not leave; nothing if it may. An exit goes even where the instrument is not listed.
    [[nodiscard]] std::optional<OrderRefusal> obstacleTo(const OrderRequest &order);
    [[nodiscard]] const InstrumentFacts *find(const InstrumentId &instrument) const;
    /// The facts, or what the symbol itself says: so that what was executed can be booked in any case.
    [[nodiscard]] InstrumentFacts factsOrGuess(const InstrumentId &instrument) const;
    /// The spot instrument whose asset the coin is, priced in the account's coin.
    [[nodiscard]] const InstrumentFacts *spotOf(const std::string &coin) const;
    [[nodiscard]] std::vector<Instrument> instruments() const;
    /// It is traded here.
    [[nodiscard]] bool isUsed(const InstrumentId &instrument) const { return m_used.contains(instrument); }
    /// Of the moment: nothing if they are older than 15 s.
    [[nodiscard]] std::optional<PriceLimits> limits(const InstrumentId &instrument) const;
    /// The market's time by the newest stamp of those limits; the venue's own time as long as there is none.
    [[nodiscard]] Timestamp marketNow() const { return m_marketNow.value_or(m_client.venueNow()); }
    [[nodiscard]] std::optional<FeeRate> feeRate(const InstrumentId &instrument) const;
    [[nodiscard]] const std::optional<KeyPermissions> &key() const { return m_key; }
    [[nodiscard]] const std::optional<AccountInfo> &account() const { return m_account; }
    [[nodiscard]] const std::optional<BeyondLimits> &beyondLimits() const { return m_beyondLimits; }
    /// The owner has agreed: prices beyond the limits are to be refused from now on, not moved.
    void refuseBeyondLimits(Category category);
    /// A position as the stream tells it: its mode may have been switched.
    void heard(const PositionState &position);

private:
    /// One thing that is asked for again and again.
    struct Question {
        Request request;
        /// Reads an answer; gives the next page's request if there is one.
        std::function<Result<std::optional<Request>>(const std::string &)> read;
        Duration every;
        bool isNeeded = true;   ///< Before the first order.
        bool mayBeKept = false; ///< Where the venue does not tell it, it is done without.
        std::function<void()> begins{}; ///< Before its first page is asked for.
        Duration dueAt{};
        bool isAsking = false;
        bool isAnswered = false;
        int failures = 0;
    };
    struct Used {
        std::optional<PriceLimits> limits{};
        Duration limitsAt{};
        std::optional<FeeRate> fees{};
        std::optional<bool> isHedged{};
    };

    Question &add(Request request, Duration every, bool isNeeded,
                  std::function<Result<std::optional<Request>>(const std::string &)> read);
    void addAccount();
    void addInstruments(Category category);
    void use(const InstrumentId &instrument);
    void ask(Question &question, const Request &request);
    void take(Question &question, const Answer &answer);
    void fail(Question &question);
    void unreadable(Question &question, const Error &why);
    void answered(Question &question);
    void noticeHedge(const InstrumentId &instrument, bool isHedged);
    void notice(const std::string &sentence);
    [[nodiscard]] std::optional<OrderRefusal> obstacleOfAccount(Category category) const;
    [[nodiscard]] std::optional<OrderRefusal> obstacleOfInstrument(const OrderRequest &order) const;

    BybitClient &m_client;
    const Clock &m_clock;
    Hooks m_hooks;
    std::deque<Question> m_questions; ///< Places stay, as answers come to them.
    std::optional<KeyPermissions> m_key;
    std::optional<AccountInfo> m_account;
    std::optional<BeyondLimits> m_beyondLimits;
    std::map<InstrumentId, InstrumentFacts> m_instruments;
    std::map<Category, std::set<InstrumentId>> m_listed; ///< By the pages that have come of this round.
    std::map<InstrumentId, Used> m_used;
    std::set<std::string> m_noticed;
    std::optional<Timestamp> m_marketNow;
    bool m_isReady = false;
};

} // namespace core::bybit
