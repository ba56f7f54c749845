"""The addresses. Vietnamese pages stand at the root, English ones below /en/."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from motcua.web.api import api
from motcua.web.views import wellknown

handler400 = "motcua.web.views.errors.bad_request"
handler403 = "motcua.web.views.errors.forbidden"
handler404 = "motcua.web.views.errors.not_found"
handler500 = "motcua.web.views.errors.broken"

urlpatterns = [
    path("robots.txt", wellknown.robots),
    path(".well-known/security.txt", wellknown.security),
    path("favicon.ico", wellknown.favicon),
    path("", include("motcua.operations.urls")),
    path("api/v1/", api.urls),
    *i18n_patterns(
        path("", include("motcua.web.urls")),
        path("", include("motcua.identity.urls")),
        path("", include("motcua.organizations.urls")),
        path("", include("motcua.catalog.urls")),
        path("", include("motcua.files.urls")),
        path("", include("motcua.results.urls")),
        path("", include("motcua.dossiers.urls")),
        path("", include("motcua.schedule.urls")),
        path("", include("motcua.ledger.urls")),
        path("", include("motcua.criteria.urls")),
        path("", include("motcua.bottlenecks.urls")),
        path("", include("motcua.directives.urls")),
        path("", include("motcua.reviews.urls")),
        path("", include("motcua.reports.urls")),
        prefix_default_language=False,
    ),
]

if settings.DEMO:
    urlpatterns += [path("vneid-gia-lap/", include("motcua.identity.demo_provider.urls"))]
