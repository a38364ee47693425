//! What several patterns are put together from.

pub(crate) mod bake;
pub(crate) mod consumers;
pub(crate) mod context;
pub(crate) mod data;
pub(crate) mod drill;
pub(crate) mod engine_probe;
pub(crate) mod flag_routes;
pub(crate) mod place;
pub(crate) mod probe;
pub(crate) mod requirements;
pub(crate) mod rollout;
pub(crate) mod room;
pub(crate) mod routes;
pub(crate) mod routes_report;
pub(crate) mod watch;
