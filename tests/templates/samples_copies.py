"""Values of the messages about copies."""

from tests.templates.samples import MOMENT

SAMPLES = {
    "copies": [
        {"what": "made", "size": "12,5 MB", "count": 1, "trail": "1234:9f2c41ab77d0"},
        {"what": "made", "size": "1,2 GB", "count": 30, "trail": None},
        *({"what": "failed", "why": why} for why in ("full", "damaged", "server", "other")),
        {"what": "old", "since": MOMENT},
        {"what": "old", "since": None},
        {"what": "none"},
    ],
}
