//! What goes wrong, and the one message that says so.
