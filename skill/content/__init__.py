"""The words: one TOML file per language, and a small overlay where a locale says it differently."""
