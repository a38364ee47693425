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
    let gone = !change.words.0.is_empty();
    let verdicts = if gone {
        (
            (Severity::PotentiallyBreaking, "an address with another value leads nowhere"),
            (Severity::NonBreaking, "new clients use the values that are left"),
        )
    } else {
        (
            (Severity::Additive, "no old client uses the value"),
            (Severity::PotentiallyBreaking, "an address with this value leads nowhere on the old system"),
        )
    };
    let message = match (change.words.0.as_str(), change.words.1.as_str()) {
        ("any value", came) => {
            format!("the parameter `{}` took any value and takes `{came}` among a few now", change.item)
        }
        (gone, "") => format!("the parameter `{}` does not take `{gone}` any more", change.item),
        (_, came) => format!("the parameter `{}` takes `{came}` too", change.item),
    };
    Some(context.graded(&RULES[0], change, verdicts, message, "keep the value until nobody uses it"))
}
