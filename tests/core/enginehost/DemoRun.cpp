#include "tests/core/enginehost/DemoRun.h"

#include "app/support/ProfileStore.h"
#include "app/support/RunSetup.h"

#include <algorithm>

using namespace core;

namespace support {

HostSetup demoSetup(const QString &dataDir)
{
    auto profile = app::openProfile("demo", dataDir.toStdString());
    if (!profile)
        qFatal("%s", describe(profile.error()).c_str());
    app::RunRequest request;
    request.profile = std::move(*profile);
    request.dataDir = dataDir;
    auto setup = app::prepareRun(request);
    if (!setup)
        qFatal("%s", describe(setup.error()).c_str());
    return std::move(*setup);
}

const ProposalView *decidable(const std::shared_ptr<const EngineSnapshot> &snapshot)
{
    if (!snapshot)
        return nullptr;
    const auto found =
        std::ranges::find(snapshot->waiting, ProposalState::Pending, &ProposalView::state);
    return found == snapshot->waiting.end() ? nullptr : &*found;
}

const ProposalView *cardOf(const std::shared_ptr<const EngineSnapshot> &snapshot,
                           const ProposalId &id)
{
    if (!snapshot)
        return nullptr;
    for (const auto *list : {&snapshot->waiting, &snapshot->decided})
        for (const ProposalView &view : *list)
            if (view.proposal.id == id)
                return &view;
    return nullptr;
}

const PositionView *positionOf(const std::shared_ptr<const EngineSnapshot> &snapshot,
                               const InstrumentId &instrument)
{
    if (!snapshot)
        return nullptr;
    const auto found =
        std::ranges::find(snapshot->positions, instrument, &PositionView::instrument);
    return found == snapshot->positions.end() ? nullptr : &*found;
}

bool isInState(const std::shared_ptr<const EngineSnapshot> &snapshot, const ProposalId &id,
               ProposalState state)
{
    const ProposalView *card = cardOf(snapshot, id);
    return card && card->state == state;
}

} // namespace support
