//! The answer to come.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use pin_project_lite::pin_project;

use super::service::RouteError;
use crate::CircuitBreaker;
use crate::breaker::{Classify, Ticket, Verdict};

pin_project! {
    /// The answer of the path that a request took. Dropped before it is there, it gives the permit back.
    pub struct RouteFuture<L, N, C> {
        #[pin]
        path: Path<L, N, C>,
    }
}

pin_project! {
    #[project = PathProjection]
    enum Path<L, N, C> {
        Legacy { #[pin] future: L },
        New { #[pin] future: N, permit: SharedPermit<C> },
        Refused { breaker: String },
    }
}

/// A permit that holds its breaker.
pub(super) struct SharedPermit<C> {
    breaker: Arc<CircuitBreaker<C>>,
    ticket: Option<Ticket>,
    was_panicking: bool,
}

impl<C> SharedPermit<C> {
    pub(super) fn new(breaker: Arc<CircuitBreaker<C>>, ticket: Ticket) -> Self {
        Self { breaker, ticket: Some(ticket), was_panicking: std::thread::panicking() }
    }

    fn end(&mut self, failed: Option<bool>) {
        if let Some(ticket) = self.ticket.take() {
            self.breaker.core().end(ticket, failed);
        }
    }
}

impl<C> Drop for SharedPermit<C> {
    fn drop(&mut self) {
        let panicked = std::thread::panicking() && !self.was_panicking;
        self.end(panicked.then_some(true));
    }
}

impl<L, N, C> RouteFuture<L, N, C> {
    pub(super) fn legacy(future: L) -> Self {
        Self { path: Path::Legacy { future } }
    }

    pub(super) fn new_path(future: N, permit: SharedPermit<C>) -> Self {
        Self { path: Path::New { future, permit } }
    }

    pub(super) fn refused(breaker: String) -> Self {
        Self { path: Path::Refused { breaker } }
    }
}

impl<L, N, C, R, E> Future for RouteFuture<L, N, C>
where
    L: Future<Output = Result<R, E>>,
    N: Future<Output = Result<R, E>>,
    C: Classify<E>,
{
    type Output = Result<R, RouteError<E>>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match self.project().path.project() {
            PathProjection::Legacy { future } => future.poll(context).map_err(RouteError::Failed),
            PathProjection::New { future, permit } => {
                let polled = future.poll(context);
                match &polled {
                    Poll::Pending => {}
                    Poll::Ready(Ok(_)) => permit.end(Some(false)),
                    Poll::Ready(Err(error)) => permit.end(match permit.breaker.classify.classify(error) {
                        Verdict::Failure => Some(true),
                        Verdict::Success => Some(false),
                        Verdict::Ignored => None,
                    }),
                }
                polled.map_err(RouteError::Failed)
            }
            PathProjection::Refused { breaker } => {
                Poll::Ready(Err(RouteError::LegacyNotCurrent { breaker: std::mem::take(breaker) }))
            }
        }
    }
}
