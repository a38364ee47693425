//! Unleash's feature documents, evaluated as Unleash's clients do, so that a service agrees with it user by user.
//!
//! What the server sends to clients is read: the whole state (`features`, `segments`) or its changes (`events`). All of the
//! client specification that decides is here: strategies (`default`, `flexibleRollout`, the `gradualRollout…` of old,
//! `userWithId`, `remoteAddress`, `applicationHostname`), constraints, segments, dependencies, and variants of features and of
//! strategies. A strategy of one's own is never enabled.
//!
//! Clock and chance are the caller's: a constraint on `currentTime` holds only where [`Context::at`] says what time it is, and
//! what Unleash decides by chance follows [`Context::with_chance`].

mod context;
mod feature;
mod strategy;
mod variant;
mod wire;

use std::collections::HashMap;

pub use context::Context;
pub use variant::{Payload, Variant};

use crate::{Error, ErrorKind};
use feature::Feature;

/// The features that Unleash's server told of.
#[derive(Debug, Clone, Default)]
pub struct Features {
    state: wire::State,
    compiled: HashMap<String, Feature>,
}

impl Features {
    /// Reads what the server sends: the whole state, or events of which the first is a `hydration`.
    ///
    /// # Errors
    /// [`ErrorKind::Malformed`] with line and column where it is no such document.
    pub fn read(json: &str) -> Result<Self, Error> {
        let mut features = Self::default();
        features.update(json)?;
        Ok(features)
    }

    /// Takes in what the server sends next: another state in place of this one, or events that change it.
    ///
    /// # Errors
    /// [`ErrorKind::Malformed`] with line and column where it is no such document; then nothing has changed.
    pub fn update(&mut self, json: &str) -> Result<(), Error> {
        let update: wire::Update = serde_json::from_str(json).map_err(|error| {
            Error::new(ErrorKind::Malformed, format!("this is no document of Unleash's features: {error}"))
        })?;
        self.state.apply(update);
        self.compiled = feature::compile(&self.state);
        Ok(())
    }

