"""Measurements of the running service, made by its users' means: over HTTP."""
