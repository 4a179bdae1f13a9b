q{"snapshots":{"ETH/USD":[]}
