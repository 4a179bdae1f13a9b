#pragma once

#include "app/exchange/alpaca/options/OptionListing.h"

namespace app::alpaca {

/// `/v1beta1/options/…` on the data host: chain, snapshots, latest quotes and trades, past trades and bars.
class OptionData {
public:
    /// `now` is market time.
    OptionData(const Assets &assets, const OptionListing &options, std::function<core::Timestamp()> now)
        : m_assets(assets), m_options(options), m_now(std::move(now))
    {
    }
    /// `path` is what follows `/v1beta1/options`.
    [[nodiscard]] Answer<HttpResponse> answer(const std::vector<std::string> &path, const Query &query) const;

private:
    using Body = Answer<HttpResponse>;
    [[nodiscard]] Body chain(const std::string &underlying, const Query &query) const;
    [[nodiscard]] Body snapshots(const std::vector<Asset> &contracts, const Query &query) const;
    [[nodiscard]] Body latest(const std::vector<Asset> &contracts, const std::string &what, const Query &query) const;
    [[nodiscard]] Body history(const std::vector<Asset> &contracts, const std::string &what, const Query &query) const;
    [[nodiscard]] Answer<std::vector<Asset>> named(const Query &query) const;
    [[nodiscard]] std::optional<Trade> lastTrade(const Asset &contract, const Query &query) const;
    [[nodiscard]] std::string snapshot(const Asset &contract, const Query &query) const;
    [[nodiscard]] bool isNewerThan(core::Timestamp since, const Asset &contract, const Query &query) const;

    const Assets &m_assets;
    OptionListing m_options;
    std::function<core::Timestamp()> m_now;
};

} // namespace app::alpaca
