c[
 {
  "symbol": "PLTR",
  "status": 200,
  "body": {
   "id": "c1",
   "client_order_id": "AB01CD0000000017K",
   "created_at": "2026-03-02T14:31:05.120034771Z",
   "updated_at": "2026-03-02T09:31:05.140500001-05:00",
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
   "qty": "12",
   "filled_qty": "0",
   "filled_avg_price": null,
   "order_class": "",
   "order_type": "market",
   "type": "market",
   "side": "sell",
   "position_intent": "buy_to_open",
   "time_in_force": "day",
   "limit_price": null,
   "stop_price": null,
   "status": "pending_new",
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
  "symbol": "TSLA",
  "status": 403,
  "body": {
   "code": 40310000,
   "message": "insufficient qty available for order (requested: 4, available: 0)"
  }
 }
]
