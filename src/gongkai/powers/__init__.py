"""Powers in the open 权力运行公开: the register of powers, flowcharts, risk points, discretion and services."""
