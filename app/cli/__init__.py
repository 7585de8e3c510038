"""`oocd`: everything that is done from a shell."""

from app.cli.commands import main as main
