"""What `plumbline serve` answers with: the application, its index of the register made before the first question."""

from plumbline.server.portal.register import held
from plumbline.server.site.wsgi import application

held()
__all__ = ["application"]
