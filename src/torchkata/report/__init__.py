"""What a class's results say: statistics, and the page that shows them."""
