#include "tests/kill/Script.h"

namespace support {

using namespace core;

namespace {

const CommandOrigin owner{"owner", "desk"};

std::vector<ClientOrderId> openEntries(const TradingEngine &engine)
{
    std::vector<ClientOrderId> ids;
    for (const Order *order : engine.parts().execution.open())
        if (order->request.role == OrderRole::Entry)
            ids.push_back(order->request.clientOrderId);
    return ids;
}

} // namespace

void Script::act(TradingEngine &engine)
{
    if (engine.parts().health.trading != TradingState::Running && below(2) == 0)
        (void)engine.command(Resume{"the owner goes on"}, owner);
    answerCards(engine);
    switch (below(150)) {
    case 0: case 1: case 2: return closeSomething(engine);
    case 3: case 4: case 5: case 6: return takeAnEntryBack(engine);
    case 7: (void)engine.command(SetMode{DecisionMode::Hybrid}, owner); return;
    case 8: case 9: (void)engine.command(SetMode{DecisionMode::Auto}, owner); return;
    case 10: (void)engine.command(Halt{.cancelOrders = below(2) == 0, .flatten = below(3) == 0}, owner); return;
    case 11: (void)engine.command(SetReduceOnly{}, owner); return;
    case 12: engine.requestVenueSnapshot(); return;
    default: return;
    }
}

void Script::answerCards(TradingEngine &engine)
{
    std::vector<DeskEntry> cards;
    for (const DeskEntry *card : engine.parts().desk.waiting())
        cards.push_back(*card);
    for (const DeskEntry &card : cards) {
        const Proposal &proposal = card.proposal;
        if (below(5) == 0)
            (void)engine.command(RejectProposal{proposal.id, RejectReason::WeakChart}, owner);
        else
            (void)engine.command(ApproveProposal{proposal.id, proposal.version, card.hash}, owner);
    }
}

void Script::closeSomething(TradingEngine &engine)
{
    std::vector<InstrumentId> held;
    for (const auto &[instrument, position] : engine.parts().portfolio.positions())
        if (!position.quantity.isZero())
            held.push_back(instrument);
    if (!held.empty())
        (void)engine.command(ClosePosition{held[std::size_t(below(int(held.size())))]}, owner);
}

void Script::takeAnEntryBack(TradingEngine &engine)
{
    const auto entries = openEntries(engine);
    if (!entries.empty())
        (void)engine.command(CancelOrder{entries[std::size_t(below(int(entries.size())))]}, owner);
}

void Script::wind(TradingEngine &engine)
{
    if (engine.parts().settings.mode != DecisionMode::Manual)
        (void)engine.command(SetMode{DecisionMode::Manual}, owner);
    for (const ClientOrderId &id : openEntries(engine))
        if (const Order *order = engine.parts().execution.find(id); order && !order->cancelRequested)
            (void)engine.command(CancelOrder{id}, owner);
}

} // namespace support
