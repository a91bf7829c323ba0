"""OFD (GB/T 33190), the page format of Chinese offices: a zip of XML, in millimetres."""

from finalaccounts.extract.ofd.reader import read_ofd

__all__ = ["read_ofd"]
