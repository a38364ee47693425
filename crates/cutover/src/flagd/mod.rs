//! flagd's flag definitions, evaluated as flagd does, so that a service agrees with it user by user.
//!
//! Targeting is JSON Logic with flagd's own operations (`fractional`, `sem_ver`, `starts_with`, `ends_with`, `lower`, `upper`,
//! `rollout`) and shared rules (`$evaluators`, `$ref`). A fault of a custom operation is `null`, which falls back to the
//! default variant; a flag whose default variant is `null` or absent, and a disabled one, leave the value to the caller.

mod context;
mod definition;
mod logic;
mod resolution;

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde_json::Value;

pub use crate::bucketing::FlagdVersion;
pub use context::Context;
use definition::Definition;
pub use resolution::{ErrorCode, MetadataValue, Reason, Resolution};

use crate::Error;

/// Flags as flagd defines them.
#[derive(Debug, Clone, Default)]
pub struct Flags {
    definition: Definition,
    version: FlagdVersion,
}

/// Integers beyond this are not the same everywhere.
const SAFE_INTEGER: f64 = 9_007_199_254_740_991.0;

impl Flags {
    /// Reads a document of flag definitions.
    ///
    /// # Errors
    /// [`ErrorKind::Malformed`](crate::ErrorKind::Malformed), with the place, where it is none.
    pub fn read(json: &str) -> Result<Self, Error> {
        Ok(Self { definition: Definition::read(json)?, version: FlagdVersion::default() })
    }

    /// The same, with the arithmetic of another version of flagd.
    #[must_use]
    pub fn bucketed_like(mut self, version: FlagdVersion) -> Self {
        self.version = version;
        self
    }

    /// The keys of the flags, in the order of their bytes.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.definition.flags.keys().map(String::as_str)
    }

    /// What the document says of all its flags.
    pub fn metadata(&self) -> &BTreeMap<String, MetadataValue> {
        &self.definition.metadata
    }

    /// A flag of truth values.
    pub fn boolean(&self, key: &str, context: &Context) -> Resolution<bool> {
        self.resolve(key, context, |value| value.as_bool().ok_or(ErrorCode::TypeMismatch))
    }

    /// A flag of texts.
    pub fn string(&self, key: &str, context: &Context) -> Resolution<String> {
        self.resolve(key, context, |value| value.as_str().map(str::to_owned).ok_or(ErrorCode::TypeMismatch))
    }

    /// A flag of whole numbers; `10.0` is one.
    pub fn integer(&self, key: &str, context: &Context) -> Resolution<i64> {
        self.resolve(key, context, |value| {
            let number = number(value)?;
            #[expect(clippy::cast_possible_truncation, reason = "whole and within the safe range")]
            let whole = number as i64;
            if number.fract() == 0.0 { Ok(whole) } else { Err(ErrorCode::TypeMismatch) }
        })
    }

    /// A flag of numbers.
    pub fn float(&self, key: &str, context: &Context) -> Resolution<f64> {
        self.resolve(key, context, number)
    }

    /// A flag of objects or lists, read as a `T`.
    pub fn object<T: DeserializeOwned>(&self, key: &str, context: &Context) -> Resolution<T> {
        self.resolve(key, context, |value| match value {
            Value::Object(_) | Value::Array(_) => T::deserialize(value).map_err(|_| ErrorCode::TypeMismatch),
            _ => Err(ErrorCode::TypeMismatch),
        })
    }

    fn resolve<T>(
        &self,
        key: &str,
        context: &Context,
        read: impl FnOnce(&Value) -> Result<T, ErrorCode>,
    ) -> Resolution<T> {
        let Some(flag) = self.definition.flags.get(key) else {
            return Resolution::error(ErrorCode::FlagNotFound, format!("there is no flag `{key}`"));
        };
        let metadata = self.definition.metadata_of(flag);
        if flag.is_disabled {
            return Resolution::empty(Reason::Disabled).with_metadata(metadata);
        }
        let chosen = match &flag.targeting {
            None => Ok(None),
            Some(targeting) => {
                let rules = &self.definition.evaluators;
                logic::targeting(targeting, rules, key, context, self.version)
            }
        };
        let (variant, reason) = match chosen {
            Err(fault) => {
                let message = format!("the targeting of `{key}`: {fault}");
                return Resolution::error(ErrorCode::ParseError, message).with_metadata(metadata);
            }
            Ok(Some(variant)) => (variant, Reason::TargetingMatch),
            Ok(None) => match &flag.default_variant {
                None => return Resolution::empty(Reason::Default).with_metadata(metadata),
                Some(variant) if flag.targeting.is_some() => (variant.clone(), Reason::Default),
                Some(variant) => (variant.clone(), Reason::Static),
            },
        };
        let Some(value) = flag.variants.get(&variant) else {
            let message = format!("`{variant}` is no variant of `{key}`");
            return Resolution::error(ErrorCode::General, message).with_metadata(metadata);
        };
        match read(value) {
            Ok(value) => Resolution::new(value, variant, reason).with_metadata(metadata),
            Err(code) => {
                let message = format!("variant `{variant}` of `{key}` is not of the type that was asked for");
                Resolution::error(code, message).with_metadata(metadata)
            }
        }
    }
}

