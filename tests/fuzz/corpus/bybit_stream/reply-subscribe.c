c{"success":false,"ret_msg":"error:handler not found,topic:kline.2.KLMUSDT","conn_id":"cc1-2","req_id":"7","op":"subscribe"}
