#include "core/base/Timestamp.h"
#include "core/execution/Execution.h"
#include "tests/bench/Rows.h"
#include "tests/bench/Table.h"
#include "tests/support/CoreBuilders.h"
#include "tests/support/FakeBroker.h"

#include <limits>

using namespace core;
using namespace support;

namespace bench {

namespace {

constexpr int ordersPerRun = 2000;

RiskView calmView()
{
    RiskView view;
    RiskLimits &limits = view.account.limits;
    limits.riskPerTrade = dec("0.02");
    limits.exposure = dec("0.9");
    limits.dayLoss = dec("0.05");
    limits.maxOrderValue = usd("50000");
    limits.maxOrderQuantity = qty("10000");
    limits.maxPositions = 5;
    limits.priceCollar = dec("0.02");
    limits.maxQuoteAge = std::chrono::seconds(10);
    limits.needsStop = true;
    limits.overnight = dec("1");
    limits.drawdown = dec("1");
    limits.maxOrdersPerMinute = 600;
    limits.duplicateWindow = std::chrono::seconds(1);
    limits.lossStreak = 100;
    limits.coolDown = std::chrono::minutes(1);
    limits.stopOutBars = 1;
    limits.rejectBars = 1;
    limits.maxAutomatedEntries = 10'000;
    view.account.instrument.id = stock();
    view.account.quote = quoteAt("99.99", "100");
    view.account.equity = view.account.dayStartEquity = view.account.cash = view.account.buyingPower =
        usd("100000");
    view.account.now = sessionTime();
    view.hasQuote = view.isReady = view.isLinkUp = view.isJournalHealthy = view.isSessionOpen = true;
    return view;
}

/// Gate (checked twice, as the engine does: on the card and on the order) and execution from the yes
/// to the fill, one order after the other; broker and journal are memory.
void gateAndExecution(benchmark::State &state)
{
    const RiskGate gate;
    const RiskView view = calmView();
    std::size_t filled = 0;
    for (auto _ : state) {
        state.PauseTiming();
        ManualClock clock(sessionTime());
        FakeBroker broker;
        filled = 0;
        std::int64_t ticket = 0;
        Desk desk{clock, {}, {[](const DeskEntry &, ProposalState) {}, [](const DeskEntry &, const Decision &) {}}};
        Execution execution{broker, clock,
                            {[&](const Order &) { return ++ticket; }, [](const Order &, OrderStatus) {},
                             [&](const Order &, const Fill &) { ++filled; }, [](const std::string &) {}}};
        std::vector<ApprovedProposal> approved;
        std::vector<ClientOrderId> ids;
        std::vector<Fill> fills;
        for (int i = 0; i < ordersPerRun; ++i) {
            const std::string id = "P" + std::to_string(i);
            desk.create(buyProposal(id.c_str()), false);
            desk.judge(ProposalId(id), {});
            if (!desk.approve(ProposalId(id), 1, desk.find(ProposalId(id))->hash, {}))
                return state.SkipWithError("the desk refused");
            approved.push_back(*desk.beginRevalidation(ProposalId(id)));
            ids.emplace_back("c" + std::to_string(i));
            fills.push_back(fillOf(("F" + std::to_string(i)).c_str(), Side::Buy, "10", "100"));
            fills.back().order = ids.back();
        }
        state.ResumeTiming();
        for (std::size_t i = 0; i < approved.size(); ++i) {
            for (const GuardResult &guard : gate.check(approved[i].proposal(), view))
                if (guard.grade == GuardGrade::Blocked)
                    return state.SkipWithError(("blocked: " + guard.detail).c_str());
            const auto vetted = gate.vet(approved[i], view, ids[i]);
            if (!vetted)
                return state.SkipWithError(("refused: " + vetted.error().detail).c_str());
            execution.place(*vetted, std::numeric_limits<std::int64_t>::max());
            execution.on(OrderAccepted{ids[i], VenueOrderId("V")});
            execution.on(OrderFilled{fills[i]});
        }
        if (broker.submitted.size() != std::size_t(ordersPerRun))
            return state.SkipWithError("an order did not leave");
    }
    items(state, ordersPerRun);
    state.SetLabel(std::to_string(filled) + " submitted once and filled");
}

/// The limit: keeping the order and the fill's id at all, in the same containers.
void keepingOnly(benchmark::State &state)
{
    std::size_t filled = 0;
    for (auto _ : state) {
        std::map<ClientOrderId, Order> orders;
        std::set<FillId> fills;
        for (int i = 0; i < ordersPerRun; ++i) {
            Order order;
            order.request.clientOrderId = ClientOrderId("c" + std::to_string(i));
            order.request.instrument = stock();
            order.request.quantity = qty("10");
            fills.insert(FillId("F" + std::to_string(i)));
            orders.emplace(order.request.clientOrderId, order);
        }
        filled = fills.size();
        benchmark::DoNotOptimize(orders);
    }
    items(state, ordersPerRun);
    state.SetLabel(std::to_string(filled) + " kept");
}

} // namespace

void addOrderRows()
{
    addRow({.what = "gate + execution, one order",
            .unit = Unit::Microseconds,
            .ways = {{"ours, all rules twice", gateAndExecution}, {"two map insertions (limit)", keepingOnly}}});
}

} // namespace bench
