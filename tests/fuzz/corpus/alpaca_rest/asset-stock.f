f{
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
}
