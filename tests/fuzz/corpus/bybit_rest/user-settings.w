w{"retCode":0,"retMsg":"","result":{"lpaSpot":false,"lpaPerp":true,"deltaEnable":false},"retExtInfo":{},"time":1767225601800}
