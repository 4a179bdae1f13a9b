c{"topic":"tickers.KLMUSDT","type":"delta","data":{"symbol":"KLMUSDT","bid1Price":"98.50","bid1Size":"1.05","ask1Price":"0","fundingRate":""},"cs":330072,"ts":1767227006100}
