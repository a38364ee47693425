//! Protocol Buffers: proto2, proto3 and editions.

mod model;
mod read;
