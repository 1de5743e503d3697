"""An answer made heard: markup to segments, segments to one sound, the sound to a loudspeaker."""
