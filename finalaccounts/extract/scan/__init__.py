"""Pages that are pictures: text recognition as an extra, its record kept beside the file."""

from finalaccounts.extract.scan.reader import HINT, Scans, installed, is_scan, read_picture

__all__ = ["HINT", "Scans", "installed", "is_scan", "read_picture"]
