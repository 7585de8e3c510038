"""The service: a folder per stage of a case's journey, each knowing only those before it."""
