"""What `plumbline serve` answers with: the application, its index of the register made before the first question."""

from importlib import import_module

from plumbline.server.site.wsgi import application

import_module("plumbline.server.portal.register").held()  # only now: importing the application has loaded Django
__all__ = ["application"]
