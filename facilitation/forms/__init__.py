"""What each command takes. Forms parse and limit; they never write."""
