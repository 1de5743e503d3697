"""What Alexa listens for: one JSON file per language, or per locale where a locale differs."""
