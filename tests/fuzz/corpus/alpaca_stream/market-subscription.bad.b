b[{"T":"subscription"]
