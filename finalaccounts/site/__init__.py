"""Stage: write and publish. ``staging`` replaces the published folder in one step."""

from finalaccounts.site.staging import PublishError

__all__ = ["PublishError"]
