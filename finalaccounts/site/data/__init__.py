"""Everything others can reuse: downloads, their descriptions, the API, versions, feeds."""

from finalaccounts.site.data.publication import Publication

__all__ = ["Publication"]
