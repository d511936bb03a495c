"""Serves a region filled with every state that a page can be in, and tells in a file what there is to look at.

A process of its own: the browser's event loop and the database do not share a thread, and what is looked at was really
committed. Called with the file to write and the port to serve.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any


def main(told: Path, port: int) -> None:
    """Make the site, say what is in it, and serve it until the process ends."""
    os.environ |= {"DJANGO_SETTINGS_MODULE": "tests.site.settings", "GONGKAI_EXAMPLE": "1"}
    import django
    from django.conf import settings

    settings.ROOT_URLCONF = "tests.journeys.filled_site_urls"
    django.setup()
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.core.management import call_command
    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
    from django.core.wsgi import get_wsgi_application

    call_command("migrate", verbosity=0)
    content = tell()
    server = ThreadedWSGIServer(("127.0.0.1", port), WSGIRequestHandler)
    server.set_app(StaticFilesHandler(get_wsgi_application()))
    part = told.with_suffix(".part")
    part.write_text(json.dumps(content), encoding="utf-8")
    part.rename(told)
    server.serve_forever()


def tell() -> dict[str, Any]:
    """Fill the site and return its addresses by route, who may go to which, and the items by their state."""
    from tests.journeys import pages
    from tests.site.conftest import build_region, region_as_built

    from gongkai.site.accounts.guard import policy_of
    from gongkai.site.agencies.policies import Public

    build_region()
    region = region_as_built()
    items = pages.fill(region)
    examples = pages.keys(region, items)
    policies = {name: policy_of(route.callback) for name, route in pages.every_route().items()}
    public = [name for name, policy in policies.items() if isinstance(policy, Public)]
    return {
        "addresses": {
            name: pages.address(route, examples) for name, route in pages.every_route().items()
        },
        "public": public,
        "public_states": pages.public_states(items),
        "items": items,
        "people": {
            role: {
                "username": (user := region.user(place, role)).username,
                "routes": [
                    name for name, policy in policies.items()
                    if name not in public and policy is not None and policy.allows_anywhere(user)
                ],
            }
            for role, place in pages.WHERE.items()
        },
    }  # fmt: skip


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
