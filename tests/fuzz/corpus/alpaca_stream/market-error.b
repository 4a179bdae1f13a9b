b[{"T":"error","code":406,"msg":"connection limit exceeded"}]
