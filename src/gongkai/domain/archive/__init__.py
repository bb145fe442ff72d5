"""The archive (档案): what a record tells of itself, how it is numbered and kept, how a package of it is laid out."""
