"""What became of rules in force, for the public: evaluations and clean-up lists."""
