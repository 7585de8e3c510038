"""The route class of every router: who may come in is settled before anything is read."""

from collections import Counter
from collections.abc import Callable, Collection, Coroutine
from typing import Any

from fastapi import APIRouter, Request, Response, params
from fastapi.dependencies.utils import get_flat_params
from fastapi.routing import APIRoute

from app.access.actor import Actor
from app.access.documented import refusals, success
from app.access.rules import RULES, may
from app.problems import Forbidden, NotFound, Unacceptable
from app.wire import read_body
from app.wire.strict_json import keepable


class RouteWithoutRule(Exception):
    """A route nobody has decided about must not be served."""


class _Read(Request):
    """A request whose body has been read already, by the strict reader."""

    def __init__(self, request: Request, raw: bytes, value: Any) -> None:
        super().__init__(request.scope, request.receive)
        self._raw, self._value = raw, value

    async def body(self) -> bytes:
        return self._raw

    async def json(self) -> Any:
        return self._value


class GuardedRoute(APIRoute):
    """Looks up the rule named like the route's function; refuses to be built without one."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        self.action = endpoint.__name__
        if self.action not in RULES:
            raise RouteWithoutRule(
                f"{self.action} ({path}) has no entry in app/access/rules.py: "
                "say which roles may do it"
            )
        options["operation_id"] = options.get("operation_id") or self.action
        super().__init__(path, endpoint, **options)
        self.responses = {**refusals(self), **success(self), **self.responses}

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()
        asked = frozenset(
            field.alias
            for field in get_flat_params(self.dependant)
            if isinstance(field.field_info, params.Query)
        )
        takes_body = self.body_field is not None

        async def guarded(request: Request) -> Response:
            authorize(request.state.actor, self.action)
            _check_address(request, asked)
            if takes_body:
                request = await _read(request)
            return await handle(request)

        return guarded


def decided(router: APIRouter, *, open_paths: Collection[str]) -> APIRouter:
    """The router, if every route of it looks up its rule or is open to all on purpose."""
    for route in router.routes:
        path = getattr(route, "path", "a nameless route")
        if not isinstance(route, GuardedRoute) and path not in open_paths:
            raise RouteWithoutRule(f"{path} is not a guarded route: give its router GuardedRoute")
    return router


def authorize(actor: Actor, action: str) -> None:
    if not may(actor, action):
        raise Forbidden("Neither role nor client of this credential may do this")


async def _read(request: Request) -> _Read:
    settings = request.app.state.settings
    raw, value = await read_body(
        request, most=settings.max_body_bytes, seconds=settings.body_seconds
    )
    return _Read(request, raw, value)


def _check_address(request: Request, asked: frozenset[str]) -> None:
    """An id that is not text is nobody's; a parameter nobody reads would be a silent misreading."""
    if not all(keepable(str(part)) for part in request.path_params.values()):
        raise NotFound
    given = Counter(name for name, _ in request.query_params.multi_items())
    errors = []
    if given.keys() - asked:
        errors.append(("/query", "unknown_parameter", "A query parameter is not known here"))
    errors += [
        (f"/query/{name}", "repeated", "This parameter is given more than once")
        for name, times in given.items()
        if name in asked and times > 1
    ]
    errors += [
        (f"/query/{name}", "text", "This text holds characters that are not text")
        for name, value in request.query_params.items()
        if name in asked and not keepable(value)
    ]
    if errors:
        raise Unacceptable(errors)
