"""The HTTP server: gunicorn's processes, with workers that slow clients cannot stop."""
