f{
 "id": "22222222-2222-4333-8444-555555555555",
 "class": "crypto",
 "exchange": "CRYPTO",
 "symbol": "ETH/USD",
 "name": "Ethereum",
 "status": "active",
 "tradable": true,
 "marginable": false,
 "shortable": false,
 "easy_to_borrow": false,
 "fractionable": true,
 "min_order_size": "0.0002",
 "min_trade_increment": "0.000000001",
 "price_increment": "0.05 USD",
 "attributes": []
}
