"""Every read of the dashboard (领导看板): what it counts, and the records behind each number."""
