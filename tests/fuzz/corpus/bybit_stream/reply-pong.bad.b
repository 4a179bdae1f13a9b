b["pong"]
