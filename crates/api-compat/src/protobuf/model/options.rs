//! Options as they are written: those that `descriptor.proto` knows and those that others added.

use findings::Span;
use prost_reflect::prost_types::UninterpretedOption;

/// An option that is set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::protobuf) struct Opt {
    /// Its parts with dots between them, those of extensions in brackets: `(google.api.http).get`.
    pub(in crate::protobuf) name: String,
    /// Its value, strings without quotes, blocks with one space where there was any.
    pub(in crate::protobuf) value: String,
    pub(in crate::protobuf) span: Span,
}

/// The options that are set on something, by name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::protobuf) struct Options(Vec<Opt>);

impl Options {
    /// `written`, each with its place; `json_name` and the default value are no options in a descriptor.
    pub(super) fn new(written: &[UninterpretedOption], place: impl Fn(usize) -> Span) -> Self {
        let mut all: Vec<Opt> = written
            .iter()
            .enumerate()
            .map(|(at, it)| Opt { name: name(it), value: value(it), span: place(at) })
            .collect();
        all.sort_by(|a, b| a.name.cmp(&b.name));
        Self(all)
    }

    /// The first option of the name.
    pub(in crate::protobuf) fn get(&self, name: &str) -> Option<&Opt> {
        self.0.get(self.0.partition_point(|it| it.name.as_str() < name)).filter(|it| it.name == name)
    }

    /// Its value; none where it is not set.
    pub(in crate::protobuf) fn value(&self, name: &str) -> Option<&str> {
        self.get(name).map(|it| it.value.as_str())
    }

    pub(in crate::protobuf) fn iter(&self) -> impl Iterator<Item = &Opt> {
        self.0.iter()
    }
}

fn name(option: &UninterpretedOption) -> String {
    let parts = option.name.iter().map(|part| {
        let name = part.name_part.trim_start_matches('.');
        if part.is_extension { format!("({name})") } else { name.to_owned() }
    });
    parts.collect::<Vec<_>>().join(".")
}

fn value(option: &UninterpretedOption) -> String {
    if let Some(it) = &option.identifier_value {
        return it.clone();
    }
    if let Some(it) = option.positive_int_value {
        return it.to_string();
    }
    if let Some(it) = option.negative_int_value {
        return it.to_string();
    }
    if let Some(it) = option.double_value {
        return it.to_string();
    }
    if let Some(it) = &option.string_value {
        return String::from_utf8_lossy(it).into_owned();
    }
    let block = option.aggregate_value.as_deref().unwrap_or_default();
    block.split_whitespace().collect::<Vec<_>>().join(" ")
}
