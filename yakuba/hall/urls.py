"""Which address leads to which room. Nouns, never verbs."""

from django.urls import include, path

from yakuba.hall import health, languages, pages, papers, sign_in
from yakuba.hall.rooms import ROOMS

# Rooms for townspeople stand at the root; the staff's under /staff/.
# The pages of answers and profile are shown by others.
_FACING = [key for key in ROOMS if key not in ("answers", "profile")]
_PREFIX = {"applications": ""}

hall = (
    [
        path("sign-in/", sign_in.sign_in, name="sign_in"),
        path("staff/sign-in/", sign_in.staff_sign_in, name="staff_sign_in"),
        path("staff/", pages.staff, name="staff"),
        path("sign-out/", sign_in.sign_out, name="sign_out"),
        path("sign-up/", sign_in.sign_up, name="sign_up"),
        path("sign-in/link/", sign_in.link_request, name="link_request"),
        path("sign-in/link/use/", sign_in.link, name="link"),
        path("display/", pages.display, name="display"),
        path("language/", languages.switch, name="language"),
        path("demo/mail/", pages.mailbox, name="mailbox"),
        path("demo/gallery/", pages.gallery, name="gallery"),
        path("accessibility/", pages.accessibility, name="accessibility"),
        path("papers/<slug:what>/<uuid:id>/", papers.returned, name="paper"),
        path("health/", health.ready, name="health"),
        path("health/ready/", health.ready, name="health_ready"),
        path("health/live/", health.live, name="health_live"),
    ],
    "hall",
)

_BY_ROOM = [
    path(_PREFIX.get(key, f"staff/{key}/"), include(f"yakuba.rooms.{key}.urls"))
    for key in sorted(_FACING, key=lambda key: key not in _PREFIX)
]

# Townspeople's pages come first: an address is looked for from the top.
urlpatterns = [*_BY_ROOM, path("map/", include("yakuba.ground.maps.urls")), path("", include(hall))]

handler400 = "yakuba.hall.errors.bad_request"
handler403 = "yakuba.hall.errors.forbidden"
handler404 = "yakuba.hall.errors.not_found"
handler500 = "yakuba.hall.errors.crashed"
