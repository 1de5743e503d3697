"""The simulator in a browser: a page to talk with a skill and to inspect its requests and responses."""