    /// The names of the features, in no particular order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.compiled.keys().map(String::as_str)
    }

    /// Whether a feature is enabled; one that is not known is not.
    pub fn is_enabled(&self, name: &str, context: &Context) -> bool {
        self.compiled.get(name).is_some_and(|feature| feature.is_enabled(&self.compiled, context))
    }

    /// The variant of a feature: `disabled` where it is not enabled or has none.
    pub fn variant(&self, name: &str, context: &Context) -> Variant {
        let Some(feature) = self.compiled.get(name) else { return Variant::disabled(false) };
        if !feature.is_enabled(&self.compiled, context) {
            return Variant::disabled(false);
        }
        feature.variant(context).unwrap_or_else(|| Variant::disabled(true))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn features(json: &serde_json::Value) -> Features {
        Features::read(&json.to_string()).unwrap_or_default()
    }

    fn user(id: &str) -> Context {
        Context::new().with_user_id(id)
    }

    #[test]
    fn rollouts_follow_the_normalised_hash() {
        let features = features(&serde_json::json!({ "version": 2, "features": [
            { "name": "basket", "enabled": true, "strategies": [
                { "name": "flexibleRollout", "parameters": { "rollout": "73", "stickiness": "default", "groupId": "gr1" } }
            ] },
            { "name": "search", "enabled": true, "strategies": [
                { "name": "flexibleRollout", "parameters": { "rollout": 72, "stickiness": "userId", "groupId": "gr1" } }
            ] },
            { "name": "off", "enabled": false, "strategies": [{ "name": "default" }] },
            { "name": "bare", "enabled": true, "strategies": [] },
            { "name": "own", "enabled": true, "strategies": [{ "name": "moonPhase" }] }
        ] }));
        assert!(features.is_enabled("basket", &user("123")) && !features.is_enabled("search", &user("123")));
        assert!(!features.is_enabled("search", &Context::new()), "nothing to stick to");
        assert!(!features.is_enabled("off", &user("123")) && !features.is_enabled("missing", &user("123")));
        assert!(features.is_enabled("bare", &user("123")) && !features.is_enabled("own", &user("123")));
    }

    #[test]
    fn chance_is_the_callers() {
        let features = features(&serde_json::json!({ "features": [
            { "name": "half", "enabled": true, "strategies": [{ "name": "gradualRolloutRandom", "parameters": { "percentage": "50" } }] }
        ] }));
        let enabled =
            (0..10_000).filter(|&chance| features.is_enabled("half", &Context::new().with_chance(chance))).count();
        assert!((4_800..5_200).contains(&enabled), "{enabled}");
    }

    #[test]
    fn segments_and_constraints_both_have_to_hold() {
        let features = features(&serde_json::json!({ "features": [
            { "name": "pay", "enabled": true, "strategies": [{ "name": "default", "segments": [7],
                "constraints": [{ "contextName": "plan", "operator": "IN", "values": ["gold"] }] }] },
            { "name": "lost", "enabled": true, "strategies": [{ "name": "default", "segments": [8] }] },
            { "name": "odd", "enabled": true, "strategies": [{ "name": "default",
                "constraints": [{ "contextName": "plan", "operator": "SOUNDS_LIKE", "values": ["gold"], "inverted": true }] }] }
        ], "segments": [{ "id": 7, "constraints": [{ "contextName": "appName", "operator": "STR_STARTS_WITH", "values": ["WEB"],
            "caseInsensitive": true }] }] }));
        let gold = Context::new().with_property("plan", "gold");
        assert!(features.is_enabled("pay", &gold.clone().with_app_name("web-shop")));
        assert!(
            !features.is_enabled("pay", &gold) && !features.is_enabled("pay", &Context::new().with_app_name("web"))
        );
        assert!(!features.is_enabled("lost", &gold), "a segment that is not there");
        assert!(!features.is_enabled("odd", &gold), "an operator that is not known");
    }

    #[test]
    fn time_comes_from_the_caller() {
        let features = features(&serde_json::json!({ "features": [
            { "name": "sale", "enabled": true, "strategies": [{ "name": "default",
                "constraints": [{ "contextName": "currentTime", "operator": "DATE_AFTER", "value": "2027-01-01T00:00:00.000Z" }] }] }
        ] }));
        let at = |seconds| features.is_enabled("sale", &Context::new().at(crate::Timestamp::from_seconds(seconds)));
        assert!(at(1_900_000_000) && !at(1_700_000_000) && !features.is_enabled("sale", &Context::new()));
    }

    #[test]
    fn a_dependency_needs_its_parent() {
        let features = features(&serde_json::json!({ "features": [
            { "name": "base", "enabled": true, "strategies": [], "variants": [{ "name": "v1", "weight": 1 }] },
            { "name": "off", "enabled": false, "strategies": [] },
            { "name": "child", "enabled": true, "strategies": [], "dependencies": [{ "feature": "base" }] },
            { "name": "variant", "enabled": true, "strategies": [], "dependencies": [{ "feature": "base", "variants": ["v2"] }] },
            { "name": "without", "enabled": true, "strategies": [], "dependencies": [{ "feature": "off", "enabled": false }] },
            { "name": "grandchild", "enabled": true, "strategies": [], "dependencies": [{ "feature": "child" }] },
            { "name": "itself", "enabled": true, "strategies": [], "dependencies": [{ "feature": "itself" }] }
        ] }));
        let enabled = |name| features.is_enabled(name, &user("1"));
        assert!(enabled("child") && enabled("without"));
        assert!(!enabled("variant") && !enabled("grandchild") && !enabled("itself"));
    }

    #[test]
    fn variants_of_a_strategy_come_before_those_of_the_feature() {
        let features = features(&serde_json::json!({ "features": [
            { "name": "page", "enabled": true, "strategies": [
                { "name": "userWithId", "parameters": { "userIds": "ann, bob" },
                  "variants": [{ "name": "tall", "weight": 1, "payload": { "type": "string", "value": "t" } }] },
                { "name": "default", "variants": [] }
            ], "variants": [
                { "name": "wide", "weight": 500, "overrides": [{ "contextName": "userId", "values": ["zed"] }] },
                { "name": "narrow", "weight": 0 }
            ] },
            { "name": "none", "enabled": true, "strategies": [] }
        ] }));
        let variant = |id| features.variant("page", &user(id));
        assert_eq!((variant("bob").name(), variant("bob").payload().map(Payload::value)), ("tall", Some("t")));
        assert_eq!((variant("eve").name(), variant("zed").name()), ("wide", "wide"));
        let none = features.variant("none", &user("eve"));
        assert!(!none.is_enabled() && none.is_feature_enabled() && none.name() == "disabled");
        assert!(!features.variant("missing", &user("eve")).is_feature_enabled());
    }

    #[test]
    fn contexts_are_read_as_unleash_writes_them() {
        let text = r#"{ "userId": null, "sessionId": 7, "properties": { "plan": "gold", "trial": true, "tags": [] } }"#;
        let expected = Context::new().with_session_id("7").with_property("plan", "gold").with_property("trial", "true");
        assert_eq!(serde_json::from_str::<Context>(text).ok(), Some(expected));
        assert_eq!(serde_json::from_str::<Context>(r#"{ "properties": null }"#).ok(), Some(Context::new()));
    }

    #[test]
    fn events_change_the_state() {
        let mut features = Features::default();
        let event = |json: serde_json::Value| serde_json::json!({ "events": [json] }).to_string();
        let hydration = serde_json::json!({ "eventId": 1, "type": "hydration", "segments": [], "features": [
            { "name": "a", "enabled": true, "strategies": [{ "name": "default", "segments": [1] }] }] });
        assert_eq!(features.update(&event(hydration)), Ok(()));
        assert!(!features.is_enabled("a", &Context::new()));
        let segment =
            serde_json::json!({ "eventId": 2, "type": "segment-updated", "segment": { "id": 1, "constraints": [] } });
        assert_eq!(features.update(&event(segment)), Ok(()));
        assert!(features.is_enabled("a", &Context::new()));
        let removed =
            serde_json::json!({ "eventId": 3, "type": "feature-removed", "featureName": "a", "project": "p" });
        assert_eq!(features.update(&event(removed)), Ok(()));
        assert_eq!(features.names().count(), 0);
    }

    #[test]
    fn what_is_no_document_is_refused_and_changes_nothing() {
        let mut features = features(&serde_json::json!({ "features": [{ "name": "a", "enabled": true }] }));
        let error = features.update("{\n  \"features\": 7 }").err();
        assert_eq!(error.as_ref().map(Error::kind), Some(ErrorKind::Malformed));
        assert!(error.is_some_and(|error| error.to_string().contains("line 2")));
        assert!(features.is_enabled("a", &Context::new()));
    }
}
