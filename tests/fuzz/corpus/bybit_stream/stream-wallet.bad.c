c{"id":"w-77","topic":"wallet","creationTime":1767225600895,"data":[]}
