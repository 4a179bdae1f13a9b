s{
 "option_contracts": [
  {
   "id": "c",
   "symbol": "PLTR260320C00085000",
   "name": "PLTR Mar 20 2026 85 Call",
   "status": "active",
   "tradable": true,
   "expiration_date": "2026-03-20",
   "root_symbol": "PLTR",
   "underlying_symbol": "PLTR",
   "underlying_asset_id": "x",
   "type": "call",
   "style": "american",
   "strike_price": "85",
   "multiplier": "100",
   "size": "100",
   "open_interest": "5123",
   "open_interest_date": "2026-02-27",
   "close_price": "2.15",
   "close_price_date": "2026-02-27"
  },
  {
   "id": "c",
   "symbol": "PLTR260320P00079500",
   "name": "PLTR Mar 20 2026 85 Call",
   "status": "active",
   "tradable": false,
   "expiration_date": "2026-03-20",
   "root_symbol": "PLTR",
   "underlying_symbol": "PLTR",
   "underlying_asset_id": "x",
   "type": "straddle",
   "style": "american",
   "strike_price": "79.5",
   "multiplier": "100",
   "size": "150",
   "open_interest": null,
   "open_interest_date": "2026-02-27",
   "close_price": null,
   "close_price_date": "2026-02-27"
  }
 ],
 "next_page_token": null
}
