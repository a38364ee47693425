//! The objects of a specification: a file each, which lists its fields once. The list drives the reader, the suggestions,
//! the JSON Schema and the tables of the guide.

mod api;
mod audience;
mod business;
mod calendar;
mod clouds;
mod constraints;
mod contact;
mod context;
mod data;
mod delivery;
mod document;
mod edit;
mod endpoint;
mod escalation;
mod fields;
mod flag;
mod freeze;
mod infrastructure;
mod inventory;
mod kubernetes;
mod load;
mod migration;
mod monitoring;
mod objectives;
mod performance;
mod phase;
mod proxy;
mod recovery;
mod resource;
mod role;
mod schema;
mod service;
mod table;
mod terraform;
mod throughput;
mod trigger;
mod window;

pub(super) use self::document::{Document, decode};
pub(super) use self::fields::{Fields, Item, Object, Seen};
