b[{"T":"success","msg":"authenticated"}]
