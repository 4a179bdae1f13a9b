#pragma once

#include "app/exchange/alpaca/AlpacaAccount.h"
#include "app/exchange/alpaca/options/OptionListing.h"

namespace app::alpaca {

/// The trading host: what a request that was let in is answered with. Whoever calls settles the account.
class AlpacaTrading {
public:
    AlpacaTrading(AlpacaAccount &account, const Assets &assets, const OptionListing &options)
        : m_account(account), m_assets(assets), m_options(options)
    {
    }

    [[nodiscard]] HttpResponse answer(const HttpRequest &request);

private:
    using Body = Answer<HttpResponse>;
    [[nodiscard]] Body route(const HttpRequest &request);
    [[nodiscard]] Body account(const HttpRequest &request, const std::vector<std::string> &path);
    [[nodiscard]] Body configurations(const HttpRequest &request);
    [[nodiscard]] Body history(const Query &query) const;
    [[nodiscard]] Body activities(const Query &query, const std::string &type) const;
    [[nodiscard]] Body calendar(const Query &query) const;
    [[nodiscard]] Body assets(const Query &query) const;
    [[nodiscard]] Body asset(const std::string &name) const;
    /// All that are asked for, or the one with that symbol or id.
    [[nodiscard]] Body contracts(const Query &query, const std::string &name) const;
    [[nodiscard]] Body orders(const HttpRequest &request);
    [[nodiscard]] Body order(const HttpRequest &request, const std::string &id);
    [[nodiscard]] Body listOrders(const Query &query) const;
    [[nodiscard]] Body showOrder(const Order *order, const std::string &name, bool isNested) const;
    [[nodiscard]] Body placed(const Answer<std::string> &id) const;
    [[nodiscard]] Body cancelAll();
    [[nodiscard]] Body positions(const HttpRequest &request);
    [[nodiscard]] Body position(const HttpRequest &request, const std::string &name);
    [[nodiscard]] Body closeAll(bool cancelsOrders);
    [[nodiscard]] Body closeOne(const Asset &asset, const Query &query);

    AlpacaAccount &m_account;
    const Assets &m_assets;
    OptionListing m_options;
};

[[nodiscard]] HttpResponse problemResponse(const Problem &problem);
[[nodiscard]] HttpResponse jsonResponse(std::string body, int status = 200);

} // namespace app::alpaca
