c{"conn_id":"cc1-2","req_id":"7"}
