"""What can happen on a board: each function checks its precondition, changes rows and records
its event, inside the transaction that `events.act` opened."""
