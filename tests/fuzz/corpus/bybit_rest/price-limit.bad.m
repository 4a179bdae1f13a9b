m{"retCode":0,"retMsg":"","result":{"symbol":"KLMUSDT","buyLmt":"100.35","sellLmt":"196.45","ts":"1767225601200"},"retExtInfo":{},"time":1767225601201}
