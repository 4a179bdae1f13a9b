e[
 {
  "id": "20260302093107391::3f2b",
  "activity_type": "FILL",
  "transaction_time": "2026-03-02T14:31:07.391204Z",
  "type": "partial_fill",
  "price": "81.36",
  "qty": "5",
  "side": "buy",
  "symbol": "PLTR",
  "leaves_qty": "7",
  "order_id": "a0a0a0a0-0000-4000-8000-000000000002",
  "cum_qty": "5",
  "order_status": "partially_filled"
 },
 {
  "id": "20260302093109000::4a4b",
  "activity_type": "FILL",
  "transaction_time": "2026-03-02T09:31:09-05:00",
  "type": "fill",
  "price": "81.37",
  "qty": "7",
  "side": "buy",
  "symbol": "PLTR",
  "leaves_qty": "0",
  "order_id": "a0a0a0a0-0000-4000-8000-000000000002",
  "cum_qty": "12",
  "order_status": "filled"
 },
 {
  "id": "20260302101500000::5c5d",
  "activity_type": "FILL",
  "transaction_time": "2026-03-02T15:15:00.25Z",
  "type": "fill",
  "price": "2987",
  "qty": "0.123456789",
  "side": "sell_short",
  "symbol": "ETH/USD",
  "order_id": "o-3"
 },
 {
  "id": "20260302000000000::6e6f",
  "activity_type": "CSD",
  "date": "2026-03-02",
  "net_amount": "2500.00",
  "description": "a deposit",
  "status": "executed"
 }
]
