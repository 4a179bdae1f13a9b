#pragma once

#include "core/base/Timestamp.h"
#include "core/brokers/sim/SimBroker.h"
#include "core/engine/TradingEngine.h"
#include "tests/support/CoreBuilders.h"
#include "tests/support/FakeBroker.h"
#include "tests/support/FakeJournal.h"

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace support {

/// Passes everything on and notes what was sent, and whether its intent was on the disk by then.
class WatchedBroker final : public core::Broker {
public:
    WatchedBroker(core::Broker &inner, const FakeJournal &journal) : m_inner(inner), m_journal(journal) {}

    void open(core::EventSink sink) override { m_inner.open(std::move(sink)); }
    void submit(const core::VettedOrder &order) override
    {
        const core::OrderRequest &request = order.request();
        const bool isDurable =
            m_journal.isDurable(core::Table::Intents, "client_order_id", request.clientOrderId.text());
        tooEarly += !isDurable && m_journal.isHealthy();
        sent.push_back(request);
        proposals.push_back(order.proposal());
        if (onSubmit)
            onSubmit(order);
        m_inner.submit(order);
    }
    void cancel(const core::Order &order) override { m_inner.cancel(order); }
    void query(const core::Order &order) override { m_inner.query(order); }
    void amend(const core::Order &order, const core::Amendment &terms) override { m_inner.amend(order, terms); }
    void requestSnapshot() override { m_inner.requestSnapshot(); }
    void requestOrders() override { m_inner.requestOrders(); }
    void submitPair(const core::VettedOrder &stop, const core::VettedOrder &target) override
    {
        for (const core::VettedOrder *order : {&stop, &target}) {
            const core::OrderRequest &request = order->request();
            tooEarly += !m_journal.isDurable(core::Table::Intents, "client_order_id", request.clientOrderId.text()) &&
                        m_journal.isHealthy();
        }
        m_inner.submitPair(stop, target);
    }
    [[nodiscard]] core::ExitSupport exitSupport(const core::InstrumentId &instrument) const override
    {
        return m_inner.exitSupport(instrument);
    }

    std::vector<core::OrderRequest> sent;
    std::vector<core::ProposalId> proposals; ///< Of `sent`, one for one.
    int tooEarly = 0;
    std::function<void(const core::VettedOrder &)> onSubmit;

private:
    core::Broker &m_inner;
    const FakeJournal &m_journal;
};

/// What the engine said, in order.
class EngineLog final : public core::EngineObserver {
public:
    struct Yes {
        core::Decision decision;
        core::Proposal content;
    };
    void signalMade(const core::Signal &, const std::string &outcome) override { outcomes.push_back(outcome); }
    void proposalChanged(const core::DeskEntry &entry, core::ProposalState, core::Timestamp) override
    {
        states[entry.proposal.id] = entry.state;
    }
    void decided(const core::DeskEntry &entry, const core::Decision &decision) override
    {
        decisions.push_back({decision, entry.proposal});
    }
    void filled(const core::Order &order, const core::Fill &fill) override
    {
        fills.push_back(std::string(core::orderRoleName(order.request.role)) + " " +
                        core::sideName(fill.side) + " " + fill.quantity.toString() + " at " +
                        fill.price.toString() + " " + core::toIsoText(fill.at));
    }
    void tripClosed(const core::RoundTrip &trip) override { trips.push_back(trip); }
    void haltChanged(core::TradingState now, const std::string &reason, const std::string &,
                     core::Timestamp) override
    {
        halts.emplace_back(now, reason);
    }
    void noted(core::Severity severity, const std::string &, const std::string &text, core::Timestamp) override
    {
        (severity == core::Severity::Alarm ? alarms : notes).push_back(text);
        if (throwsOnNote)
            core::bug("an observer failed");
    }

    std::vector<std::string> outcomes;
    std::map<core::ProposalId, core::ProposalState> states;
    std::vector<Yes> decisions;
    std::vector<std::string> fills;
    std::vector<core::RoundTrip> trips;
    std::vector<std::pair<core::TradingState, std::string>> halts;
    std::vector<std::string> alarms;
    std::vector<std::string> notes;
    bool throwsOnNote = false;
};

inline core::RiskLimits usualLimits()
{
    core::RiskLimits limits;
    limits.riskPerTrade = dec("0.02");
    limits.exposure = dec("0.9");
    limits.dayLoss = dec("0.05");
    limits.maxOrderValue = usd("50000");
    limits.maxOrderQuantity = qty("10000");
    limits.maxPositions = 5;
    limits.priceCollar = dec("0.02");
    limits.maxQuoteAge = std::chrono::seconds(10);
    limits.needsStop = true;
    limits.overnight = dec("0.5");
    limits.drawdown = dec("1");
    limits.maxOrdersPerMinute = 600;
    limits.duplicateWindow = std::chrono::seconds(3);
    limits.lossStreak = 3;
    limits.coolDown = std::chrono::minutes(30);
    limits.stopOutBars = 2;
    limits.rejectBars = 1;
    limits.maxAutomatedEntries = 1'000;
    limits.maxVenueFailures = 5;
    return limits;
}

struct EngineOptions {
    core::DecisionMode mode = core::DecisionMode::Hybrid;
    core::Destination destination = core::Destination::Demo;
    bool allowsShort = false;
    bool allowsAdding = false;
    bool isJournalImmediate = true;
    bool isFakeVenue = false; ///< A FakeBroker instead of the simulated venue.
    std::vector<core::InstrumentId> instruments{stock()};
    core::VenueRules venue{};
    core::RiskLimits limits = usualLimits();
    core::PlanningRules planning{};
    core::StoredState stored{};
    const char *lastPast = nullptr; ///< Where the last bar before the start closes; absent: on the line.
    core::Duration startsLater{};   ///< How long after that bar's close the engine starts.
    core::SessionKind daySession = core::SessionKind::UsEquities;
    const char *startingCash = "100000";
    core::ExitSupport exits{}; ///< Of a fake venue.
    core::AssetClass assetClass = core::AssetClass::Stock;
    const char *lot = "1";
    std::optional<core::VenueSnapshot> venueSays{}; ///< What a fake venue answers from the start.
};

/// One engine with everything around it, at 11:00 of a trading day. Its bot says buy on a bar that
/// closes higher than the one before and sell on a lower one; the average range of its past is 1, so
/// R is 2 and a card buys 370 at 100.1 with a stop at 98.1 and a target at 104.1.
class EngineFixture {
public:
    explicit EngineFixture(EngineOptions options = {})
        : venue(usd("100000"), options.venue), sim(venue), watched(inner(options), journal)
    {
        journal.isImmediate = options.isJournalImmediate;
        if (options.venueSays)
            fake.snapshot = *options.venueSays;
        fake.support = options.exits;
        fake.toldToQueries = fake.snapshot.fills;
        engine = *core::TradingEngine::create(settings(options), clock, watched, journal);
        engine->addObserver(log);
        for (const core::InstrumentId &id : options.instruments) {
            venue.addInstrument({.id = id, .assetClass = options.assetClass, .lotSize = dec(options.lot)});
            std::vector<core::Bar> bars = past();
            if (options.lastPast)
                bars.back().close = px(options.lastPast);
            engine->warmUp({id, core::Timeframe::H1}, bars);
        }
        clock.advance(options.startsLater);
        engine->start(options.stored);
    }

    static core::EngineSettings settings(const EngineOptions &options)
    {
        core::BotSettings bot;
        bot.id = core::BotId("bot");
        bot.strategy = "ma-crossover";
        bot.parameters = {{"fast", "1"}, {"slow", "2"}};
        bot.instruments = options.instruments;
        bot.planning = options.planning;
        bot.planning.sizeAmount = dec("0.01");
        bot.planning.stopAtrs = dec("2");
        bot.planning.targetR = dec("2");
        bot.planning.collar = dec("0.01");
        bot.allowsShort = options.allowsShort;
        bot.allowsAdding = options.allowsAdding;
        core::EngineSettings settings;
        settings.run = core::RunId("R1");
        settings.account = core::AccountId("demo");
        settings.mode = options.mode;
        settings.destination = options.destination;
        settings.bots = {bot};
        for (const core::InstrumentId &id : options.instruments)
            settings.instruments.push_back({.id = id, .assetClass = options.assetClass, .lotSize = dec(options.lot)});
        settings.limits = options.limits;
        settings.daySession = options.daySession;
        settings.startingCash = usd(options.startingCash);
        settings.feeRate = options.venue.feeRate;
        return settings;
    }

    // --- the market ------------------------------------------------------------------------------
    void price(const char *text, const core::InstrumentId &id = stock())
    {
        clock.advance(std::chrono::seconds(1));
        quoteNow(px(text), id);
    }
    void quoteNow(core::Price at, const core::InstrumentId &id = stock())
    {
        venue.onPrice(id, at, clock.now());
        engine->process(core::QuoteChanged{id, {at, at, clock.now()}});
        engine->tick();
    }
    /// A bar that closes here; against the bar before it makes the bot say buy or sell.
    void barTo(const char *close, const core::InstrumentId &id = stock())
    {
        clock.advance(std::chrono::seconds(1));
        const core::Price at = px(close);
        const core::Bar bar{clock.now() - std::chrono::hours(1), clock.now(), at, at + px("0.5"),
                            at - px("0.5"), at, 1000};
        venue.onBarEnd(id, bar, true);
        engine->process(core::BarClosed{{id, core::Timeframe::H1}, bar});
        engine->tick();
    }
    void wait(core::Duration by)
    {
        clock.advance(by);
        engine->tick();
    }
    /// The disk has caught up and says so.
    void diskCatchesUp()
    {
        journal.sync();
        engine->process(core::JournalAdvanced{journal.durableThrough()});
    }
    void settle()
    {
        while (!engine->isSettled())
            diskCatchesUp();
    }

    // --- people ----------------------------------------------------------------------------------
    /// Makes the bot say buy at 100.1 and plans it: the card waits.
    void signalBuy(const core::InstrumentId &id = stock())
    {
        price("100", id);
        barTo("100.1", id);
        price("100.1", id);
    }
    [[nodiscard]] const core::DeskEntry *card() const
    {
        const auto waiting = engine->parts().desk.waiting();
        return waiting.empty() ? nullptr : waiting.front();
    }
    core::CommandAnswer approve(const core::DeskEntry &card, std::optional<core::Quantity> quantity = {})
    {
        return engine->command(
            core::ApproveProposal{card.proposal.id, card.proposal.version, card.hash, quantity}, {});
    }
    core::CommandAnswer say(const core::Command &command) { return engine->command(command, {}); }
    /// A position of 370 with its stop and target, by the whole honest way.
    void buy()
    {
        signalBuy();
        (void)approve(*card());
        settle();
    }

    // --- what is ---------------------------------------------------------------------------------
    [[nodiscard]] core::Quantity held(const core::InstrumentId &id = stock()) const
    {
        return engine->parts().portfolio.held(id);
    }
    [[nodiscard]] int sentOf(core::OrderRole role) const
    {
        return int(std::count_if(watched.sent.begin(), watched.sent.end(),
                                 [role](const core::OrderRequest &each) { return each.role == role; }));
    }
    [[nodiscard]] std::vector<const core::Order *> working(core::OrderRole role) const
    {
        std::vector<const core::Order *> orders;
        for (const core::Order *order : engine->parts().execution.open())
            if (order->request.role == role)
                orders.push_back(order);
        return orders;
    }
    [[nodiscard]] core::ProposalState stateOf(const core::ProposalId &id) const { return log.states.at(id); }

    core::ManualClock clock{sessionTime()};
    FakeJournal journal;
    core::SimVenue venue;
    core::SimBroker sim;
    FakeBroker fake;
    WatchedBroker watched;
    EngineLog log;
    std::unique_ptr<core::TradingEngine> engine;

private:
    core::Broker &inner(const EngineOptions &options)
    {
        return options.isFakeVenue ? static_cast<core::Broker &>(fake) : sim;
    }
    /// Thirty hours of a gentle fall to 100 with an average range of 1.
    static std::vector<core::Bar> past()
    {
        std::vector<core::Bar> bars;
        for (int i = 29; i >= 0; --i) {
            const core::Price close(dec("100") + core::Decimal::fromNanos(i * 10'000'000));
            const core::Timestamp end = sessionTime() - std::chrono::hours(i);
            bars.push_back({end - std::chrono::hours(1), end, close, close + px("0.5"), close - px("0.5"),
                            close, 1000});
        }
        return bars;
    }
};

} // namespace support
