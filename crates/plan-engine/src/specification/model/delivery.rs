//! What `plan artefacts` writes for a migration, and the values that only its operators know.

use serde::{Deserialize, Serialize};

use super::Terraform;

/// What `plan artefacts` writes for a migration.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Delivery {
    /// What moves the traffic.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub traffic: Vec<TrafficSystem>,
    /// The systems that read the flags; none told: all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flags: Option<Vec<FlagSystem>>,
    /// The attribute of a request that a flag's share sticks to; none told: `user_id`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sticky_on: Option<String>,
    /// NGINX before both sides.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nginx: Option<Proxy>,
    /// HAProxy before both sides.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub haproxy: Option<Proxy>,
    /// Both sides in Kubernetes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kubernetes: Option<Kubernetes>,
    /// What Terraform's files need; none told: no such files.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub terraform: Option<Terraform>,
}

/// Something that moves traffic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TrafficSystem {
    /// NGINX.
    Nginx,
    /// HAProxy.
    Haproxy,
    /// Argo Rollouts.
    ArgoRollouts,
    /// Routes of Kubernetes' Gateway API.
    GatewayApi,
}

/// A system that reads flags.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FlagSystem {
    /// flagd, by its flag definitions.
    Flagd,
    /// Unleash, by what its client API answers.
    Unleash,
    /// The crate `cutover`, by `rollout.json`.
    Cutover,
}

/// A proxy before both sides.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Proxy {
    /// Where it listens: a port, with an address before it or without.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub listen: Option<String>,
    /// Addresses of the old side.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub old: Vec<String>,
    /// Addresses of the new side.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub new: Vec<String>,
    /// What a share sticks to: `client_address`, `none`, `cookie NAME`, `header NAME`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sticky: Option<String>,
    /// What is asked whether a side is well.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub health: Option<String>,
    /// Where its configuration lies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The socket on which it is told of new shares (HAProxy).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub socket: Option<String>,
    /// The methods whose requests are mirrored (NGINX).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub mirror: Vec<String>,
}

/// Both sides in Kubernetes.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Kubernetes {
    /// The namespace of all objects.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
    /// What the workload and the route are called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The service of the old side.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old_service: Option<String>,
    /// The service of the new side.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new_service: Option<String>,
    /// The port of both services.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub port: Option<u32>,
    /// The image of the old side.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old_image: Option<String>,
    /// The image of the new side.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new_image: Option<String>,
    /// The port on which the containers listen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub container_port: Option<u32>,
    /// The gateway that routes hang at.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gateway: Option<String>,
    /// The gateway's namespace; that of all objects unless told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gateway_namespace: Option<String>,
    /// The hosts whose requests are routed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub hosts: Vec<String>,
    /// Where analyses ask for metrics.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prometheus: Option<String>,
}
