g[
 {
  "id": "a0a0a0a0-0000-4000-8000-000000000002",
  "status": 200,
  "body": {
   "id": "a0a0a0a0-0000-4000-8000-000000000002",
   "client_order_id": "AB01CD0000000018L",
   "created_at": "2026-03-02T14:31:05.120034771Z",
   "updated_at": "2026-03-02T14:31:09.000000017Z",
   "submitted_at": "2026-03-02T14:31:05.118Z",
   "filled_at": null,
   "expired_at": null,
   "expires_at": null,
   "canceled_at": null,
   "failed_at": null,
   "replaced_at": null,
   "replaced_by": null,
   "replaces": null,
   "asset_id": "11111111-2222-4333-8444-555555555555",
   "symbol": "PLTR",
   "asset_class": "us_equity",
   "notional": null,
   "qty": 12,
   "filled_qty": "5",
   "filled_avg_price": "81.3512345678901234",
   "order_class": "",
   "order_type": "limit",
   "type": "limit",
   "side": "buy",
   "position_intent": "buy_to_open",
   "time_in_force": "gtc",
   "limit_price": "81.37",
   "stop_price": null,
   "status": "pending_cancel",
   "extended_hours": false,
   "legs": null,
   "trail_percent": null,
   "trail_price": null,
   "hwm": null,
   "subtag": null,
   "source": null,
   "a_field_of_tomorrow": {
    "x": [
     1
    ]
   }
  }
 },
 {
  "id": "a0a0a0a0-0000-4000-8000-000000000003",
  "status": 500,
  "body": {
   "code": 50010000,
   "message": "order is being handled elsewhere"
  }
 },
 {
  "id": "a0a0a0a0-0000-4000-8000-000000000004",
  "status": 200
 }
]
