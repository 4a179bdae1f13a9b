c[
 {
  "id": "x",
  "status": "fine"
 }
]
