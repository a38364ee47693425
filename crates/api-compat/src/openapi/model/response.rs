//! Responses and their statuses.

use std::collections::BTreeMap;

use super::body::{Media, contents, media_types};
use super::part::Part;
use super::path_item::Operation;
use crate::document::NodeId;
use crate::openapi::objects::Version;

/// Which answers a response stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Status {
    /// One status.
    Code(u16),
    /// A hundred of them, as `2XX`.
    Range(u16),
    /// Those that nothing else stands for.
    Default,
}

/// What the system answers with one status.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Response<'a> {
    /// As written.
    pub(crate) name: &'a str,
    pub(crate) status: Status,
    pub(crate) node: NodeId,
    /// None where a reference leads nowhere.
    pub(crate) part: Option<Part<'a>>,
}

impl Status {
    /// 3.1, 4.8.16.2 Patterned Fields of the Responses Object.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        if text == "default" {
            return Some(Self::Default);
        }
        let [hundreds @ b'1'..=b'5', tens, units] = text.as_bytes() else { return None };
        let hundreds = u16::from(hundreds - b'0');
        match (tens, units) {
            (b'x' | b'X', b'x' | b'X') => Some(Self::Range(hundreds)),
            (b'0'..=b'9', b'0'..=b'9') => text.parse().ok().map(Self::Code),
            _ => None,
        }
    }

    /// Whether `other` is among what it stands for, and is not its equal.
    pub(crate) fn covers(self, other: Self) -> bool {
        match (self, other) {
            (Self::Default, Self::Default) => false,
            (Self::Default, _) => true,
            (Self::Range(range), Self::Code(code)) => code / 100 == range,
            _ => false,
        }
    }
}

impl<'a> Response<'a> {
    /// The responses of `operation`, by status; of one that stands twice the last.
    pub(crate) fn all(operation: &Operation<'a>) -> Vec<Self> {
        let api = operation.part.api;
        let of = |(name, node)| Some(Self { name, status: Status::parse(name)?, node, part: api.part(node) });
        let all: BTreeMap<_, _> = operation.part.map("responses").filter_map(of).map(|it| (it.status, it)).collect();
        all.into_values().collect()
    }

    /// The media types in which it comes.
    pub(crate) fn content(&self, operation: &Operation<'a>) -> Vec<Media<'a>> {
        match self.part {
            Some(part) if part.api.version == Version::V20 => match part.get("schema") {
                Some(_) => media_types(operation, "produces", part, "*/*"),
                None => Vec::new(),
            },
            Some(part) => contents(&part),
            None => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statuses_are_codes_ranges_and_the_default() {
        assert_eq!(Status::parse("200"), Some(Status::Code(200)));
        assert_eq!(Status::parse("2xx"), Some(Status::Range(2)));
        assert_eq!(Status::parse("default"), Some(Status::Default));
        assert_eq!([Status::parse("x-a"), Status::parse("20X"), Status::parse("600")], [None; 3]);
    }

    #[test]
    fn ranges_and_the_default_cover_codes() {
        let covers = |one, two| Some(Status::parse(one)?.covers(Status::parse(two)?));
        assert_eq!(covers("4XX", "404"), Some(true));
        assert_eq!(covers("4XX", "500"), Some(false));
        assert_eq!(covers("default", "4XX"), Some(true));
        assert_eq!(covers("404", "404"), Some(false));
    }
}
