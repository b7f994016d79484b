"""The portal keeps nothing: it shows the register."""
