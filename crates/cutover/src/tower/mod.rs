//! A [`tower`](https://docs.rs/tower-service) service that sends each request down the old or the new path.
//!
//! A request takes the new path where a predicate (a flag, for example) says so and the breaker permits it. Which path it
//! takes is decided once: it is not sent again down the old one when the new one fails, since it may have changed something
//! there. Where legacy is no longer current, a request that the breaker turns away is refused.

mod future;
mod layer;
mod service;

pub use future::RouteFuture;
pub use layer::RouteLayer;
pub use service::{Route, RouteError};

#[cfg(test)]
mod tests;
