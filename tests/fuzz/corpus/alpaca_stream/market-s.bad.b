b[{"T":"s","sc":"H","sm":"Trading Halt","rc":"T1","rm":"Halt: news pending","t":"2026-03-02T15:00:00.000000123Z","z":"C"}]
