"""Read, check and publish departmental final accounts.

The way of the data is the order of the sub-packages: ``collect`` (find the file),
``extract`` (what is printed in it), ``normalize`` (which number stands where),
``reconcile`` (do the numbers agree), ``render`` (pages, charts), ``site`` (write, publish).
The shared nouns are in ``model``, ``amounts``, ``reference`` and ``package``.
"""

__version__ = "0.1.0"
