"""One module a format, named as on the command line with `_` for `-`: `FORMAT`, `read`, and `recognises` if need be."""
