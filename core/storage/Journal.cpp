#include "core/storage/Journal.h"

#include "core/base/Json.h"

namespace core {

const char *tableName(Table table)
{
    switch (table) {
    case Table::Signals: return "signals";
    case Table::Proposals: return "proposals";
    case Table::Decisions: return "decisions";
    case Table::Intents: return "intents";
    case Table::Orders: return "orders";
    case Table::OrderEvents: return "order_events";
    case Table::Fills: return "fills";
    case Table::Positions: return "positions";
    case Table::Trades: return "trades";
    case Table::Equity: return "equity";
    case Table::Halts: return "halts";
    case Table::BotState: return "bot_state";
    case Table::InstrumentState: return "instrument_state";
    case Table::PerformanceMetrics: return "performance_metrics";
    case Table::Predictions: return "predictions";
    case Table::Runs: return "runs";
    case Table::CashFlows: return "cash_flows";
    case Table::Amendments: return "amendments";
    }
    return "runs";
}

std::string Record::json() const
{
    JsonWriter json;
    json.beginObject();
    for (const Field &field : fields) {
        json.key(field.column);
        std::visit(
            [&json](const auto &value) {
                if constexpr (std::is_same_v<std::decay_t<decltype(value)>, std::monostate>)
                    json.null();
                else
                    json.value(value);
            },
            field.value);
    }
    return json.endObject().take();
}

} // namespace core
