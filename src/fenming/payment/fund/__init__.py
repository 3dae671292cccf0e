"""The fund's own statement: income, spend, balance, payable months, and which gates they pass."""
