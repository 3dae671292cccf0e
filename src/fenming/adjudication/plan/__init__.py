"""One bill judged from top to bottom as the law reads, and the loop that judges all of them, compiled or plain."""
