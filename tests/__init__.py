"""What the service promises, as sentences about practice."""
