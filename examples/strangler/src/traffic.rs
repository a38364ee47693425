//! The clients: a thousand users who send requests at a steady rate.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::http::Request;
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;

use crate::facade::{ANSWERED_BY, USER};

/// What a client saw of a request.
#[derive(Debug, Clone, Copy)]
pub struct Answer {
    /// When it was sent, after the first one.
    pub at: Duration,
    /// Whether the new backend answered it; nothing where the client saw an error.
    pub by_new: Option<bool>,
    /// How long it took.
    pub took: Duration,
}

/// Sends requests for `length`, `rate` in a second, and waits for all answers.
pub async fn send(address: SocketAddr, rate: u32, length: Duration) -> Vec<Answer> {
    let client = Client::builder(TokioExecutor::new()).build_http::<Body>();
    let began = Instant::now();
    let mut ticks = tokio::time::interval(Duration::from_secs(1) / rate.max(1));
    let mut sent = tokio::task::JoinSet::new();
    let mut number: u64 = 0;
    while began.elapsed() < length {
        ticks.tick().await;
        let (client, user) = (client.clone(), number.wrapping_mul(0x9e37_79b9) % 1_000);
        let target = format!("http://{address}/orders/{number}");
        number += 1;
        sent.spawn(async move {
            let at = began.elapsed();
            let by_new = match Request::get(target).header(USER, format!("user-{user}")).body(Body::empty()) {
                Ok(request) => client.request(request).await.ok().filter(|it| it.status().is_success()),
                Err(_) => None,
            }
            .and_then(|it| it.headers().get(ANSWERED_BY).map(|by| by == "new"));
            Answer { at, by_new, took: began.elapsed().saturating_sub(at) }
        });
    }
    let mut answers = sent.join_all().await;
    answers.sort_by_key(|it| it.at);
    answers
}
