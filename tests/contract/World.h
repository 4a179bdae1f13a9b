#pragma once

#include "core/base/Timestamp.h"
#include "core/execution/Execution.h"
#include "core/simulation/SimVenue.h"
#include "tests/support/VenueBooks.h"
#include "tests/support/Vetted.h"

#include <memory>

namespace contract {

/// What every broker must do with its venue.
enum class Behaviour {
    Place,
    Fill,
    Collar,
    PartialFill,
    Cancel,
    CancelRacesFill,
    Amend,
    Refuse,
    NothingHeld,
    LostRequest,
    LostAnswer,
    Reconnect,
    Snapshot,
    AdoptOrder,
    ExternalPosition,
    RateLimit,
    BadClock,
    DuplicateFill,
    UnknownWord,
    Pair,
    NotFound,
    Restart,
};

struct Options {
    std::uint64_t seed = 1;
    core::Quantity fillAtMost{};  ///< At one price; 0 = all.
    core::Duration clockError{};  ///< Our wall clock less the true time.
};

/// One broker at its venue, with Execution in front of it: what a contract's test works with. The instrument
/// costs about 100, ten of it can be bought, and prices are whole.
class World {
public:
    virtual ~World() = default;

    /// Why this broker cannot do that; nothing if it can. Every exception has its reason here.
    [[nodiscard]] virtual std::optional<std::string> exceptionFor(Behaviour behaviour) const = 0;
    [[nodiscard]] virtual const core::InstrumentId &instrument() const = 0;
    [[nodiscard]] virtual core::Broker &broker() = 0;
    virtual void play(core::Duration length) = 0;
    virtual void price(const char *text) = 0; ///< Is traded at the venue now.
    /// What there is of so many that were bought: some coins come without their fee.
    [[nodiscard]] virtual core::Quantity left(core::Quantity bought) const { return bought; }
    [[nodiscard]] virtual support::VenueBooks books() = 0;
    /// The owner trades at the venue himself; at the market without a limit.
    virtual void byHand(core::Side side, const char *quantity, std::optional<core::Price> limit) = 0;
    /// How often the venue was asked to place this order.
    [[nodiscard]] virtual int arrivals(const std::string &clientId) = 0;
    /// A row of a fault file, without its braces.
    virtual void begin(const std::string &fault) = 0;
    virtual void cutLink() = 0;
    virtual void joinLink() = 0;
    /// From now on the venue's pushed messages say `to` where they would say `from`.
    virtual void misspell(const std::string &from, const std::string &to) = 0;

    /// Connects, and waits for the link and the first snapshot.
    [[nodiscard]] bool connect();
    /// The program ends and a new one begins, which remembers its orders.
    [[nodiscard]] bool restart();
    [[nodiscard]] bool waitFor(const std::function<bool()> &holds, core::Duration atMost = std::chrono::seconds(60));

    core::ClientOrderId buy(const char *id, const char *quantity, const char *limit = nullptr);
    /// At the market, as the engine's entries are: but not beyond that price.
    core::ClientOrderId buyAtMarket(const char *id, const char *quantity, const char *collar);
    core::ClientOrderId exit(const char *id, core::OrderRole role, const char *quantity, const char *price,
                             const std::string &group = {});
    /// Stop and target in the way that this venue holds them.
    void pair(const char *stopId, const char *targetId, const char *quantity, const char *stop, const char *target);
    [[nodiscard]] const core::Order &order(const core::ClientOrderId &id) const { return *m_execution->find(id); }
    [[nodiscard]] core::OrderStatus status(const core::ClientOrderId &id) const { return order(id).status; }
    [[nodiscard]] core::Execution &execution() { return *m_execution; }
    /// The newest snapshot that may be compared; asks for one.
    [[nodiscard]] std::optional<core::VenueSnapshot> snapshot();
    template <class T>
    [[nodiscard]] std::vector<T> told() const
    {
        std::vector<T> all;
        for (const core::Event &event : m_events)
            if (const auto *each = std::get_if<T>(&event))
                all.push_back(*each);
        return all;
    }

protected:
    World() = default;
    /// Both are there: the order's way can begin.
    void prepare(const core::Clock &clock);
    virtual void makeBroker() = 0; ///< A new one, as after a start of the program.
    void tick();

private:
    void take(core::Event event);
    void makeExecution();

    const core::Clock *m_clock = nullptr;
    std::unique_ptr<support::Vetted> m_vetted;
    std::unique_ptr<core::Execution> m_execution;
    std::vector<core::Event> m_events;
    std::int64_t m_ticket = 0;
};

/// Every broker there is.
struct WorldMaker {
    const char *name;
    std::unique_ptr<World> (*make)(const Options &);
};
[[nodiscard]] const std::vector<WorldMaker> &worlds();

/// Of the simulated venue, in this process or at the other end of a line.
[[nodiscard]] core::VenueRules simulatedRules(const Options &options);

[[nodiscard]] std::unique_ptr<World> embeddedWorld(const Options &options);
[[nodiscard]] std::unique_ptr<World> alpacaWorld(const Options &options);
[[nodiscard]] std::unique_ptr<World> cryptoWorld(const Options &options);
[[nodiscard]] std::unique_ptr<World> bybitWorld(const Options &options);
[[nodiscard]] std::unique_ptr<World> spotWorld(const Options &options);
[[nodiscard]] std::unique_ptr<World> remoteWorld(const Options &options);

} // namespace contract
