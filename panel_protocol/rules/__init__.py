"""The rules, one file for each question practice asks."""
