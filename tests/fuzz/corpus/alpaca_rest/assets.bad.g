g[
 {
  "id": "11111111-2222-4333-8444-555555555555",
  "class": "us_equity",
  "exchange": "NASDAQ",
  "symbol": "PLTR",
  "name": "A company",
  "status": "active",
  "tradable": true,
  "marginable": true,
  "shortable": true,
  "easy_to_borrow": true,
  "borrow_status": "hard_to_borrow",
  "fractionable": true,
  "maintenance_margin_requirement": 30,
  "margin_requirement_long": "30",
  "attributes": [
   "has_options",
   "fractional_eh_enabled"
  ]
 },
 {
  "id": "22222222-2222-4333-8444-555555555555",
  "class": "crypto",
  "exchange": "CRYPTO",
  "symbol": null,
  "name": "Ethereum",
  "status": "active",
  "tradable": true,
  "marginable": false,
  "shortable": false,
  "easy_to_borrow": false,
  "fractionable": true,
  "min_order_size": "0.0002",
  "min_trade_increment": "0.000000001",
  "price_increment": "0.05",
  "attributes": []
 }
]
