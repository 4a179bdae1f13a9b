c{
 "symbol": "PLTR",
 "status": 200
}
