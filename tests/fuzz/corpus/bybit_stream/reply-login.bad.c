c{"success":"perhaps","ret_msg":"","op":"auth","conn_id":"cc1-1"}
