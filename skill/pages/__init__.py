"""The privacy policy and the terms, as pages of the service."""
