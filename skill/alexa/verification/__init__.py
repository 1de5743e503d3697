"""Proof that a request is Alexa's: signature, certificate chain, age and recipient."""
