"""Gongkai 公开: the open-government platform a public bureau runs."""
