"""Builds the service."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager

from fastapi import APIRouter, FastAPI

from app import log, refusals, secrets_kept
from app.access.actor import Partnership
from app.access.authenticate import OPEN_PATHS, Authenticate
from app.access.documented import describe
from app.access.guard import decided
from app.access.issuer import ISSUER, DevelopmentIssuer
from app.access.keys import KeyRing
from app.access.rate import RateLimit
from app.access.standing import Standing, limits
from app.access.token import Gate
from app.access.verifier import Verifier
from app.assessments.routes import router as assessments
from app.casefile.routes import router as casefile
from app.cases.routes import router as cases
from app.children.routes import router as children
from app.conditions.routes import router as conditions
from app.database import Database
from app.disposals.routes import router as disposals
from app.gateways.identity_provider import IdentityProvider, open_client
from app.journal import sealing
from app.journal.bounded import Refusals
from app.journal.routes import router as journal
from app.journal.sealing import Sealer
from app.journal.seals import signing_key
from app.operations import second_wall
from app.operations.metrics import Measure
from app.operations.readiness import Readiness
from app.operations.request_log import LogRequests
from app.operations.routes import router as operations
from app.panels.routes import router as panels
from app.principals import queries as principals
from app.protocol import matrices
from app.protocol.routes import router as protocol
from app.retention.routes import router as retention
from app.rights.routes import router as rights
from app.settings import Settings
from app.statistics.routes import router as statistics
from app.transfers.routes import router as transfers
from app.triage.routes import router as triage
from app.wire import Crowds, Deadlines, EveryReply, KnownHosts, PlainPaths
from panel_protocol.authority import MatrixStatus
from panel_protocol.library import load
from panel_protocol.protocol import Protocol

ROUTERS: tuple[APIRouter, ...] = (
    protocol,
    triage,
    cases,
    casefile,
    transfers,
    children,
    assessments,
    panels,
    disposals,
    conditions,
    statistics,
    journal,
    rights,
    retention,
    operations,
)

_TAGS = {
    "The protocol": "What is in force, and calculators that store nothing.",
    "Cases": "Submission, worklist, victims, review, withdrawal, history.",
    "Children": "Who the child is, and what they were given before.",
    "Assessment": "The one assessment all areas share.",
    "Panels": "Who meets, about whom, and the papers.",
    "Disposal and decision": "What is open, what the panel decides, what the police decide.",
    "Conditions": "The plan, its progress, breach and conclusion.",
    "Statistics": "Live for managers; releases for regional partners.",
    "Records and rights": "Who did and read what; what a child may ask of their record, and how "
    "long it is kept.",
    "Operations": "Whether the service lives and can serve.",
}

_DOCS = ("/docs", "/openapi.json")
# They show no record; whether /metrics asks for a credential is a setting.
_UNGUARDED = {*OPEN_PATHS, "/metrics"}
# The page loads its viewer from elsewhere; nothing else this service sends is ever a page.
_DOCS_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' https://cdn.jsdelivr.net; "
    "style-src 'self' 'unsafe-inline' https://cdn.jsdelivr.net; "
    "img-src 'self' data: https://fastapi.tiangolo.com; frame-ancestors 'none'"
)


def create_app(settings: Settings) -> FastAPI:
    """The service over one database; nothing is opened until it starts."""
    known = load(settings.protocol_dir)
    app = FastAPI(
        title="Out-of-court panels",
        version="0.1.0",
        summary="Youth out-of-court disposal panels: one protocol, six areas, four users.",
        openapi_tags=[{"name": name, "description": said} for name, said in _TAGS.items()],
        lifespan=_lifespan(known),
        docs_url="/docs" if settings.docs else None,
        redoc_url=None,
        openapi_url="/openapi.json" if settings.docs else None,
        redirect_slashes=False,
        telemetry={"tracing": False, "metrics": False, "logs": False, "auto_configure": False},
    )
    app.state.settings = settings
    refusals.install(app)
    for router in ROUTERS:
        app.include_router(decided(router, open_paths=_UNGUARDED))
    describe(app)
    _wrap(app, settings, known)
    return app


def _wrap(app: FastAPI, settings: Settings, known: Protocol) -> None:
    """The last added is the outermost: every reply is dressed, then who asks is settled."""
    app.state.readiness = Readiness(app.state)
    app.state.refusals = Refusals()
    issuer, keys = _issuer(app, settings)
    partnership = Partnership(frozenset(known.areas), known.force_area.code)
    verifier = Verifier(Gate(issuer=issuer, audience=settings.audience), keys, partnership)
    standing = Standing(
        verifier,
        lambda: principals.losses(app.state.database),
        clients=limits(settings.client_actions),
    )
    open_paths = {*OPEN_PATHS, *(_DOCS if settings.docs else ())}
    if settings.metrics_enabled:
        open_paths.add("/metrics")
    app.add_middleware(PlainPaths)
    app.add_middleware(RateLimit, rate=settings.rate_limit, exceeded=refusals.note_excess)
    app.add_middleware(Authenticate, verifier=standing, open_paths=open_paths)
    app.add_middleware(Deadlines, seconds=settings.request_seconds)
    app.add_middleware(Crowds, most=settings.most_at_once, open_paths=OPEN_PATHS)
    app.add_middleware(KnownHosts, hosts=settings.allowed_hosts, open_paths=OPEN_PATHS)
    app.add_middleware(Measure)
    app.add_middleware(LogRequests)
    app.add_middleware(EveryReply, pages={"/docs": _DOCS_POLICY} if settings.docs else {})


def _issuer(app: FastAPI, settings: Settings) -> tuple[str, KeyRing]:
    """The provider that signs credentials, or in development one of our own."""
    app.state.identity_client = open_client()
    if settings.jwks_url and settings.issuer:
        provider = IdentityProvider(
            app.state.identity_client, settings.jwks_url, production=settings.production
        )
        return settings.issuer, KeyRing(provider.published_keys)
    own = DevelopmentIssuer(
        settings.data_dir, production=settings.production, audience=settings.audience
    )
    return ISSUER, KeyRing(own.published_keys)


def _lifespan(known: Protocol) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        settings: Settings = app.state.settings
        async with AsyncExitStack() as stack:
            database = Database(settings)
            stack.push_async_callback(database.close)
            stack.push_async_callback(app.state.identity_client.aclose)
            await check_database(settings, database)
            app.state.database = database
            app.state.journal_key = secrets_kept.journal_key(settings)
            app.state.cursor_key = secrets_kept.cursor_key(settings)
            app.state.sealing_key = signing_key(secrets_kept.sealing_key(settings))
            sealer = Sealer(database, app.state.sealing_key, settings.seals)
            await stack.enter_async_context(sealing.running(sealer, settings.seal_seconds))
            app.state.protocol = known.with_matrices(await matrices.imported(database))
            check_matrix(settings, app.state.protocol)
            yield

    return lifespan


class ForgetfulDatabase(RuntimeError):
    """In production, what was acknowledged must outlast a power cut."""


async def check_database(settings: Settings, database: Database) -> None:
    """In production: nobody is served past the second wall, nor by what forgets."""
    await second_wall.check(database, production=settings.production)
    if settings.production and (careless := await database.forgets()):
        raise ForgetfulDatabase(f"The database must be run with {', '.join(careless)} on")


class IllustrativeMatrix(RuntimeError):
    """Production needs the force's own gravity matrix, or to be told that it may do without."""


def check_matrix(settings: Settings, protocol: Protocol) -> None:
    """Say so where the scores are illustrative; in production, refuse unless told otherwise."""
    own = any(matrix.status is MatrixStatus.FORCE for matrix in protocol.matrices)
    if own:
        return
    if settings.production and not settings.allow_illustrative_matrix:
        raise IllustrativeMatrix(
            "The gravity matrix is illustrative. Import the force's own with "
            "'oocd protocol import-matrix FILE', or set OOCD_ALLOW_ILLUSTRATIVE_MATRIX=true"
        )
    log.logger().warning(
        "The gravity matrix is ILLUSTRATIVE: its scores are not the NPCC's. "
        "Do not decide a real case on them."
    )
