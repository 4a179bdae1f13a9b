j[
 {
  "date": "2026-11-25",
  "open": "09:30",
  "close": "16:00:00",
  "session_open": "0400",
  "session_close": "2000",
  "settlement_date": "2026-11-27"
 }
]
