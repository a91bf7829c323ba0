"""What a settled total says of the rows below it, before any search."""

from __future__ import annotations

from finalaccounts.normalize.tables.place.solve import Tree


def confine(tree: Tree) -> None:
    """Where a total is settled, no row below it has an amount in a column the total leaves
    empty, unless nothing else is left to that row."""
    keep = {id(n): list(range(len(n.options))) for n in tree.nodes}
    for root in tree.nodes:
        if root.parent is not None or len(root.options) != 1:
            continue
        used = {column for (_, column), v in tree.vectors[id(root)][0].items() if v}
        below = list(root.children)
        while below:
            node = below.pop()
            below += node.children
            inside = [
                i
                for i, vector in enumerate(tree.vectors[id(node)])
                if all(column in used for (_, column), v in vector.items() if v)
            ]
            keep[id(node)] = inside or keep[id(node)]
    tree.narrow(keep)
