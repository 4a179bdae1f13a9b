j[
 {
  "date": "2026-11-25",
  "open": "09:30",
  "close": "16:00",
  "session_open": "0400",
  "session_close": "2000",
  "settlement_date": "2026-11-27"
 },
 {
  "date": "2026-11-27",
  "open": "09:30",
  "close": "13:00"
 },
 {
  "date": "2026-07-20",
  "open": "09:30",
  "close": "16:00",
  "session_open": "0400",
  "session_close": "2000"
 }
]
