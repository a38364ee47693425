//! OpenAPI documents of every version as one model: views over the tree, made where they are looked at.

mod body;
mod media_range;
mod parameter;
mod part;
mod path_item;
mod response;
mod scheme;
mod security;
mod server;
mod template;

pub(super) use body::{Body, Media, contents};
pub(super) use media_range::MediaRange;
pub(super) use parameter::{Parameter, Serialisation};
pub(super) use part::{Api, Part};
pub(super) use path_item::{Operation, PathItem};
pub(super) use response::Response;
pub(super) use scheme::{Flow, Scheme};
pub(super) use security::{Alternative, alternatives};
pub(super) use server::{Server, servers};
pub(super) use template::Template;
