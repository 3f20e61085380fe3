"""The embedded sample: the script that builds an illustrative release in the official format, traps and all."""
