#include "tests/support/SnapshotBuilder.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <tuple>

namespace support {

using namespace core;
using namespace std::chrono_literals;

namespace {

/// A linear congruential generator: the same numbers everywhere, unlike std distributions.
class Walk {
public:
    /// -1 … +1
    double step()
    {
        m_state = m_state * 6364136223846793005ULL + 1442695040888963407ULL;
        return double(m_state >> 33) / double(1ULL << 30) - 1.0;
    }

private:
    std::uint64_t m_state = 20260130;
};

Price cents(double value)
{
    return Price(Decimal::fromNanos(std::llround(value * 100) * (Decimal::one / 100)));
}

Signal signalOf(const char *id, const char *strategy, const InstrumentId &instrument, SignalKind kind,
                const char *reason, const char *reference, const char *atr)
{
    Signal signal;
    signal.id = SignalId(id);
    signal.bot = BotId("demo-bot");
    signal.strategy = strategy;
    signal.series = {.instrument = instrument, .timeframe = Timeframe::M5};
    signal.idea = {.kind = kind, .confidence = 0.72, .reason = reason};
    signal.barCloseTime = marketTime() - 12s;
    signal.referencePrice = price(reference);
    signal.atr = price(atr);
    return signal;
}

GuardResult passed(const char *rule, const char *detail)
{
    return {.rule = rule, .grade = GuardGrade::Pass, .detail = detail};
}

Order orderOf(const char *id, const InstrumentId &instrument, Side side, const char *size, OrderType type,
              OrderRole role, OrderStatus status)
{
    Order order;
    order.request = {.clientOrderId = ClientOrderId(id),
                     .instrument = instrument,
                     .side = side,
                     .quantity = quantity(size),
                     .type = type,
                     .limitPrice = {},
                     .stopPrice = {},
                     .role = role};
    order.status = status;
    order.createdAt = marketTime() - 22min;
    order.updatedAt = marketTime() - 21min;
    return order;
}

std::vector<OrderView> demoOrders()
{
    Order entry = orderOf("p-0007-1-entry", apple(), Side::Buy, "20", OrderType::Market,
                          OrderRole::Entry, OrderStatus::Filled);
    entry.filled = quantity("20");
    entry.filledNotional = money("5150.40");
    Order stop = orderOf("p-0007-1-stop", apple(), Side::Sell, "20", OrderType::Stop, OrderRole::Stop,
                         OrderStatus::Working);
    stop.request.stopPrice = price("253.10");
    Order target = orderOf("p-0007-1-target", apple(), Side::Sell, "20", OrderType::Limit,
                           OrderRole::Target, OrderStatus::Working);
    target.request.limitPrice = price("262.80");
    Order partial = orderOf("p-0008-1-entry", bitcoin(), Side::Sell, "0.05", OrderType::Limit,
                            OrderRole::Entry, OrderStatus::PartiallyFilled);
    partial.request.limitPrice = price("84210.5");
    partial.filled = quantity("0.02");
    partial.filledNotional = money("1684.21");
    Order unknown = orderOf("p-0005-1-exit", {.venue = "alpaca", .symbol = "NVDA"}, Side::Sell, "8",
                            OrderType::Market, OrderRole::Exit, OrderStatus::Unknown);
    unknown.reason = "No answer within 3 s; the venue is being asked.";
    Order rejected = orderOf("p-0003-2-entry", {.venue = "alpaca", .symbol = "TSLA"}, Side::Buy, "4",
                             OrderType::Limit, OrderRole::Entry, OrderStatus::Rejected);
    rejected.request.limitPrice = price("401.25");
    rejected.reason = "The venue says: insufficient buying power.";
    std::vector<OrderView> orders;
    for (Order *order : {&unknown, &partial, &target, &stop, &entry, &rejected})
        orders.push_back({.order = *order, .differs = false});
    return orders;
}

std::vector<PositionView> demoPositions()
{
    PositionView longApple{.instrument = apple(),
                           .quantity = quantity("20"),
                           .venueQuantity = quantity("20"),
                           .averagePrice = price("257.52"),
                           .lastPrice = price("258.31"),
                           .unrealisedPnl = money("15.80"),
                           .realisedPnl = money("0"),
                           .stopPrice = price("253.10"),
                           .targetPrice = price("262.80")};
    PositionView shortBitcoin{.instrument = bitcoin(),
                              .quantity = quantity("-0.02"),
                              .venueQuantity = quantity("-0.03"),
                              .averagePrice = price("84210.5"),
                              .lastPrice = price("84262"),
                              .unrealisedPnl = money("-1.03"),
                              .realisedPnl = money("42.17"),
                              .stopPrice = {},
                              .targetPrice = {},
                              .differs = true};
    return {longApple, shortBitcoin};
}

std::vector<Activity> demoActivity()
{
    const std::vector<std::tuple<Severity, const char *, const char *>> lines{
        {Severity::Info, "engine", "Reconciled with the venue: 2 positions, 4 orders."},
        {Severity::Info, "signal", "ema-cross says buy AAPL on the 10:05 bar."},
        {Severity::Info, "decision", "owner approved p-0007 version 1 at the desk."},
        {Severity::Good, "fill", "Bought 20 AAPL at 257.52."},
        {Severity::Good, "order", "Stop 253.10 and target 262.80 of AAPL work at the venue."},
        {Severity::Warning, "proposal", "p-0011 is stale: the quote of MSFT is 9 s old."},
        {Severity::Alarm, "order", "No proof of order p-0005-1-exit; NVDA is locked for entries."},
        {Severity::Warning, "position", "The venue holds -0.03 BTCUSDT, the book says -0.02."},
    };
    std::vector<Activity> activity;
    for (const auto &[severity, kind, text] : lines) {
        const auto number = std::int64_t(activity.size()) + 1;
        activity.push_back({.number = number,
                            .at = marketTime() - 25min + number * 3min,
                            .severity = severity,
                            .kind = kind,
                            .text = text});
    }
    return activity;
}

std::shared_ptr<const std::vector<double>> movingAverage(const std::vector<Bar> &bars, std::size_t length)
{
    auto line = std::make_shared<std::vector<double>>();
    double sum = 0;
    for (std::size_t i = 0; i < bars.size(); ++i) {
        sum += bars[i].close.toDouble();
        if (i >= length)
            sum -= bars[i - length].close.toDouble();
        line->push_back(i + 1 < length ? std::numeric_limits<double>::quiet_NaN()
                                       : sum / double(length));
    }
    return line;
}

SeriesView seriesOf(const InstrumentId &instrument, const char *start)
{
    const auto bars = std::make_shared<const std::vector<Bar>>(
        walkingBars(200, price(start), Timeframe::M5));
    SeriesView series;
    series.id = {.instrument = instrument, .timeframe = Timeframe::M5};
    series.bars = bars;
    series.lines["EMA 20"] = movingAverage(*bars, 20);
    series.lines["EMA 50"] = movingAverage(*bars, 50);
    Bar forming = bars->back();
    forming.openTime = forming.closeTime;
    forming.closeTime += lengthOf(Timeframe::M5);
    forming.open = forming.close;
    forming.volume *= 0.4;
    series.forming = forming;
    return series;
}

std::vector<ProposalView> demoDecided()
{
    ProposalView filled = buyCard();
    filled.proposal.id = ProposalId("p-0007");
    filled.state = ProposalState::Filled;
    filled.stateReason = "Bought 20 at 257.52.";
    ProposalView rejected = sellCard();
    rejected.proposal.id = ProposalId("p-0006");
    rejected.state = ProposalState::Rejected;
    rejected.stateReason = "owner: price-gone";
    ProposalView expired = staleCard();
    expired.proposal.id = ProposalId("p-0004");
    expired.state = ProposalState::Expired;
    expired.stateReason = "Nobody decided within 2 minutes.";
    return {filled, rejected, expired};
}

AccountView demoAccount()
{
    return {.id = AccountId("demo-1"),
            .destination = Destination::Demo,
            .mode = DecisionMode::Hybrid,
            .equity = money("100243.18"),
            .cash = money("93408.77"),
            .buyingPower = money("93408.77"),
            .dayStartEquity = money("100000"),
            .dayPnl = money("243.18"),
            .dayLimitRoom = money("2243.18"),
            .netFlows = money("0"),
            .heat = money("188.40"),
            .overnightLoss = money("683.48"),
            .exposurePct = 6.8,
            .exposureLimitPct = 60};
}

} // namespace

Price price(const char *text) { return Price(Decimal::parse(text).value()); }
Quantity quantity(const char *text) { return Quantity(Decimal::parse(text).value()); }
Money money(const char *text) { return Money(WideDecimal::parse(text).value()); }
Timestamp marketTime() { return parseIsoText("2026-01-30T15:30:00Z").value(); }
InstrumentId apple() { return {.venue = "alpaca", .symbol = "AAPL"}; }
InstrumentId bitcoin() { return {.venue = "bybit-linear", .symbol = "BTCUSDT"}; }

ProposalView buyCard()
{
    ProposalView card;
    Proposal &plan = card.proposal;
    plan.id = ProposalId("p-0009");
    plan.account = AccountId("demo-1");
    plan.signal = signalOf("s-0009", "ema-cross", apple(), SignalKind::Buy,
                           "EMA 20 (258.02) crossed above EMA 50 (257.88) on the 10:25 bar.", "258.30",
                           "1.85");
    plan.side = Side::Buy;
    plan.quantity = plan.proposedQuantity = quantity("50");
    plan.orderType = OrderType::Market;
    plan.limitPrice = price("258.95");
    plan.stopPrice = price("255.50");
    plan.targetPrice = price("264.00");
    plan.referencePrice = price("258.32");
    plan.bindingLimit = "risk per trade 0.15 % of equity";
    plan.reasons = {"EMA 20 (258.02) crossed above EMA 50 (257.88) on the 10:25 bar.",
                    "RSI 14 is 58: rising, not overbought."};
    plan.notionalValue = money("12916");
    plan.lossAtStop = money("143.55");
    plan.gainAtTarget = money("281.45");
    plan.estimatedFees = money("2.10");
    plan.createdAt = marketTime() - 12s;
    plan.expiresAt = marketTime() + 108s;
    card.state = ProposalState::Pending;
    card.hash = "hash-p-0009-v1";
    card.guards = {passed("drift", "Moved 0.04 R against the plan; up to 0.15 R is fine."),
                   passed("quote-age", "The quote is 0.3 s old."),
                   passed("exposure", "19.7 % after this order, limit 60 %."),
                   passed("day-loss", "2,243.18 left today; this stop would cost 143.55.")};
    card.stateReason = "Waiting for your decision.";
    card.quote = Quote{.bid = price("258.30"), .ask = price("258.43"), .at = marketTime()};
    card.age = 12s;
    card.timeLeft = 108s;
    card.life = 120s;
    card.driftR = 0.04;
    card.rewardToRisk = 1.9;
    card.exposureBeforePct = 6.8;
    card.exposureAfterPct = 19.7;
    card.lossPctOfEquity = 0.14;
    return card;
}

ProposalView sellCard()
{
    ProposalView card = buyCard();
    Proposal &plan = card.proposal;
    plan.id = ProposalId("p-0010");
    plan.version = 2;
    plan.signal = signalOf("s-0010", "donchian-breakout", bitcoin(), SignalKind::Sell,
                           "Close 84,262 fell below the 20-bar low 84,305.", "84262", "310");
    plan.side = Side::Sell;
    plan.quantity = quantity("0.05");
    plan.proposedQuantity = quantity("0.1");
    plan.orderType = OrderType::Limit;
    plan.limitPrice = price("84250");
    plan.timeInForce = TimeInForce::GoodTillCancelled;
    plan.stopPrice = price("84870");
    plan.targetPrice = price("83010");
    plan.referencePrice = price("84260");
    plan.bindingLimit = "exposure";
    plan.reasons = {"Close 84,262 fell below the 20-bar low 84,305."};
    plan.notionalValue = money("4213");
    plan.lossAtStop = money("35.40");
    plan.gainAtTarget = money("58.10");
    plan.estimatedFees = money("4.63");
    plan.expiresAt = marketTime() + 41s;
    card.hash = "hash-p-0010-v2";
    card.guards = {{.rule = "drift",
                    .grade = GuardGrade::Caution,
                    .detail = "Moved 0.13 R against the plan; a new quote is due at 0.15 R."},
                   {.rule = "exposure",
                    .grade = GuardGrade::Caution,
                    .detail = "49.1 % after this order, more than 80 % of the limit 60 %."},
                   passed("quote-age", "The quote is 0.1 s old.")};
    card.quote = Quote{.bid = price("84249.9"), .ask = price("84250.1"), .at = marketTime()};
    card.age = 79s;
    card.timeLeft = 41s;
    card.driftR = 0.13;
    card.rewardToRisk = 1.6;
    card.exposureBeforePct = 44.9;
    card.exposureAfterPct = 49.1;
    card.lossPctOfEquity = 0.035;
    card.changes = {"quantity 0.1 → 0.05", "limit 84,310 → 84,250"};
    return card;
}

ProposalView staleCard()
{
    ProposalView card = buyCard();
    Proposal &plan = card.proposal;
    plan.id = ProposalId("p-0011");
    plan.signal = signalOf("s-0011", "rsi-reversion", {.venue = "alpaca", .symbol = "MSFT"},
                           SignalKind::Buy, "RSI 14 is 27.4, below 30.", "431.10", "3.2");
    plan.quantity = plan.proposedQuantity = quantity("12");
    plan.limitPrice = price("432.40");
    plan.stopPrice = price("426.30");
    plan.targetPrice = std::nullopt;
    plan.gainAtTarget = std::nullopt;
    plan.referencePrice = price("431.22");
    plan.reasons = {"RSI 14 is 27.4, below 30."};
    plan.notionalValue = money("5174.64");
    plan.lossAtStop = money("60.04");
    card.state = ProposalState::Stale;
    card.stateReason = "The quote is 9 s old, the limit is 3 s.";
    card.hash = "hash-p-0011-v1";
    card.guards = {{.rule = "quote-age",
                    .grade = GuardGrade::Stale,
                    .detail = "The quote is 9 s old, the limit is 3 s."},
                   passed("exposure", "12.0 % after this order, limit 60 %.")};
    card.age = 101s;
    card.timeLeft = 19s;
    card.driftR = std::nullopt;
    card.rewardToRisk = std::nullopt;
    card.exposureAfterPct = 12.0;
    card.lossPctOfEquity = 0.06;
    return card;
}

ProposalView nextVersion(ProposalView card)
{
    ++card.proposal.version;
    card.hash = "hash-" + card.proposal.id.text() + "-v" + std::to_string(card.proposal.version);
    return card;
}

ProposalView liveVersion(ProposalView card)
{
    card.proposal.destination = Destination::Live;
    card.proposal.account = AccountId("alpaca-…1234");
    card.needsTwoSteps = true;
    return card;
}

std::vector<Bar> walkingBars(int count, Price start, Timeframe timeframe)
{
    Walk walk;
    std::vector<Bar> bars;
    const Duration length = lengthOf(timeframe);
    const double scale = start.toDouble() * 0.0012;
    double close = start.toDouble();
    for (int i = 0; i < count; ++i) {
        const double open = close;
        close += scale * (walk.step() + 0.25 * std::sin(i / 17.0));
        const double high = std::max(open, close) + scale * 0.4 * std::abs(walk.step());
        const double low = std::min(open, close) - scale * 0.4 * std::abs(walk.step());
        const Timestamp openTime = marketTime() - length * (count - i);
        bars.push_back({.openTime = openTime,
                        .closeTime = openTime + length,
                        .open = cents(open),
                        .high = cents(high),
                        .low = cents(low),
                        .close = cents(close),
                        .volume = 50'000 + 30'000 * std::abs(walk.step())});
    }
    return bars;
}

EngineSnapshot quietSnapshot()
{
    EngineSnapshot snapshot;
    snapshot.number = 1;
    snapshot.run = RunId("run-1");
    snapshot.profile = "demo";
    snapshot.marketTime = marketTime();
    snapshot.isReady = true;
    snapshot.account = demoAccount();
    snapshot.lamps = {{.name = "feed", .isGood = true, .detail = "last bar 2 s ago"},
                      {.name = "broker", .isGood = true, .detail = "12 ms"},
                      {.name = "journal", .isGood = true, .detail = "3 ms"},
                      {.name = "clock", .isGood = false, .detail = "310 ms behind the venue"}};
    return snapshot;
}

EngineSnapshot demoSnapshot()
{
    EngineSnapshot snapshot = quietSnapshot();
    snapshot.waiting = {staleCard(), sellCard(), buyCard()};
    snapshot.decided = demoDecided();
    snapshot.positions = demoPositions();
    snapshot.orders = demoOrders();
    snapshot.series = {seriesOf(apple(), "255.10"), seriesOf(bitcoin(), "84900")};
    const auto &bars = *snapshot.series[0].bars;
    snapshot.markers = {{.instrument = apple(), .at = bars[150].closeTime, .price = bars[150].close,
                         .quantity = quantity("20"), .side = Side::Buy, .role = OrderRole::Entry},
                        {.instrument = apple(), .at = bars[185].closeTime, .price = bars[185].close,
                         .quantity = quantity("10"), .side = Side::Sell, .role = OrderRole::Exit}};
    snapshot.activity = demoActivity();
    for (const ProposalView &card : snapshot.waiting)
        snapshot.quotes[card.proposal.signal.series.instrument] = *card.quote;
    return snapshot;
}

MonitorView monitorFigures()
{
    MonitorView monitor;
    monitor.upTime = 310s;
    monitor.process = {7.4, 148'200'000, 6, 43};
    monitor.engineLag = 1240us;
    const auto times = [](const char *name, std::uint64_t count, Duration typical) {
        return LatencyView{name, count, typical, typical * 2, typical * 3, typical * 5, typical * 8};
    };
    monitor.latencies = {times("beat-lateness", 15'480, 120us),
                         times("message-wait", 830, 45us),
                         times("step-lateness", 9'120, 10ms),
                         times("step", 9'120, 4us),
                         times("command", 31, 900us),
                         times("signal-to-card", 14, 62ms),
                         times("decision-stored", 12, 5700us),
                         {"decision-to-send", 12, 6100us, 12ms, 18400us, 18400us, 18400us},
                         times("snapshot", 3'100, 90us),
                         {"window-lag", 0, {}, {}, {}, {}, {}},
                         times("journal-commit", 640, 5600us),
                         times("journal-durable", 1'220, 6300us),
                         times("newer-than-this-window", 3, 1ms)};
    monitor.depths = {{"approved", 0, 1}, {"cards", 3, 3}, {"engine-events", 1, 4}, {"intents", 0, 1}, {"journal", 2, 17}};
    monitor.counts = {{"signals", 21},  {"proposals", 14},        {"orders", 35},  {"fills", 19},  {"requotes", 2},
                      {"refusals", 0}, {"unknown_outcomes", 1}, {"warnings", 6}, {"alarms", 0}, {"expired-unseen", 0}};
    for (int second = 10; second <= 310; ++second) {
        MonitorMoment moment{std::chrono::seconds(second), {}, {}, {}};
        const bool isBusy = second > 190 && second < 210;
        if (second < 120 || second > 130) { // the machine slept
            moment.cpuPct = isBusy ? 34 : 7.4 + 2 * std::sin(second / 9.0) * (second < 310);
            moment.residentBytes = 140'000'000 + second * 26'400;
            moment.engineLag = std::chrono::microseconds(isBusy ? 9300 : 600 + second % 7 * 110);
        }
        monitor.history.push_back(moment);
    }
    monitor.history.back() = {310s, 7.4, 148'200'000, 1240us};
    return monitor;
}

} // namespace support
