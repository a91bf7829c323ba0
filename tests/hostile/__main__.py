"""Print how many cases there are by class: ``python -m tests.hostile``."""

from tests.hostile import counts

if __name__ == "__main__":
    found = counts()
    for name, many in found.items():
        print(f"{many:5} {name}")
    print(f"{sum(found.values()):5} in all")
