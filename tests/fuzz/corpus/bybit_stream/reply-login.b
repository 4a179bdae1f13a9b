b{"success":true,"ret_msg":"","op":"auth","conn_id":"cc1-1"}
