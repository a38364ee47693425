//! A provider for OpenFeature: services that ask for flags through its interface get those of a [`Store`].
//!
//! A flag without variants is a truth value; one with variants is the name of the variant, or what the service gave as its
//! default where it does not have the flag. The targeting key is the attribute that a flag is sticky on, where the context does
//! not name that attribute itself.

use std::sync::Arc;

use open_feature::provider::{FeatureProvider, ProviderMetadata, ResolutionDetails};
use open_feature::{
    EvaluationContext, EvaluationContextFieldValue, EvaluationError, EvaluationErrorCode, EvaluationReason,
    EvaluationResult, StructValue,
};

use crate::flag::{Context, Decision, DecisionReason};
use crate::rollout::Store;

/// The flags of a [`Store`], as OpenFeature asks for them.
#[derive(Debug, Clone)]
pub struct Provider {
    store: Arc<Store>,
    metadata: ProviderMetadata,
}

impl Provider {
    /// A provider of a store's flags.
    pub fn new(store: Arc<Store>) -> Self {
        Self { store, metadata: ProviderMetadata::new("cutover") }
    }

    fn resolve<T>(
        &self,
        flag: &str,
        context: &EvaluationContext,
        value: impl FnOnce(Decision<'_>, bool) -> Option<T>,
    ) -> EvaluationResult<ResolutionDetails<T>> {
        let snapshot = self.store.snapshot();
        let found = snapshot.flag(flag);
        let found =
            found.ok_or_else(|| error(EvaluationErrorCode::FlagNotFound, format!("there is no flag `{flag}`")))?;
        let decision = found.decide(&read(context, found.attribute()));
        let value = value(decision, found.has_variants());
        let value = value.ok_or_else(|| {
            let message = format!("flag `{flag}` is of another type, or this request does not have it");
            error(EvaluationErrorCode::TypeMismatch, message)
        })?;
        let variant = decision.variant().map(str::to_owned);
        Ok(ResolutionDetails { value, variant, reason: Some(reason(decision)), flag_metadata: None })
    }
}

fn error(code: EvaluationErrorCode, message: String) -> EvaluationError {
    EvaluationError { code, message: Some(message) }
}

fn reason(decision: Decision<'_>) -> EvaluationReason {
    match decision.reason() {
        DecisionReason::SwitchedOff => EvaluationReason::Disabled,
        DecisionReason::Override | DecisionReason::Segment => EvaluationReason::TargetingMatch,
        DecisionReason::Percentage => EvaluationReason::Split,
        DecisionReason::NoKey => EvaluationReason::Default,
    }
}

/// Fields that have no text are left out.
fn read(context: &EvaluationContext, sticky_on: &str) -> Context {
    let key = context.targeting_key.as_ref();
    let start = key.map_or_else(Context::new, |key| Context::new().with("targetingKey", key).with(sticky_on, key));
    context.custom_fields.iter().fold(start, |read, (name, value)| match value {
        EvaluationContextFieldValue::Bool(value) => read.with(name, value),
        EvaluationContextFieldValue::Int(value) => read.with(name, value),
        EvaluationContextFieldValue::Float(value) => read.with(name, value),
        EvaluationContextFieldValue::String(value) => read.with(name, value),
        EvaluationContextFieldValue::DateTime(value) => {
            let milliseconds = i64::try_from(value.unix_timestamp_nanos().div_euclid(1_000_000)).unwrap_or(i64::MAX);
            read.with(name, crate::Timestamp::from_milliseconds(milliseconds))
        }
        EvaluationContextFieldValue::Struct(_) => read,
    })
}

#[open_feature::async_trait]
impl FeatureProvider for Provider {
    fn metadata(&self) -> &ProviderMetadata {
        &self.metadata
    }

    async fn resolve_bool_value(
        &self,
        flag: &str,
        context: &EvaluationContext,
    ) -> EvaluationResult<ResolutionDetails<bool>> {
        self.resolve(flag, context, |decision, _| Some(decision.is_enabled()))
    }

