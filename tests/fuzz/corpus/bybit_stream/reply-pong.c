c{"req_id":"19","op":"pong","args":["1767227007000"],"conn_id":"cc1-3"}
