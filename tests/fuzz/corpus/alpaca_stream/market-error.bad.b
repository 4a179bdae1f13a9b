b[{"T":"error","code":"many"}]
