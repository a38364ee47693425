//! Services: routes, load, flags.

use serde::{Deserialize, Serialize};

/// A service before and after.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ServiceDetails {
    /// As it is.
    pub legacy: ServiceSide,
    /// As it should be.
    pub new: ServiceSide,
}

/// One side of a service.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ServiceSide {
    /// Its routes.
    pub routes: Vec<Route>,
    /// What it carries, or has to carry.
    pub load: Load,
    /// What it runs on.
    pub infrastructure: Infrastructure,
}

/// A route: method and path template.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Route {
    /// The method, for example `GET`.
    pub method: String,
    /// The template, for example `/users/{id}`.
    pub path: String,
    /// Traffic; none where it is not known.
    pub requests_per_second: Option<f64>,
}

/// What a service carries.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Load {
    /// Requests a second.
    pub requests_per_second: Option<f64>,
    /// The same at its highest.
    pub peak_requests_per_second: Option<f64>,
    /// Milliseconds an answer takes, mean.
    pub average_response_ms: Option<f64>,
    /// The same, 95th percentile.
    pub p95_response_ms: Option<f64>,
    /// Share of answers that are errors; none where it is not known.
    pub error_rate: Option<f64>,
}

/// What a side runs on.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Infrastructure {
    /// Instances or replicas at the start.
    pub instances: Option<u32>,
    /// The most that there may be.
    pub max_instances: Option<u32>,
    /// Cores of one.
    pub cores: Option<f64>,
    /// Cores that one may use.
    pub cores_limit: Option<f64>,
    /// Bytes of memory of one.
    pub memory_bytes: Option<f64>,
    /// Bytes of memory that one may use.
    pub memory_limit_bytes: Option<f64>,
    /// Where it runs, for example `Kubernetes`.
    pub platform: Option<String>,
    /// What stands before it.
    pub load_balancer: Option<String>,
}

/// A flag that moves traffic.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Flag {
    /// Its name.
    pub name: String,
    /// What it switches.
    pub description: Option<String>,
    /// The percentage that it starts with.
    pub initial_percentage: f64,
    /// The routes that it moves, of either side; empty: they are told by the words of its name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub routes: Vec<Route>,
    /// Its stages, in order.
    pub stages: Vec<Stage>,
}

/// A stage of a roll-out.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Stage {
    /// Per cent of the traffic.
    pub percentage: f64,
    /// How long it is held before the next, in seconds.
    pub hold_seconds: f64,
}
