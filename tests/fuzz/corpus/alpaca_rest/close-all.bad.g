g{
 "symbol": "PLTR",
 "status": 200
}
