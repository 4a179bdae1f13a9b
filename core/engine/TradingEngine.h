#pragma once

#include "core/engine/Bots.h"
#include "core/engine/Entries.h"
#include "core/engine/Flattening.h"
#include "core/engine/Reconciliation.h"
#include "core/engine/VenuePolls.h"
#include "core/engine/Recorder.h"
#include "core/storage/StoredState.h"
#include "core/signals/SignalIntake.h"

#include <deque>
#include <functional>
#include <memory>

namespace core {

/// Takes one event at a time, in order, and finishes it. The same class in replay, demo, back-test,
/// on paper and live; only clock, broker and who feeds the events differ. One thread, no locks.
class TradingEngine {
public:
    /// BadInput for a bot that cannot be built. Clock, broker and journal outlive the engine.
    [[nodiscard]] static Result<std::unique_ptr<TradingEngine>> create(EngineSettings settings, const Clock &clock,
                                                                       Broker &broker, Journal &journal);
    TradingEngine(const TradingEngine &) = delete;
    TradingEngine &operator=(const TradingEngine &) = delete;

    /// Observers are told in the order they are added; the recorder always comes first.
    void addObserver(EngineObserver &observer) { m_parts.observers.add(observer); }

    /// Makes changed limits last over a restart, before they count; what it cannot keep is not loosened.
    using LimitsKeeper = std::function<Result<>(const RiskLimits &, const CommandOrigin &)>;
    void keepLimitsWith(LimitsKeeper keeper) { m_keepLimits = std::move(keeper); }

    /// Feeds closed bars from before the start: strategies warm up. Only what the newest bar says is heard
    /// at the start, if its decision window is still open.
    void warmUp(const SeriesId &series, const std::vector<Bar> &bars);
    /// Load, ask the broker, reconcile; entries are possible once the venue's answer has been taken in.
    void start(const StoredState &stored);
    void stop(const std::string &why);
    /// Something that must not happen has happened: trading halts, entries are taken back.
    void haltOnBug(const std::string &what);

    /// Takes the event and everything that follows from it. Never throws: a bug halts trading.
    void process(Event event);
    /// Deadlines and queries; call it whenever the clock has moved.
    void tick();
    [[nodiscard]] CommandAnswer command(const Command &command, const CommandOrigin &by);
    /// The machine's wall clock moved by so much beside its steady one: it slept, or was set.
    void onClockJump(Duration jump);

    /// Nothing waits for the disk: the next market event may come.
    [[nodiscard]] bool isSettled() const { return m_entries.isSettled() && m_parts.execution.isSettled(); }
    /// A person could say yes to something; what a rule decides in auto mode does not count.
    [[nodiscard]] bool hasDecidableCards() const;

    // For those who look: snapshots, back-tests, tests.
    [[nodiscard]] const EngineParts &parts() const { return m_parts; }
    [[nodiscard]] const AccountFigures &figures() const { return m_figures; }
    [[nodiscard]] const Bots &bots() const { return m_bots; }
    [[nodiscard]] const Exits &exits() const { return m_exits; }
    [[nodiscard]] const Reconciliation &reconciliation() const { return m_reconciliation; }
    /// What the venue said last; nothing once a fill has made it old.
    [[nodiscard]] const std::optional<VenueSnapshot> &venueSnapshot() const { return m_venue; }
    void requestVenueSnapshot();
    /// From now on the venue is asked for its own word again and again: it is one of the outside.
    void pollVenue() { m_polls.begin(); }
    [[nodiscard]] const Bar *forming(const SeriesId &series) const;

private:
    TradingEngine(EngineSettings settings, const Clock &clock, Broker &broker, Journal &journal, Bots bots);
    [[nodiscard]] static EngineParts makeParts(TradingEngine &self, EngineSettings settings, const Clock &clock,
                                               Broker &broker, Journal &journal);

    void drain();
    void handle(const Event &event);
    [[nodiscard]] bool mustWaitForSnapshot(const Event &event) const;
    void on(const BarClosed &event);
    void on(const QuoteChanged &event);
    void on(const JournalAdvanced &event);
    void on(const JournalFailed &event);
    void on(const LinkChanged &event);
    void on(const VenueSnapshot &event);
    void on(const VenueOrders &event);
    void on(const FeedChanged &event);
    void on(const ClockJudged &event);
    void on(const VenueTrouble &event);

    void keepReconciled(const VenueSnapshot &venue);
    void countFailure(const std::string &sentence);

