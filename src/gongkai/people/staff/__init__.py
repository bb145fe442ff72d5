"""The room's pages in the workspace: thin views."""
