//! GraphQL: reads schemas, says what differs, and judges it.

mod model;
mod read;
