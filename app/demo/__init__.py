"""A synthetic caseload, loaded through the public API: every child in it is made up."""
