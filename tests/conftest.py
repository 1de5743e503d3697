"""What tests of every part may ask for, and how Hypothesis runs them."""

from hypothesis import HealthCheck, settings

from tests.support.redis_server import redis_server

__all__ = ["redis_server"]

# Machines are shared and noisy: how long an example takes says nothing about whether it is right.
settings.register_profile("shared machines", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("shared machines")
