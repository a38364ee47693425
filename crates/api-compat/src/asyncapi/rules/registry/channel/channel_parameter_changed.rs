//! A part of an address takes other values.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::asyncapi::rules::{Change, Context, KINDS, What};

/// A part of an address takes other values.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "channel-parameter-changed",
    severity: Severity::PotentiallyBreaking,
    kinds: KINDS,
    who_breaks: &[Party::OldReaders, Party::OldWriters],
    summary: "A part of an address takes other values.",
    explanation: "\
        `enum` names the values that a part of the address takes. An address with a value that went leads \
        nowhere; one that came is known to nobody yet.\n\nSee the AsyncAPI Specification 3.0.0, Channel Object.",
    bad: (
        async_api!("channels:"
            "  parcels:"
            "    address: parcels.{size}"
            "    messages:"
            "      Parcel: {payload: {type: object}}"
            "    parameters: {size: {enum: [small, large]}}"
            "operations:"
            "  take: {action: receive, channel: {$ref: '#/channels/parcels'}}"),
        async_api!("channels:"
            "  parcels:"
            "    address: parcels.{size}"
            "    messages:"
            "      Parcel: {payload: {type: object}}"
            "    parameters: {size: {enum: [small]}}"
            "operations:"
            "  take: {action: receive, channel: {$ref: '#/channels/parcels'}}"),
    ),
    good: (
        async_api!("channels:"
            "  parcels:"
            "    address: parcels"
            "    messages: {Parcel: {payload: {type: object}}}"
            "operations:"
            "  take: {action: receive, channel: {$ref: '#/channels/parcels'}}"),
        async_api!("channels:"
            "  parcels:"
            "    address: parcels"
            "    messages: {Parcel: {payload: {type: object}}}"
            "operations:"
            "  take: {action: receive, channel: {$ref: '#/channels/parcels'}}"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if change.what != What::ParameterChanged {
        return None;
    }
    let (was, is) = (change.words.0.as_str(), change.words.1.as_str());
    let default = change.item.strip_prefix("default ");
    let nothing = (Severity::NonBreaking, "all values that were used are taken");
    let elsewhere = (Severity::PotentiallyBreaking, "an address with another value leads nowhere");
    let not_yet = (Severity::PotentiallyBreaking, "an address with another value leads nowhere on the old system");
    let verdicts = match (was, is) {
        _ if default.is_some() => {
            let other =
                (Severity::PotentiallyBreaking, "who states no value sends to another address, or listens to it");
            (other, other)
        }
        (ANY, _) | (_, "") => (elsewhere, nothing),
        (_, ANY) => (nothing, not_yet),
        _ => ((Severity::Additive, "no old client uses the value"), not_yet),
    };
    let name = default.unwrap_or(&change.item);
    let message = match (was, is) {
        _ if default.is_some() => format!("where nothing is stated `{name}` was `{was}`, and is `{is}`"),
        (ANY, is) => format!("the parameter `{name}` took any value, and takes {is}"),
        (was, ANY) => format!("the parameter `{name}` took {was}, and takes any value"),
        (gone, "") => format!("the parameter `{name}` does not take `{gone}` any more"),
        (_, came) => format!("the parameter `{name}` takes `{came}` too"),
    };
    Some(context.graded(&RULES[0], change, verdicts, message, "keep the value until nobody uses it"))
}

/// What a parameter takes that says nothing of its values.
const ANY: &str = "any value";
