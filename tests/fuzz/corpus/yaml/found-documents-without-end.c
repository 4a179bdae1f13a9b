c, probability: 0fa,lse  - {se  - {kind: silent-socket, on: strea>m, at: 30, seconds: 45}
  NULLind: rate-limit, count: 3}
