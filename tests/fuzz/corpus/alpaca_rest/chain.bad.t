t{"snapshots":{"PLTR260320C00085000":{"greeks":{"delta":"high","gamma":0.031,"theta":-0.062,"vega":0.071,"rho":0.015}}},"next_page_token":null}
