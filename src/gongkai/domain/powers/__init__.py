"""Powers in the open (权力运行公开): what the entries of the register say, and their way into force."""
