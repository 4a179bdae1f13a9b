p{"retCode":0,"retMsg":"OK","result":{"list":[
 {"category":"linear","symbol":"KLMUSDT","orderId":"3f0c9a44-0002-4e5b-9d55-6a1d2b7c8e90","orderLinkId":"cs-000051","createAt":"1767225603100"},
 {"category":"linear","symbol":"KLMUSDT","orderId":"","orderLinkId":"cs-000052","createAt":""},
 {"category":"linear","symbol":"KLMUSDT","orderId":"","orderLinkId":"cs-000053","createAt":""}]},
 "retExtInfo":{"list":[{"code":0,"msg":"OK"},{"code":110007,"msg":"ab not enough for new order"},{"code":0,"msg":"OK"}]},"time":1767225603105}
