"""The use cases: one verb, one function, one transaction. Each authorises, loads within the actor's scope, decides, records and commits."""
