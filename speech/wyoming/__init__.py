"""A Wyoming server: the skill on the voice satellites of a home, without a cloud."""
