"""Due work of the register: uploads that nobody confirmed are thrown away."""

from datetime import timedelta

from plumbline.server.register.services.uploads import tidy
from plumbline.server.work.services import Claim
from plumbline.server.work.worker import Recurring

TIDY = "register.tidy_uploads"


def tidy_uploads(claim: Claim) -> None:
    """Delete files older than what can still be confirmed."""
    tidy()
    with claim.done():
        pass


HANDLERS = {TIDY: tidy_uploads}
RECURRING = (Recurring(TIDY, every=timedelta(hours=6)),)
