"""The interaction models: one JSON file per language, or per locale if a locale differs."""
