e{"retCode":0,"retMsg":"OK","result":{"category":"linear","list":[
 {"execId":"t-3","symbol":"KLMUSDT","price":"98.55","size":"0.5","side":"Buy","time":"1767227002500","isBlockTrade":false,"isRPITrade":false,"seq":"9912000350"},
 {"execId":"t-2","symbol":"KLMUSDT","price":"98.45","size":"7","side":"Sell","time":"1767227002400","isBlockTrade":true},
 {"execId":"t-1","symbol":"KLMUSDT","price":"98.50","size":"0.02","side":"Buy","time":"1767227002400","isBlockTrade":false}]},"retExtInfo":{},"time":1767227003000}
