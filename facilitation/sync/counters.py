"""What the live part counts about itself, for `/metrics`: never about a person or a room."""

from prometheus_client import Counter, Gauge

OPERATIONS = Counter("board_operations", "Operations answered, by what came of them.", ["answer"])
REPEATS = Counter("board_repeats", "Operations that had been done before (the same op id).")
BATCHES = Counter("board_batches", "Transactions of one or more operations.")
FRAMES = Counter("board_frames", "Frames drawn, live or again from the log.", ["how"])
RESETS = Counter("board_resets", "Pages told to load anew, by reason.", ["why"])
RESYNCS = Counter("board_resyncs", "A hello that came with a number behind the head.")
CLOSED = Counter("board_closed", "Sockets closed by the server, by code.", ["code"])
DROPS = Counter("board_drops", "Passing messages not sent to a slow reader.")
CORRECTIONS = Counter("board_corrections", "Rooms found further on than anybody had said.")
FAULTS = Counter("board_faults", "What went wrong and was answered, by kind.", ["kind"])

QUEUE = Gauge("board_queue", "Operations that wait for the writer.")
ROOMS = Gauge("board_rooms", "Rooms with somebody in them, in this process.")
SOCKETS = Gauge("board_sockets", "Open sockets, in this process.")
HEAD = Gauge("board_head", "The highest number of any open room.")
LAG = Gauge("board_lag", "Events that the slowest reader of any room has not been sent.")
