cfaults:
  - {kind: drop, on: order, probability: 0.05, count: 2}
  - {kind: gremlins, count: 3}
