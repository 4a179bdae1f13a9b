#pragma once

#include "app/exchange/bybit/BybitAccount.h"
#include "app/exchange/http/HttpMessage.h"
#include "app/exchange/http/UrlText.h"
#include "core/json/Fields.h"

namespace app::bybit {

/// The signed half: the `result` of a request that was let in. Whoever calls settles the account.
class BybitTrading {
public:
    BybitTrading(BybitAccount &account, const Products &products)
        : m_account(account), m_products(products)
    {
    }

    using Body = Answer<std::string>;
    /// The result, and what stands beside it in `retExtInfo`.
    struct Pair {
        Pair() = default;
        Pair(std::string only) : result(std::move(only)) {}  // NOLINT: most answers have nothing beside it
        Pair(std::string main, std::string beside) : result(std::move(main)), extra(std::move(beside)) {}
        std::string result;
        std::string extra = "{}";
    };
    // Queries (BybitQueries.cpp).
    [[nodiscard]] Body wallet(const Query &query) const;
    [[nodiscard]] Body accountInfo(const Query &query) const;
    [[nodiscard]] Body settings(const Query &query) const;
    [[nodiscard]] Body keyInfo(const Query &query) const;
    [[nodiscard]] Body coinInfo(const Query &query) const;
    [[nodiscard]] Body feeRate(const Query &query) const;
    [[nodiscard]] Body positions(const Query &query);
    [[nodiscard]] Body openOrders(const Query &query) const;
    [[nodiscard]] Body orderHistory(const Query &query) const;
    [[nodiscard]] Body executions(const Query &query) const;
    [[nodiscard]] Body transactionLog(const Query &query) const;

    // Orders and actions (BybitTrading.cpp).
    [[nodiscard]] Body create(const core::json::Value &body);
    [[nodiscard]] Body amend(const core::json::Value &body);
    [[nodiscard]] Body cancel(const core::json::Value &body);
    [[nodiscard]] Body cancelAll(const core::json::Value &body);
    [[nodiscard]] Body setLeverage(const core::json::Value &body);
    [[nodiscard]] Body switchMode(const core::json::Value &body);
    [[nodiscard]] Body setBeyondLimits(const core::json::Value &body);
    [[nodiscard]] Body applyMoney(const core::json::Value &body);
    [[nodiscard]] Body tradingStop(const core::json::Value &body);
    // Several orders of one category (BybitBatches.cpp).
    [[nodiscard]] Answer<Pair> createBatch(const core::json::Value &body);
    [[nodiscard]] Answer<Pair> amendBatch(const core::json::Value &body);
    [[nodiscard]] Answer<Pair> cancelBatch(const core::json::Value &body);

private:
    /// An order's id, or why nothing was done. Items of a batch do not name their category.
    using One = Answer<std::string> (BybitTrading::*)(std::string_view category, const core::json::Value &body);
    [[nodiscard]] Answer<std::string> createOne(std::string_view category, const core::json::Value &body);
    [[nodiscard]] Answer<std::string> amendOne(std::string_view category, const core::json::Value &body);
    [[nodiscard]] Answer<std::string> cancelOne(std::string_view category, const core::json::Value &body);
    [[nodiscard]] Answer<Pair> batch(const core::json::Value &body, One one);
    [[nodiscard]] Answer<const Product *> productOf(std::string_view category,
                                                    const core::json::Value &body) const;
    [[nodiscard]] Answer<Draft> read(std::string_view category, const core::json::Value &body) const;
    [[nodiscard]] Body named(const Answer<std::string> &id) const;
    [[nodiscard]] Body page(const Query &query, const std::vector<const Order *> &found) const;

    BybitAccount &m_account;
    const Products &m_products;
};

}  // namespace app::bybit
