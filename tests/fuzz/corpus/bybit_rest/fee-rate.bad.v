v{"retCode":0,"retMsg":"OK","result":{"list":[]},"retExtInfo":{},"time":1767225601700}