    [[nodiscard]] static Signal signalOf(const Bots::Voice &voice, const SeriesId &series, const Bar &bar);
    void hearMissed();
    void hear(const Bots::Voice &voice, const SeriesId &series, const Bar &bar);
    [[nodiscard]] std::string actOn(const Signal &signal, const BotSettings &bot);
    [[nodiscard]] std::optional<std::string> whyNoEntries(const Signal &signal) const;
    void bookFill(const Order &order, const Fill &fill);
    void orderChanged(const Order &order, OrderStatus from);
    void advanceExits();
    void countEntry(const Order &order);
    void noteTrip(const RoundTrip &trip);
    void watch(const SeriesId &series, const Bar &bar);
    void on(const CashFlow &event);
    void takeOverDay(const StoredState &stored);
    void rollDay(Timestamp at);
    void onLinkUp();
    void watchComparisons();
    void beginDay(Timestamp at, std::chrono::sys_days day);
    void noteClose(Timestamp at);
    void beginBooks(const VenueSnapshot &venue);
    void takeLastEquity(const VenueSnapshot &venue);
    void startDayWith(Money equity, Timestamp since);
    void bookFlow(const CashFlow &flow);
    void correctBy(const CashFlow &late);
    void watchDayLoss();
    void sampleIndex(Timestamp at);
    void growForming(const InstrumentId &instrument, Price price);
    void takeOverHalt(const StoredState &stored);
    void setHalt(TradingState state, const std::string &reason, const std::string &by);
    void stopUnsentEntries(DecisionMode now);

    [[nodiscard]] Result<> act(const Command &command, const CommandOrigin &by);
    [[nodiscard]] Result<> halt(const Halt &command, const CommandOrigin &by);
    [[nodiscard]] Result<> resume(const Resume &command, const CommandOrigin &by);
    [[nodiscard]] Result<> setReduceOnly(const SetReduceOnly &command, const CommandOrigin &by);
    void releaseBot(const BotId &bot);
    void liftHalt(const std::string &reason, const std::string &by);
    [[nodiscard]] Result<> closePosition(const ClosePosition &command, const CommandOrigin &by);
    [[nodiscard]] Result<> moveStop(const MoveStop &command, const CommandOrigin &by);
    [[nodiscard]] Result<> cancelOrder(const CancelOrder &command);
    [[nodiscard]] Result<> acceptDifference(const AcceptDifference &command, const CommandOrigin &by);
    [[nodiscard]] Result<> endUnknown(const EndUnknownOrder &command, const CommandOrigin &by);
    [[nodiscard]] Result<> setBotOn(const SetBotOn &command, const CommandOrigin &by);
    [[nodiscard]] Result<> mute(const MuteInstrument &command, const CommandOrigin &by);
    [[nodiscard]] Result<> setMode(const SetMode &command, const CommandOrigin &by);
    [[nodiscard]] Result<> setLimits(const SetLimits &command, const CommandOrigin &by);
    [[nodiscard]] Result<> keepLimits(const SetLimits &command, bool isLoosened, const CommandOrigin &by);
    void adoptLimits(const RiskLimits &limits);

    Recorder m_recorder;
    Broker &m_broker;
    EngineParts m_parts;
    AccountFigures m_figures;
    Exits m_exits;
    Entries m_entries;
    Flattening m_flattening;
    Reconciliation m_reconciliation;
    VenuePolls m_polls;
    Bots m_bots;
    SignalIntake m_intake;
    struct Missed {
        Bots::Voice voice;
        SeriesId series;
        Bar bar;
    };
    std::vector<Missed> m_missed; ///< What the newest bars before the start said.
    std::optional<VenueSnapshot> m_venue;
    std::map<SeriesId, Bar> m_forming;
    std::deque<Event> m_queue;
    bool m_isPastTold = false; ///< A snapshot has come since the start or the lost link, with what was missed.
    std::vector<Event> m_early; ///< Fills and ends that came before the snapshot which goes before them.
    /// Equity at the newest close of the stock session: E0 of the next trading day.
    struct SessionClose {
        Timestamp at;
        Money equity;
    };
    std::optional<std::chrono::sys_days> m_day;
    std::optional<SessionClose> m_close;
    std::optional<Timestamp> m_closeDue; ///< Of today, until its equity is noted.
    Timestamp m_dayStartSince{};         ///< From when on flows count beside E0.
    bool m_isDayStartOurs = false; ///< Of a trading day, and not that of the last close: the venue may know better.
    std::optional<Timestamp> m_indexKeptAt;
    std::optional<Timestamp> m_reconciledKept; ///< Written down, by the venue's market time.
    std::deque<Duration> m_failures; ///< Of the venue's interface, on the steady clock.
    bool m_isDraining = false;
    LimitsKeeper m_keepLimits;
};

} // namespace core
