"""Everything others can reuse: downloads, their descriptions, the API, versions, feeds."""

from finalaccounts.site.data.parts import Held, Known, Part
from finalaccounts.site.data.piece import Piece, piece_files
from finalaccounts.site.data.publication import Publication, ReportPublication, folder_of, parts
from finalaccounts.site.data.versions import Dated, Versions, by_report, versions

__all__ = [
    "Dated",
    "Held",
    "Known",
    "Part",
    "Piece",
    "Publication",
    "ReportPublication",
    "Versions",
    "by_report",
    "folder_of",
    "parts",
    "piece_files",
    "versions",
]
