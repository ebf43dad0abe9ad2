"""Plain Python with no Django: what every layer may import."""