fn number(value: &Value) -> Result<f64, ErrorCode> {
    let number = value.as_f64().ok_or(ErrorCode::TypeMismatch)?;
    if number.fract() == 0.0 && number.abs() > SAFE_INTEGER { Err(ErrorCode::ParseError) } else { Ok(number) }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn flags(flags: &Value) -> Flags {
        let document = json!({ "flags": flags, "metadata": { "team": "shop", "level": 1 }, "$evaluators": {
            "is_dutch": { "==": [{ "var": "country" }, "nl"] }, "loop": { "$ref": "loop" } } });
        Flags::read(&document.to_string()).unwrap_or_default()
    }

    fn switch(targeting: &Value) -> Flags {
        flags(&json!({ "it": { "state": "ENABLED", "variants": { "on": true, "off": false }, "defaultVariant": "off",
            "targeting": targeting } }))
    }

    #[test]
    fn reasons_are_told() {
        let flags = flags(&json!({
            "plain": { "state": "ENABLED", "variants": { "a": "x" }, "defaultVariant": "a", "metadata": { "level": 2 } },
            "ruled": { "variants": { "a": "x", "b": "y" }, "defaultVariant": "a",
                "targeting": { "if": [{ "$ref": "is_dutch" }, "b"] } },
            "open": { "state": "ENABLED", "variants": { "a": "x" }, "defaultVariant": null },
            "closed": { "state": "DISABLED", "variants": { "a": "x" }, "defaultVariant": "a" },
            "lost": { "state": "ENABLED", "variants": { "a": "x" }, "defaultVariant": "c" },
        }));
        let ask = |key, country: &str| {
            let context = Context::new().with("country", country);
            let told = flags.string(key, &context);
            (told.value().cloned(), told.reason(), told.error_code())
        };
        assert_eq!(ask("plain", "nl"), (Some("x".into()), Reason::Static, None));
        assert_eq!(ask("ruled", "nl"), (Some("y".into()), Reason::TargetingMatch, None));
        assert_eq!(ask("ruled", "be"), (Some("x".into()), Reason::Default, None));
        assert_eq!(ask("open", "nl"), (None, Reason::Default, None));
        assert_eq!(ask("closed", "nl"), (None, Reason::Disabled, None));
        assert_eq!(ask("lost", "nl"), (None, Reason::Error, Some(ErrorCode::General)));
        assert_eq!(ask("missing", "nl"), (None, Reason::Error, Some(ErrorCode::FlagNotFound)));
        let level = flags.string("plain", &Context::new()).metadata().get("level").cloned();
        assert_eq!(level, Some(MetadataValue::Number(2.0)));
        assert_eq!(flags.metadata().get("team"), Some(&MetadataValue::Text("shop".to_owned())));
    }

    #[test]
    fn values_are_of_the_type_that_is_asked_for() {
        let flags = flags(&json!({ "it": { "state": "ENABLED", "defaultVariant": "n", "variants": { "n": 10.0 } },
            "part": { "state": "ENABLED", "defaultVariant": "n", "variants": { "n": 0.5 } },
            "deep": { "state": "ENABLED", "defaultVariant": "n", "variants": { "n": { "size": 3 } } } }));
        let context = Context::new();
        assert_eq!(flags.integer("it", &context).value(), Some(&10));
        assert_eq!(flags.float("it", &context).value(), Some(&10.0));
        assert_eq!(flags.integer("part", &context).error_code(), Some(ErrorCode::TypeMismatch));
        assert_eq!(flags.boolean("it", &context).error_code(), Some(ErrorCode::TypeMismatch));
        let deep = flags.object::<BTreeMap<String, u8>>("deep", &context);
        assert_eq!(deep.value().and_then(|deep| deep.get("size")), Some(&3));
        assert_eq!(flags.string("it", &context).value_or("own".to_owned()), "own");
    }

    #[test]
    fn faults_of_targeting_are_errors() {
        for targeting in [json!({ "$ref": "nowhere" }), json!({ "$ref": "loop" }), json!({ "frobnicate": [1] })] {
            let told = switch(&targeting).boolean("it", &Context::new());
            assert_eq!(told.error_code(), Some(ErrorCode::ParseError), "{targeting}");
        }
    }

    #[test]
    fn the_same_user_falls_to_the_same_variant() {
        let flags = switch(&json!({ "fractional": [["on", 30], ["off", 70]] }));
        let is_on =
            |user: u32| flags.boolean("it", &Context::new().with_targeting_key(user.to_string())).value_or(false);
        let share = (0..10_000).filter(|&user| is_on(user)).count();
        assert!((2_800..3_200).contains(&share), "{share}");
        let expected = crate::bucketing::murmur3_32(b"it17", 0);
        let expected = crate::bucketing::flagd_choice(FlagdVersion::V2, expected, &[30, 70]) == Some(0);
        assert_eq!(is_on(17), expected);
    }

    #[test]
    fn documents_say_where_they_are_wrong() {
        for (text, part) in [
            ("{", "line 1"),
            (r#"{ "flags": { "a": { "state": "ON", "variants": {} } } }"#, "`a`"),
            (r#"{ "flags": { "a": { "variants": 7 } } }"#, "`a`"),
        ] {
            let message = Flags::read(text).err().map(|error| error.to_string()).unwrap_or_default();
            assert!(message.contains(part), "{message}");
        }
        let listed = Flags::read(r#"{ "flags": [{ "key": "a", "variants": { "x": 1 }, "defaultVariant": "x" }] }"#);
        assert_eq!(listed.map(|flags| flags.integer("a", &Context::new()).value().copied()), Ok(Some(1)));
    }
}
