"""Charts as geometry: a frozen dataclass goes in, a drawing of plain shapes comes out, tested as text."""
