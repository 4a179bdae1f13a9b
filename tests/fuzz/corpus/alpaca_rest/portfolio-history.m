m{
 "timestamp": [
  1772409600,
  1772496000,
  1772582400000
 ],
 "equity": [
  25000.5,
  null,
  25310.07
 ],
 "profit_loss": [
  0,
  null,
  309.57
 ],
 "profit_loss_pct": [
  0,
  null,
  0.01238255
 ],
 "base_value": 25000.5,
 "base_value_asof": "2026-03-01",
 "timeframe": "1D",
 "cashflow": {}
}
