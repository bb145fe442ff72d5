"""Work orders of the city's 12345 hotline (工单): read from JSON or CSV, taken in once by their number, told back."""

from gongkai.complaints.orders.model import Fault, Order, Orders
from gongkai.complaints.orders.reading import COLUMNS, read_csv, read_file, read_json, read_values

__all__ = ["COLUMNS", "Fault", "Order", "Orders", "read_csv", "read_file", "read_json", "read_values"]
