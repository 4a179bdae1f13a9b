#pragma once

#include "app/support/VenueInquiry.h"
#include "core/brokers/bybit/BybitAuth.h"
#include "core/brokers/bybit/BybitCategory.h"
#include "core/brokers/bybit/BybitInstrument.h"
#include "core/brokers/bybit/BybitPaging.h"
#include "core/net/ClockOffset.h"

#include <map>
#include <set>

namespace app {

/// The venue's time first, because a signature carries it; then what the key may do, the kind of account, the equity
/// of a live one, and the lists of instruments, page by page.
class BybitInquiry final : public VenueInquiry {
public:
    BybitInquiry(core::bybit::Endpoints endpoints, core::bybit::Keys keys, core::net::HttpPort &http,
                 const core::Clock &realTime);
    void ask(std::vector<core::InstrumentId> instruments, Done done) override;

private:
    using Body = std::function<core::Result<>(const core::net::HttpAnswer &answer)>;
    void send(const core::bybit::Request &request, Body read, std::function<void()> next);
    [[nodiscard]] core::Result<> takeTime(const core::net::HttpAnswer &answer);
    [[nodiscard]] core::Result<> takeKey(const core::net::HttpAnswer &answer);
    [[nodiscard]] core::Result<> takeAccount(const core::net::HttpAnswer &answer);
    void askKey();
    [[nodiscard]] core::Result<> takeWallet(const core::net::HttpAnswer &answer);
    void askAccount();
    void askWallet();
    void askLists();
    void askPage(core::bybit::Category category, const std::string &cursor);
    void end(core::Result<VenueFacts> outcome);
    [[nodiscard]] core::Result<VenueFacts> collected();

    core::bybit::Endpoints m_endpoints;
    core::bybit::Keys m_keys;
    core::net::HttpPort &m_http;
    const core::Clock &m_clock;
    core::net::ClockOffset m_offset;
    std::vector<core::InstrumentId> m_wanted;
    std::set<core::bybit::Category> m_categories; ///< Whose lists are still to be asked for.
    core::bybit::CursorWalk m_walk;
    std::map<core::InstrumentId, core::bybit::InstrumentFacts> m_found;
    std::vector<std::string> m_leftOut;
    VenueFacts m_facts;
    Done m_done;
    std::shared_ptr<bool> m_isAlive = std::make_shared<bool>(true);
};

} // namespace app
