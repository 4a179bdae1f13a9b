g[
 {
  "id": "20260302000000000::6e6f",
  "activity_type": "CSD",
  "date": "2026-03-02",
  "net_amount": "2500.00",
  "description": "a deposit",
  "status": "executed"
 },
 {
  "id": "20260302000000001::7a7b",
  "activity_type": "CFEE",
  "date": "2026-03-02",
  "net_amount": "0",
  "qty": "-0.000185185",
  "price": "2987",
  "symbol": "ETHUSD",
  "description": "Coin Pair Transaction Fee",
  "status": "executed"
 },
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
 }
]
