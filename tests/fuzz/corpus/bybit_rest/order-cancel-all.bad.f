f{"retCode":0,"retMsg":"OK","result":{"list":"none","success":"1"},"retExtInfo":{},"time":1767225604000}
