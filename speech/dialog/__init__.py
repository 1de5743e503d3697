"""Dialog management, as Alexa does it by a skill's dialog model and its Dialog directives."""
