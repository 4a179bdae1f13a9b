c["pong"]
