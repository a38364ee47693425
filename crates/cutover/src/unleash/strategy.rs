//! Activation strategies.

use std::collections::{HashMap, HashSet};
use std::net::IpAddr;

use serde::Deserialize;
use serde::de::IntoDeserializer;

use super::variant::Choice;
use super::{Context, wire};
use crate::bucketing::unleash_normalised;
use crate::segment::{Network, Operator, Segment};

#[derive(Debug, Clone)]
pub(super) struct Strategy {
    kind: Kind,
    constraints: Segment,
    /// None where one of them is not there: then it never holds.
    segments: Option<Vec<Segment>>,
    variants: Choice,
}

#[derive(Debug, Clone)]
enum Kind {
    Always,
    Never,
    Users(HashSet<String>),
    /// The percentage, the group, and what it sticks to.
    Rollout(f64, String, Stickiness),
    Addresses(Vec<Network>),
    Hosts(HashSet<String>),
}

/// What a decision sticks to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Stickiness {
    /// The user, else the session, else nothing.
    Default,
    /// Nothing.
    Random,
    /// One attribute; without it there is no decision.
    Attribute(String),
}

impl Stickiness {
    pub(super) fn new(name: Option<&str>) -> Self {
        match name {
            None | Some("default" | "") => Self::Default,
            Some("random") => Self::Random,
            Some(name) => Self::Attribute(name.to_owned()),
        }
    }

    /// The value that it sticks to.
    pub(super) fn key<'a>(&self, context: &'a Context) -> Option<&'a str> {
        match self {
            Self::Default => context.attribute("userId").or_else(|| context.attribute("sessionId")),
            Self::Random => None,
            Self::Attribute(name) => context.attribute(name),
        }
    }
}

/// The operator of a name.
pub(super) fn operator(name: &str) -> Option<Operator> {
    let deserializer: serde::de::value::StrDeserializer<'_, serde::de::value::Error> = name.into_deserializer();
    Operator::deserialize(deserializer).ok()
}

impl Strategy {
    pub(super) fn new(wire: &wire::Strategy, feature: &str, segments: &HashMap<i64, Segment>) -> Self {
        let parameter = |name: &str| wire.parameters.get(name).map(|value| value.0.as_str());
        let group = parameter("groupId").unwrap_or(feature);
        let stickiness = parameter("stickiness");
        Self {
            kind: kind(wire, feature),
            constraints: super::feature::constraints(&wire.constraints),
            segments: wire.segments.iter().map(|id| segments.get(id).cloned()).collect(),
            variants: Choice::new(&wire.variants, group, Stickiness::new(stickiness)),
        }
    }

    pub(super) fn variants(&self) -> &Choice {
        &self.variants
    }

    pub(super) fn holds(&self, context: &Context, feature: &str) -> bool {
        let Some(segments) = &self.segments else { return false };
        let attribute = |name: &str| context.attribute(name);
        self.constraints.contains(attribute)
            && segments.iter().all(|segment| segment.contains(attribute))
            && self.kind.holds(context, feature)
    }
}

fn kind(wire: &wire::Strategy, feature: &str) -> Kind {
    let parameter = |name: &str| wire.parameters.get(name).map(|value| value.0.as_str());
    let list = |name: &str| parameter(name).unwrap_or_default().split(',').map(str::trim);
    let gradual = |stickiness: Stickiness| {
        // Of old, the group was not the feature by default.
        let group = parameter("groupId").unwrap_or_default();
        Kind::Rollout(percentage(parameter("percentage")), group.to_owned(), stickiness)
    };
    match wire.name.as_str() {
        "default" => Kind::Always,
        "userWithId" => Kind::Users(list("userIds").filter(|id| !id.is_empty()).map(str::to_owned).collect()),
        "gradualRolloutUserId" => gradual(Stickiness::Attribute("userId".to_owned())),
        "gradualRolloutSessionId" => gradual(Stickiness::Attribute("sessionId".to_owned())),
        "gradualRolloutRandom" => gradual(Stickiness::Random),
        "flexibleRollout" => {
            let group = parameter("groupId").unwrap_or(feature).to_owned();
            Kind::Rollout(percentage(parameter("rollout")), group, Stickiness::new(parameter("stickiness")))
        }
        "remoteAddress" => Kind::Addresses(list("IPs").filter_map(Network::read).collect()),
        "applicationHostname" => Kind::Hosts(list("hostNames").map(str::to_lowercase).collect()),
        _ => Kind::Never,
    }
}

/// What is no percentage is nobody's.
fn percentage(text: Option<&str>) -> f64 {
    text.and_then(|text| text.trim().parse().ok()).unwrap_or(0.0)
}

impl Kind {
    fn holds(&self, context: &Context, feature: &str) -> bool {
        match self {
            Self::Always => true,
            Self::Never => false,
            Self::Users(ids) => context.attribute("userId").is_some_and(|id| ids.contains(id)),
            Self::Rollout(percentage, group, stickiness) => {
                let normalised = match (stickiness.key(context), stickiness) {
                    (Some(key), _) => unleash_normalised(group, key.as_bytes(), 100, 0),
                    (None, Stickiness::Attribute(_)) => None,
                    (None, _) => Some(context.draw(feature, 100)),
                };
                normalised.is_some_and(|normalised| f64::from(normalised) <= *percentage)
            }
            Self::Addresses(networks) => context
                .attribute("remoteAddress")
                .and_then(|address| address.parse::<IpAddr>().ok())
                .is_some_and(|address| networks.iter().any(|network| network.contains(address))),
            Self::Hosts(hosts) => context.host_name().is_some_and(|name| hosts.contains(&name.to_lowercase())),
        }
    }
}
