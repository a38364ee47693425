//! Comparisons whose connection is cut: one message, no verdict, and they go on where they were.
