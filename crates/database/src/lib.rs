//! Live engines: connect, read back a catalogue, execute under a lock timeout, stream rows.
