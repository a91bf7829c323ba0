"""What the command line and its parts agree on: exit codes (what is said with each: ``exits``)."""

from __future__ import annotations

# Environment variable with the address of the site, for who publishes it (`build --site-url`).
ADDRESS = "MINGZHANG_SITE_URL"
# Set where a build leaves out the preview pictures (`build --no-previews`).
WITHOUT_PREVIEWS = "MINGZHANG_NO_PREVIEWS"
OK, INTERNAL, USAGE, UNREADABLE = 0, 1, 2, 3
