"""Amazon's slot types: what a person says, as the value that Alexa sends."""
