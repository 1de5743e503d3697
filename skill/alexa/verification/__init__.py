"""Verification that a request comes from Alexa: signature, certificate chain, age and recipient."""
