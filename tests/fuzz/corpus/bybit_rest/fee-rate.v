v{"retCode":0,"retMsg":"OK","result":{"list":[{"symbol":"KLMUSDT","takerFeeRate":"0.00055","makerFeeRate":"-0.0001"}]},"retExtInfo":{},"time":1767225601700}
