//! Words about changes.

use super::super::change::{Change, Data};
use super::super::model::{Text, Value};
use super::types;

/// Characters of a text or a value that a message shows.
const SHOWN: usize = 60;

impl Change<'_> {
    /// The name of the type or the directive.
    pub(crate) fn name(&self) -> &str {
        self.at.owner.unwrap_or("schema")
    }

    /// The name of the field or the value.
    pub(crate) fn member(&self) -> &str {
        self.at.member.unwrap_or_default()
    }

    /// The name of the directive that is applied.
    pub(crate) fn directive(&self) -> &str {
        self.at.applied.unwrap_or_default()
    }

    /// What kind of type it is, or stands in.
    pub(crate) fn kind(&self) -> &'static str {
        if let Data::Kind(kind) = self.data { kind.as_str() } else { "type" }
    }

    /// What a directive stands on, in words.
    pub(crate) fn host(&self) -> String {
        match self.data {
            Data::Names(Some("schema"), _) => "the schema".to_owned(),
            Data::Names(Some(host), _) => format!("the {host} `{}`", self.at.host()),
            _ => format!("`{}`", self.at.host()),
        }
    }

    /// The operations that a root type is of.
    pub(crate) fn operations(&self) -> &'static str {
        match self.at.member {
            Some("mutation") => "mutations",
            Some("subscription") => "subscriptions",
            _ => "queries",
        }
    }

    pub(crate) fn old_name(&self) -> &str {
        if let Data::Names(Some(old), _) = self.data { old } else { "" }
    }

    pub(crate) fn new_name(&self) -> &str {
        if let Data::Names(_, Some(new)) = self.data { new } else { "" }
    }

    pub(crate) fn old_value(&self) -> String {
        if let Data::Values(Some(old), _) = self.data { shown_value(old) } else { "nothing".to_owned() }
    }

    pub(crate) fn new_value(&self) -> String {
        if let Data::Values(_, Some(new)) = self.data { shown_value(new) } else { "nothing".to_owned() }
    }

    /// Whether an argument or an input field that came or went has to be given.
    pub(crate) fn is_required(&self) -> bool {
        matches!(self.data, Data::Input(input) if input.is_required())
    }

    /// Whether a value must be given now that the default did for before.
    pub(crate) fn is_demanded(&self) -> bool {
        matches!(self.data, Data::Defaults(_, _, true))
    }

    /// Whether an argument or an input field that came has a default.
    pub(crate) fn has_default(&self) -> bool {
        matches!(self.data, Data::Input(input) if input.default.is_some())
    }

    /// Whether a field's new type promises no less than the old one.
    pub(crate) fn is_safe_output(&self) -> bool {
        matches!(self.data, Data::Types(old, new) if types::is_safe_output(old, new))
    }

    /// Whether the new type takes what the old one took.
    pub(crate) fn is_safe_input(&self) -> bool {
        matches!(self.data, Data::Types(old, new) if types::is_safe_input(old, new))
    }

    /// Whether the directive is the one by which exactly one field of an input object must be given.
    pub(crate) fn is_one_of(&self) -> bool {
        self.at.applied == Some("oneOf")
    }

    /// Whether the directive only tells people something.
    pub(crate) fn is_documentation(&self) -> bool {
        self.at.applied == Some("deprecated")
    }

    /// Whether it was deprecated, for the end of a sentence.
    pub(crate) fn as_announced(&self) -> &'static str {
        if self.deprecated { "; it was deprecated" } else { "" }
    }

    /// Why something is deprecated, for the end of a sentence.
    pub(crate) fn reason(&self) -> String {
        if let Data::Texts(_, Some(reason)) = self.data { format!(": {}", shown(reason)) } else { String::new() }
    }

    /// `was … and is …`
    pub(crate) fn was_and_is(&self) -> String {
        let (old, new) = match self.data {
            Data::Types(old, new) => (format!("of type `{old}`"), format!("of type `{new}`")),
            Data::Kinds(old, new) => (article(old.as_str()), article(new.as_str())),
            Data::Values(Some(old), Some(new)) | Data::Defaults(Some(old), Some(new), _) => {
                (shown_value(old), shown_value(new))
            }
            _ => return "is another one".to_owned(),
        };
        format!("was {old} and is {new}")
    }

    /// What became of a text or a value.
    pub(crate) fn became(&self) -> String {
        match self.data {
            Data::Texts(Some(old), Some(new)) => format!("was {} and is {}", shown(old), shown(new)),
            Data::Texts(None, Some(new)) => format!("is new: {}", shown(new)),
            Data::Texts(Some(old), None) => format!("is gone; it was {}", shown(old)),
            Data::Values(None, Some(new)) | Data::Defaults(None, Some(new), _) => {
                format!("is new: {}", shown_value(new))
            }
            Data::Values(Some(old), None) | Data::Defaults(Some(old), None, _) => {
                format!("is gone; it was {}", shown_value(old))
            }
            _ => self.was_and_is(),
        }
    }
}

fn article(noun: &str) -> String {
    if noun.starts_with(['a', 'e', 'i', 'o']) { format!("an {noun}") } else { format!("a {noun}") }
}

fn shown(text: Text<'_>) -> String {
    cut(&text.value())
}

fn shown_value(value: &Value<'_>) -> String {
    cut(&value.to_string())
}

/// The beginning of what may be long, on one line.
fn cut(text: &str) -> String {
    let line: String = text.chars().take(SHOWN + 1).map(|it| if it == '\n' { ' ' } else { it }).collect();
    match line.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("`{}…`", line.get(..end).unwrap_or_default()),
        None => format!("`{line}`"),
    }
}
