"""Which skill is talked to: Trust Steps itself, or another one by its model and endpoint."""
