#pragma once

#include "tests/contract/World.h"
#include "tests/support/InProcessVenue.h"

namespace contract {

/// A broker of the outside at the exchange in this process: with a wire, its latencies and its faults.
class WireWorld : public World {
public:
    [[nodiscard]] const core::InstrumentId &instrument() const override { return m_instrument; }
    void play(core::Duration length) override { m_venue.play(length); }
    void price(const char *text) override;
    [[nodiscard]] support::VenueBooks books() override { return support::booksOf(front()); }
    [[nodiscard]] int arrivals(const std::string &clientId) override;
    void begin(const std::string &fault) override;
    void cutLink() override { m_venue.wire().cut(); }
    void joinLink() override { m_venue.wire().join(); }
    void misspell(const std::string &from, const std::string &to) override { *m_misspelling = {from, to}; }

protected:
    /// `played` is whose prices the instrument has.
    WireWorld(const core::InstrumentId &instrument, const core::InstrumentId &played, const Options &options);

    [[nodiscard]] virtual app::VenueFront &front() = 0;
    [[nodiscard]] support::InProcessVenue &venue() { return m_venue; }
    [[nodiscard]] core::net::HttpPort &http() { return *m_http; }
    [[nodiscard]] core::net::SocketPort &socket() { return *m_socket; }
    [[nodiscard]] const core::Clock &realTime() const { return m_clock; }
    /// A request of the owner's own hand, and its answer's status.
    int ask(const core::net::HttpRequest &request);
    /// The program's ports anew, as after its start.
    void makePorts();
    void prepareWire(); ///< At the end of a constructor.

    static constexpr const char *key = "PKTEST";
    static constexpr const char *secret = "secret";

private:
    /// Our clock, which may be wrong; its steady half never is.
    class OurClock final : public core::Clock {
    public:
        OurClock(const core::Clock &truth, core::Duration error) : m_truth(truth), m_error(error) {}
        [[nodiscard]] core::Timestamp now() const override { return m_truth.now() + m_error; }
        [[nodiscard]] core::Duration steady() const override { return m_truth.steady(); }

    private:
        const core::Clock &m_truth;
        core::Duration m_error;
    };
    void beat();

    core::InstrumentId m_instrument;
    core::InstrumentId m_played;
    support::InProcessVenue m_venue;
    OurClock m_clock;
    std::shared_ptr<std::pair<std::string, std::string>> m_misspelling =
        std::make_shared<std::pair<std::string, std::string>>();
    std::unique_ptr<core::net::HttpPort> m_http;
    std::unique_ptr<core::net::SocketPort> m_socket;
    app::AlarmOwner m_beats;
};

} // namespace contract
