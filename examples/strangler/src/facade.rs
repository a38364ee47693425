//! The façade: each request goes to the backend that its user's flag says, and to legacy where the new one has no answer.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, Uri, uri};
use axum::response::{IntoResponse, Response};
use cutover::{CircuitBreaker, Error, Percentage, Rollout};
use hyper_util::client::legacy::{Client, connect::HttpConnector};
use hyper_util::rt::TokioExecutor;

/// Who the request is from.
pub const USER: HeaderName = HeaderName::from_static("x-user-id");
/// Which backend has answered.
pub const ANSWERED_BY: HeaderName = HeaderName::from_static("x-answered-by");

/// What is to be decided for a request, and what was seen of it.
#[derive(Debug)]
pub struct Facade {
    client: Client<HttpConnector, Body>,
    legacy: SocketAddr,
    new: SocketAddr,
    flag: RwLock<Rollout>,
    breaker: CircuitBreaker,
    seen: Mutex<Vec<Seen>>,
    rescued: AtomicU64,
}

/// How a backend has done.
#[derive(Debug, Clone, Copy)]
pub struct Seen {
    /// Whether it is the new one.
    pub is_new: bool,
    /// How long it took; nothing where it failed.
    pub took: Option<Duration>,
}

impl Facade {
    /// Before both backends, with nobody on the new one.
    ///
    /// # Errors
    /// Where the breaker's settings cannot be.
    pub fn new(legacy: SocketAddr, new: SocketAddr) -> Result<Self, Error> {
        Ok(Self {
            client: Client::builder(TokioExecutor::new()).build_http(),
            legacy,
            new,
            flag: RwLock::new(Rollout::new("new-orders").sticky_on("user_id")),
            breaker: CircuitBreaker::builder("new-orders")
                .failure_rate(0.5)
                .time_window(5)
                .minimum_calls(50)
                .build()?,
            seen: Mutex::default(),
            rescued: AtomicU64::new(0),
        })
    }

    /// Gives the new backend another share of the users.
    pub fn set(&self, share: Percentage) {
        let mut flag = self.flag.write().unwrap_or_else(PoisonError::into_inner);
        *flag = flag.clone().at(share);
    }

    /// The share of the users that the new backend has.
    pub fn share(&self) -> Percentage {
        self.flag.read().unwrap_or_else(PoisonError::into_inner).percentage()
    }

    /// The breaker before the new backend.
    pub fn breaker(&self) -> &CircuitBreaker {
        &self.breaker
    }

    /// What was seen since this was asked last.
    pub fn seen(&self) -> Vec<Seen> {
        std::mem::take(&mut *self.seen.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// How many requests legacy has answered because the new backend failed.
    pub fn rescued(&self) -> u64 {
        self.rescued.load(Ordering::Relaxed)
    }

    fn is_enabled(&self, user: &str) -> bool {
        self.flag.read().unwrap_or_else(PoisonError::into_inner).is_enabled(user)
    }

    async fn answer(&self, user: &str, path: &str) -> Response {
        if self.is_enabled(user) {
            if let Some(permit) = self.breaker.try_acquire() {
                if let Ok(response) = self.ask(path, true).await {
                    permit.success();
                    return response;
                }
                permit.failure();
            }
            self.rescued.fetch_add(1, Ordering::Relaxed);
        }
        self.ask(path, false).await.unwrap_or_else(IntoResponse::into_response)
    }

    /// Asks a backend; what its failure is to the client where there is nobody else to ask.
    async fn ask(&self, path: &str, is_new: bool) -> Result<Response, StatusCode> {
        let (address, name) = if is_new { (self.new, "new") } else { (self.legacy, "legacy") };
        let began = Instant::now();
        let target =
            Uri::builder().scheme(uri::Scheme::HTTP).authority(address.to_string()).path_and_query(path).build();
        let answer = match target {
            Ok(target) => self.client.get(target).await.map_err(|_| StatusCode::BAD_GATEWAY),
            Err(_) => return Err(StatusCode::BAD_REQUEST),
        };
        let answer = answer.and_then(|it| if it.status().is_server_error() { Err(it.status()) } else { Ok(it) });
        let seen = Seen { is_new, took: answer.is_ok().then(|| began.elapsed()) };
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).push(seen);
        let mut response = answer?.map(Body::new);
        response.headers_mut().insert(ANSWERED_BY, HeaderValue::from_static(name));
        Ok(response)
    }
}

/// Serves it on a port of its own.
///
/// # Errors
/// Where no port can be had.
pub async fn serve(facade: Arc<Facade>) -> std::io::Result<SocketAddr> {
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await?;
    let address = listener.local_addr()?;
    let router = Router::new().fallback(pass_on).with_state(facade);
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(address)
}

async fn pass_on(State(facade): State<Arc<Facade>>, request: Request) -> Response {
    let user = request.headers().get(USER).and_then(|it| it.to_str().ok()).unwrap_or_default();
    let path = request.uri().path_and_query().map_or("/", uri::PathAndQuery::as_str);
    facade.answer(user, path).await
}
