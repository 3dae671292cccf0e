"""Holding an open file against other processes."""


def lock(descriptor: int) -> bool:
    """Hold an open file against other processes until it is closed; False when another holds it."""
    try:
        import fcntl
    except ImportError:  # a system without file locks: what is replaced in one step still keeps readers whole
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
