//! The service that chooses the path.

use std::fmt;
use std::sync::Arc;
use std::task::{Context, Poll};

use tower_service::Service;

use super::future::RouteFuture;
use crate::CircuitBreaker;
use crate::breaker::{Classify, EveryError};

/// Why a request got no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum RouteError<E> {
    /// The path that the request took failed with this.
    Failed(E),
    /// The breaker of this name turned the request away, and legacy is no longer current.
    LegacyNotCurrent {
        /// The breaker's name.
        breaker: String,
    },
}

impl<E: fmt::Display> fmt::Display for RouteError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Failed(error) => error.fmt(f),
            Self::LegacyNotCurrent { breaker } => {
                write!(f, "breaker `{breaker}` lets no call through now, and legacy is no longer current")
            }
        }
    }
}

impl<E: fmt::Debug + fmt::Display> std::error::Error for RouteError<E> {}

/// Sends each request down the old or the new path; made by [`RouteLayer`](super::RouteLayer).
#[derive(Debug)]
pub struct Route<L, N, D, C = EveryError> {
    legacy: L,
    new: N,
    breaker: Arc<CircuitBreaker<C>>,
    decide: Arc<D>,
}

impl<L, N, D, C> Route<L, N, D, C> {
    pub(super) fn new(legacy: L, new: N, breaker: Arc<CircuitBreaker<C>>, decide: Arc<D>) -> Self {
        Self { legacy, new, breaker, decide }
    }
}

impl<L: Clone, N: Clone, D, C> Clone for Route<L, N, D, C> {
    fn clone(&self) -> Self {
        Self::new(self.legacy.clone(), self.new.clone(), Arc::clone(&self.breaker), Arc::clone(&self.decide))
    }
}

impl<Q, L, N, D, C> Service<Q> for Route<L, N, D, C>
where
    L: Service<Q>,
    N: Service<Q, Response = L::Response, Error = L::Error>,
    D: Fn(&Q) -> bool,
    C: Classify<L::Error>,
{
    type Response = L::Response;
    type Error = RouteError<L::Error>;
    type Future = RouteFuture<L::Future, N::Future, C>;

    /// Ready when both paths are: which one the next request takes is not known before it is there.
    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        match (self.legacy.poll_ready(context), self.new.poll_ready(context)) {
            (Poll::Ready(Err(error)), _) | (_, Poll::Ready(Err(error))) => Poll::Ready(Err(RouteError::Failed(error))),
            (Poll::Ready(Ok(())), Poll::Ready(Ok(()))) => Poll::Ready(Ok(())),
            _ => Poll::Pending,
        }
    }

    fn call(&mut self, request: Q) -> Self::Future {
        if !(self.decide)(&request) {
            return RouteFuture::legacy(self.legacy.call(request));
        }
        if let Some(ticket) = self.breaker.core().acquire() {
            // From here on the permit is given back or its end told, whatever happens.
            let permit = super::future::SharedPermit::new(Arc::clone(&self.breaker), ticket);
            return RouteFuture::new_path(self.new.call(request), permit);
        }
        if self.breaker.currency.is_current() {
            return RouteFuture::legacy(self.legacy.call(request));
        }
        RouteFuture::refused(self.breaker.name().to_owned())
    }
}
