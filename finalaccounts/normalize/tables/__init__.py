"""Tables: found by their titles, read in any form, their lost columns settled by arithmetic.

``find`` cuts the tables out of a document, ``read`` makes rows of their lines, ``place`` decides
the columns of numbers where the text keeps no cells.
"""

from finalaccounts.normalize.tables.parts import TablesRead
from finalaccounts.normalize.tables.place import place_figures
from finalaccounts.normalize.tables.read import read_tables

__all__ = ["TablesRead", "place_figures", "read_tables"]
