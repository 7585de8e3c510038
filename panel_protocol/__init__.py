"""The protocol for out-of-court decisions about children: rules, dates, and their authorities."""
