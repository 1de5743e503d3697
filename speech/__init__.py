"""A smart speaker on the desk, for any Alexa skill."""
