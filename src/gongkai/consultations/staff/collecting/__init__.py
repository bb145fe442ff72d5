"""The staff's screens of collections (征集活动) and problems (问题)."""
