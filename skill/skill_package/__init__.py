"""The folder that `ask deploy` uploads: the store listing, the interaction models, and the skill's endpoint."""
