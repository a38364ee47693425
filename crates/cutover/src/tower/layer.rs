//! Puts the new path in front of the old one.

use std::sync::Arc;

use tower_layer::Layer;

use super::service::Route;
use crate::CircuitBreaker;
use crate::breaker::EveryError;

/// Wraps the old path into a [`Route`] to the new one.
#[derive(Debug)]
pub struct RouteLayer<N, D, C = EveryError> {
    new: N,
    decide: Arc<D>,
    breaker: Arc<CircuitBreaker<C>>,
}

impl<N, D, C> RouteLayer<N, D, C> {
    /// Sends the requests for which `decide` is true to `new`, as long as `breaker` permits.
    pub fn new(new: N, breaker: Arc<CircuitBreaker<C>>, decide: D) -> Self {
        Self { new, decide: Arc::new(decide), breaker }
    }
}

impl<N: Clone, D, C> Clone for RouteLayer<N, D, C> {
    fn clone(&self) -> Self {
        Self { new: self.new.clone(), decide: Arc::clone(&self.decide), breaker: Arc::clone(&self.breaker) }
    }
}

impl<L, N: Clone, D, C> Layer<L> for RouteLayer<N, D, C> {
    type Service = Route<L, N, D, C>;

    fn layer(&self, legacy: L) -> Self::Service {
        Route::new(legacy, self.new.clone(), Arc::clone(&self.breaker), Arc::clone(&self.decide))
    }
}