    async fn resolve_int_value(
        &self,
        flag: &str,
        context: &EvaluationContext,
    ) -> EvaluationResult<ResolutionDetails<i64>> {
        self.resolve(flag, context, |_, _| None)
    }

    async fn resolve_float_value(
        &self,
        flag: &str,
        context: &EvaluationContext,
    ) -> EvaluationResult<ResolutionDetails<f64>> {
        self.resolve(flag, context, |_, _| None)
    }

    async fn resolve_string_value(
        &self,
        flag: &str,
        context: &EvaluationContext,
    ) -> EvaluationResult<ResolutionDetails<String>> {
        self.resolve(flag, context, |decision, has_variants| {
            decision.variant().filter(|_| has_variants).map(str::to_owned)
        })
    }

    async fn resolve_struct_value(
        &self,
        flag: &str,
        context: &EvaluationContext,
    ) -> EvaluationResult<ResolutionDetails<StructValue>> {
        self.resolve(flag, context, |_, _| None)
    }
}

#[cfg(test)]
mod tests {
    use std::future::Future;
    use std::pin::pin;
    use std::task::{Poll, Waker};

    use super::*;
    use crate::Timestamp;
    use crate::rollout::Document;

    /// The provider never waits.
    fn now<T>(future: impl Future<Output = T>) -> Option<T> {
        match pin!(future).poll(&mut std::task::Context::from_waker(Waker::noop())) {
            Poll::Ready(value) => Some(value),
            Poll::Pending => None,
        }
    }

    fn provider() -> Option<Provider> {
        let text = r#"{ "schema_version": "1.0", "flags": {
            "pay": { "percentage": 100, "never": ["eve"] },
            "page": { "percentage": 100, "variants": [{ "name": "tall", "weight": 1 }] },
            "off": { "enabled": false, "percentage": 100 },
            "age": { "sticky_on": "session", "segments": [{ "segment": "grown", "percentage": 100 }] } },
            "segments": { "grown": [{ "attribute": "age", "operator": "NUM_GTE", "values": ["18"] }] } }"#;
        let document = Document::read(text).ok()?;
        Some(Provider::new(Arc::new(Store::new(document, Timestamp::default()))))
    }

    fn truth(
        flag: &str,
        context: &EvaluationContext,
    ) -> Option<Result<(bool, Option<EvaluationReason>), EvaluationErrorCode>> {
        let told = now(provider()?.resolve_bool_value(flag, context))?;
        Some(told.map(|told| (told.value, told.reason)).map_err(|error| error.code))
    }

    #[test]
    fn flags_are_truth_values_with_reasons() {
        let ann = EvaluationContext::default().with_targeting_key("ann");
        assert_eq!(truth("pay", &ann), Some(Ok((true, Some(EvaluationReason::Split)))));
        let eve = EvaluationContext::default().with_custom_field("user_id", "eve").with_targeting_key("ann");
        assert_eq!(
            truth("pay", &eve),
            Some(Ok((false, Some(EvaluationReason::TargetingMatch)))),
            "the named attribute decides"
        );
        assert_eq!(truth("off", &ann), Some(Ok((false, Some(EvaluationReason::Disabled)))));
        assert_eq!(
            truth("age", &ann.clone().with_custom_field("age", 18)),
            Some(Ok((true, Some(EvaluationReason::TargetingMatch))))
        );
        assert_eq!(truth("age", &EvaluationContext::default()), Some(Ok((false, Some(EvaluationReason::Default)))));
        assert_eq!(truth("gone", &ann), Some(Err(EvaluationErrorCode::FlagNotFound)));
    }

    #[test]
    fn variants_are_texts() {
        let ann = EvaluationContext::default().with_targeting_key("ann");
        let text = |flag| provider().and_then(|provider| now(provider.resolve_string_value(flag, &ann)));
        assert_eq!(text("page").and_then(Result::ok).map(|told| told.value), Some("tall".to_owned()));
        let mismatch = text("pay").and_then(Result::err).map(|error| error.code);
        assert_eq!(mismatch, Some(EvaluationErrorCode::TypeMismatch));
    }
}
