"""Injures a real server and its connections, then asks whether anything was lost, doubled or
told in another order."""
