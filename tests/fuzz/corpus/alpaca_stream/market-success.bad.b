b[{"T":"success"}]
