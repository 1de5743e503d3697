"""The desk in a browser: a page to talk with a skill, and to see what goes over the wire."""
