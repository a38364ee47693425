//! The two backends. The new one is a little faster, and can fall sick.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;

/// What a backend does with requests.
#[derive(Debug, Clone)]
pub struct Backend {
    name: &'static str,
    /// The shortest and the longest time that it takes, in milliseconds.
    takes: (u64, u64),
    sickness: Sickness,
    served: Arc<AtomicU64>,
}

/// A fault that is injected: from then on every third answer is an error, and the others take twenty times as long.
#[derive(Debug, Clone, Default)]
pub struct Sickness(Arc<AtomicBool>);

impl Sickness {
    /// From now on.
    pub fn begin(&self) {
        self.0.store(true, Ordering::Release);
    }

    fn has_begun(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}

impl Backend {
    /// The one that has answered for years.
    pub fn legacy() -> Self {
        Self { name: "legacy", takes: (4, 8), sickness: Sickness::default(), served: Arc::default() }
    }

    /// The one that is to take its place.
    pub fn new(sickness: Sickness) -> Self {
        Self { name: "new", takes: (2, 5), sickness, served: Arc::default() }
    }
}

/// Serves it on a port of its own.
///
/// # Errors
/// Where no port can be had.
pub async fn serve(backend: Backend) -> std::io::Result<SocketAddr> {
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await?;
    let address = listener.local_addr()?;
    let router = Router::new().route("/orders/{id}", get(order)).with_state(backend);
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(address)
}

async fn order(State(backend): State<Backend>) -> (StatusCode, &'static str) {
    let number = backend.served.fetch_add(1, Ordering::Relaxed);
    let (least, most) = backend.takes;
    // Any spread does; this one needs no source of chance.
    let takes = least + number.wrapping_mul(0x9e37_79b9) % (most - least + 1);
    if !backend.sickness.has_begun() {
        tokio::time::sleep(Duration::from_millis(takes)).await;
        return (StatusCode::OK, backend.name);
    }
    if number.is_multiple_of(3) {
        return (StatusCode::INTERNAL_SERVER_ERROR, "out of connections");
    }
    tokio::time::sleep(Duration::from_millis(takes * 20)).await;
    (StatusCode::OK, backend.name)
}
