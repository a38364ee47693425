//! Clients get what lets them in elsewhere, or in another way.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::asyncapi::rules::{Change, Context, KINDS, What};

/// Clients get what lets them in elsewhere, or in another way.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "broker-login-changed",
    severity: Severity::PotentiallyBreaking,
    kinds: KINDS,
    who_breaks: &[Party::OldReaders, Party::OldWriters],
    summary: "Clients get what lets them in elsewhere, or in another way.",
    explanation: "\
        The addresses of a flow are where clients get their tokens: those that go to the old one get none, unless \
        it still answers. A flow or a scope that is gone is one that clients cannot ask for any more.\n\nSee the \
        AsyncAPI Specification 3.0.0, OAuth Flow Object.",
    bad: (
        async_api!("channels:"
            "  parcels:"
            "    address: parcels"
            "    messages: {Parcel: {payload: {type: object}}}"
            "servers:"
            "  main:"
            "    host: depot.example"
            "    protocol: kafka-secure"
            "    security:"
            "      - type: oauth2"
            "        flows:"
            "          clientCredentials: {tokenUrl: 'https://login.example/token', availableScopes: {send: to send}}"),
        async_api!("channels:"
            "  parcels:"
            "    address: parcels"
            "    messages: {Parcel: {payload: {type: object}}}"
            "servers:"
            "  main:"
            "    host: depot.example"
            "    protocol: kafka-secure"
            "    security:"
            "      - type: oauth2"
            "        flows:"
            "          clientCredentials: {tokenUrl: 'https://id.example/token', availableScopes: {send: to send}}"),
    ),
    good: (
        async_api!("channels:"
            "  parcels:"
            "    address: parcels"
            "    messages: {Parcel: {payload: {type: object}}}"
            "servers:"
            "  main:"
            "    host: depot.example"
            "    protocol: kafka-secure"
            "    security:"
            "      - type: oauth2"
            "        flows:"
            "          clientCredentials: {tokenUrl: 'https://login.example/token', availableScopes: {send: to send}}"),
        async_api!("channels:"
            "  parcels:"
            "    address: parcels"
            "    messages: {Parcel: {payload: {type: object}}}"
            "servers:"
            "  main:"
            "    host: depot.example"
            "    protocol: kafka-secure"
            "    security:"
            "      - type: oauth2"
            "        flows:"
            "          clientCredentials: {tokenUrl: 'https://login.example/token', availableScopes: {send: to send}}"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if change.what != What::LoginChanged {
        return None;
    }
    let (was, is) = (change.words.0.as_str(), change.words.1.as_str());
    let verdicts = if was.is_empty() {
        (
            (Severity::Additive, "old clients go on as before"),
            (Severity::PotentiallyBreaking, "new clients may find nothing there for the old system"),
        )
    } else {
        (
            (Severity::PotentiallyBreaking, "clients that go there, or ask for it, may get nothing"),
            if is.is_empty() {
                (Severity::NonBreaking, "no new client asks for it")
            } else {
                (Severity::PotentiallyBreaking, "new clients may find nothing there for the old system")
            },
        )
    };
    let message = match (was, is) {
        ("", _) => format!("`{}` was added", change.item),
        (_, "") => format!("`{}` was removed", change.item),
        (was, is) => format!("`{}` went from `{was}` to `{is}`", change.item),
    };
    Some(context.graded(&RULES[0], change, verdicts, message, "serve both until no client goes by the old one"))
}
