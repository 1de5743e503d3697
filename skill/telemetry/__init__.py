"""What an operator can know of the service: a line for each turn, and figures. Never who spoke, or what was said."""
