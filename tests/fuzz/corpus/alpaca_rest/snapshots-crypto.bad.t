t{"snapshots":{"ETH/USD":[]}
