#pragma once

#include "app/exchange/alpaca/options/OptionData.h"

namespace app::alpaca {

/// The data host: bars, trades, quotes, the latest of each and snapshots, of stocks, of coins and
/// of options.
class AlpacaData {
public:
    /// `now` is market time.
    AlpacaData(const MarketMemory &memory, const Assets &assets, const OptionListing &options,
               const std::function<core::Timestamp()> &now)
        : m_memory(memory), m_assets(assets), m_now(now), m_options(assets, options, now)
    {
    }

    [[nodiscard]] HttpResponse answer(const HttpRequest &request) const;
    /// Paths of this host; all others are the trading host's.
    [[nodiscard]] static bool serves(const std::vector<std::string> &path);

private:
    using Body = Answer<HttpResponse>;
    /// What one request is about.
    struct Question {
        Query query;
        std::vector<const Asset *> assets; ///< In the order of their symbols.
        std::vector<std::string> unknown;
        std::string what; ///< bars, trades or quotes.
        bool isSingle = false;
        bool isCrypto = false;
    };
    [[nodiscard]] Body route(const HttpRequest &request) const;
    [[nodiscard]] Body stocks(std::vector<std::string> path, Question question) const;
    [[nodiscard]] Body coins(const std::vector<std::string> &path, Question question) const;
    [[nodiscard]] Answer<> nameAssets(Question &question, const std::vector<std::string> &symbols) const;
    [[nodiscard]] Body history(const Question &question) const;
    [[nodiscard]] Body latest(const Question &question) const;
    [[nodiscard]] Body snapshots(const Question &question) const;
    [[nodiscard]] std::string snapshot(const Asset &asset) const;
    [[nodiscard]] std::vector<std::string> rowsOf(const Question &question, const Asset &asset,
                                                  const HistorySpan &span) const;
    [[nodiscard]] std::optional<std::string> latestOf(const Asset &asset, const std::string &what) const;

    const MarketMemory &m_memory;
    const Assets &m_assets;
    std::function<core::Timestamp()> m_now;
    OptionData m_options;
};

} // namespace app::alpaca
