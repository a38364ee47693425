use std::future::{Future, Ready, pending, ready};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use tower_layer::Layer;
use tower_service::Service;

use super::*;
use crate::breaker::BreakerState;
use crate::{CircuitBreaker, Error, ManualClock};

#[derive(Clone)]
struct Legacy;

impl Service<u32> for Legacy {
    type Response = &'static str;
    type Error = String;
    type Future = Ready<Result<&'static str, String>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), String>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: u32) -> Self::Future {
        ready(Ok("legacy"))
    }
}

/// Fails for odd numbers, does not come back for 100, panics for 200.
#[derive(Clone)]
struct New;

type Answer = Pin<Box<dyn Future<Output = Result<&'static str, String>> + Send>>;

impl Service<u32> for New {
    type Response = &'static str;
    type Error = String;
    type Future = Answer;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), String>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: u32) -> Answer {
        match request {
            100 => Box::pin(pending()),
            200 => Box::pin(async { std::panic::panic_any(()) }),
            odd if odd % 2 == 1 => Box::pin(ready(Err("down".to_owned()))),
            _ => Box::pin(ready(Ok("new"))),
        }
    }
}

fn poll<F: Future>(future: F) -> Poll<F::Output> {
    pin!(future).poll(&mut Context::from_waker(Waker::noop()))
}

type Outcome = Poll<Result<&'static str, RouteError<String>>>;

fn new() -> Outcome {
    Poll::Ready(Ok("new"))
}

fn legacy() -> Outcome {
    Poll::Ready(Ok("legacy"))
}

#[test]
fn requests_take_the_path_that_the_predicate_and_the_breaker_say() -> Result<(), Error> {
    let current = Arc::new(AtomicBool::new(true));
    let builder = CircuitBreaker::builder("b").count_window(2).minimum_calls(2).legacy(Arc::clone(&current));
    let breaker = Arc::new(builder.build()?);
    let mut service = RouteLayer::new(New, Arc::clone(&breaker), |request: &u32| *request < 1_000).layer(Legacy);
    assert_eq!(service.poll_ready(&mut Context::from_waker(Waker::noop())), Poll::Ready(Ok(())));
    assert_eq!(poll(service.call(2)), new());
    assert_eq!(poll(service.call(2_000)), legacy());
    assert_eq!(poll(service.call(3)), Poll::Ready(Err(RouteError::Failed("down".to_owned()))));
    assert_eq!(breaker.state(), BreakerState::Open);
    assert_eq!(poll(service.clone().call(2)), legacy());
    current.store(false, Ordering::Release);
    assert_eq!(poll(service.call(2)), Poll::Ready(Err(RouteError::LegacyNotCurrent { breaker: "b".to_owned() })));
    Ok(())
}

#[test]
fn a_dropped_answer_gives_the_permit_back_and_a_panic_counts() -> Result<(), Error> {
    let clock = Arc::new(ManualClock::default());
    let builder = CircuitBreaker::builder("b").count_window(1).minimum_calls(1).half_open_calls(1);
    let breaker = Arc::new(builder.clock(Arc::clone(&clock)).build()?);
    let mut service = RouteLayer::new(New, Arc::clone(&breaker), |_: &u32| true).layer(Legacy);
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| poll(service.call(200))));
    assert!(panicked.is_err());
    assert_eq!(breaker.state(), BreakerState::Open);
    clock.advance(Duration::from_secs(61));
    let hanging = service.call(100);
    assert_eq!((breaker.state(), poll(service.call(2))), (BreakerState::HalfOpen, legacy()));
    drop(hanging);
    assert_eq!((poll(service.call(2)), breaker.state()), (new(), BreakerState::Closed));
    Ok(())
}
