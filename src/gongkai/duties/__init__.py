"""Room of the duties (组织保障): bodies, work plans, meetings, training, publicity, internal openness."""
