"""The staff's screens of decisions (执法决定): cases on their way, their record, oversight, double publicity."""
