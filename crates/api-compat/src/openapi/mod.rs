//! OpenAPI 2.0 to 3.2: one model, and what differs between two of it.
