#pragma once

#include "app/exchange/bybit/BybitAccount.h"
#include "core/base/Json.h"

namespace app::bybit {

/// An order as REST and the stream show it (`category` only there).
void writeOrder(core::JsonWriter &json, const Order &order, bool isStream);
/// Without an order: it is the venue's own charge.
void writeExecution(core::JsonWriter &json, const Execution &made, const Order *order,
                    bool isStream);
/// `avgPrice` of REST is `entryPrice` in the stream.
void writePosition(core::JsonWriter &json, const Position &position, core::Price mark,
                   bool isStream);
/// One account of `result.list`; `coins` empty = all that are not zero.
void writeWallet(core::JsonWriter &json, const BybitAccount &account, const Products &products,
                 const std::vector<std::string> &coins);
void writeLedgerRow(core::JsonWriter &json, const LedgerRow &row, const Books &books);
void writeProduct(core::JsonWriter &json, const Product &product);

}  // namespace app::bybit
