cfaults:
  - {kind: drop, on: order, probability: 0.05}
  - {kind: silent-socket, on: stream, at: 30, seconds: 45}
  - {kind: rate-limit, count: 3}
