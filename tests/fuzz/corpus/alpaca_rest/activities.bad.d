d[
 {
  "id": "20260302000000000::6e6f",
  "activity_type": "CSD",
  "date": "2026-03-02",
  "net_amount": "a lot",
  "description": "a deposit",
  "status": "executed"
 }
]
