"""The skills that the simulator can talk to."""
