"""How requests and replies travel: nothing here knows what they are about."""

from app.wire.accept import preferred as preferred
from app.wire.body import read_body as read_body
from app.wire.crowds import Crowds as Crowds
from app.wire.cursors import Cursor as Cursor
from app.wire.cursors import FewAtOnce as FewAtOnce
from app.wire.cursors import Limit as Limit
from app.wire.cursors import open_cursor as open_cursor
from app.wire.cursors import seal_cursor as seal_cursor
from app.wire.deadlines import Deadlines as Deadlines
from app.wire.hosts import KnownHosts as KnownHosts
from app.wire.paths import PlainPaths as PlainPaths
from app.wire.preconditions import IdempotencyKey as IdempotencyKey
from app.wire.preconditions import IfMatch as IfMatch
from app.wire.preconditions import IfMatchCase as IfMatchCase
from app.wire.preconditions import needs_version as needs_version
from app.wire.preconditions import tagged as tagged
from app.wire.replies import EveryReply as EveryReply
from app.wire.replies import say as say
