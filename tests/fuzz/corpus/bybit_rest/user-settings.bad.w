w{"retCode":0,"retMsg":"","result":{"lpaSpot":false,"deltaEnable":false},"retExtInfo":{},"time":1767225601800}
