//! Editions' features: what holds where nothing is said, and what is said.

use super::{Options, Syntax};

/// Whether an enum has only the values that it declares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::protobuf) enum EnumType {
    Open,
    Closed,
}

/// Whether a string is looked at for being UTF-8.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::protobuf) enum Utf8 {
    Verify,
    None,
}

/// Whether JSON is promised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::protobuf) enum JsonFormat {
    Allow,
    LegacyBestEffort,
}

/// Whether the absence of a field can be told from its default value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Presence {
    Explicit,
    Implicit,
    LegacyRequired,
}

/// What holds for an element (`google.protobuf.FeatureSet`, `pb.CppFeatures`, `pb.JavaFeatures`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::protobuf) struct Features {
    pub(super) presence: Presence,
    pub(in crate::protobuf) enum_type: EnumType,
    pub(super) packed: bool,
    pub(in crate::protobuf) utf8: Utf8,
    pub(super) delimited: bool,
    pub(in crate::protobuf) json: JsonFormat,
    /// `(pb.cpp).string_type`, or `ctype`.
    pub(in crate::protobuf) cpp_string: &'static str,
    /// What Java does, whatever others do.
    pub(in crate::protobuf) java_utf8: Option<Utf8>,
}

impl Features {
    /// What holds where nothing is said.
    pub(super) fn defaults(syntax: &Syntax) -> Self {
        let editions = Self {
            presence: Presence::Explicit,
            enum_type: EnumType::Open,
            packed: true,
            utf8: Utf8::Verify,
            delimited: false,
            json: JsonFormat::Allow,
            cpp_string: "STRING",
            java_utf8: None,
        };
        match syntax {
            Syntax::Proto2 => Self {
                enum_type: EnumType::Closed,
                packed: false,
                utf8: Utf8::None,
                json: JsonFormat::LegacyBestEffort,
                ..editions
            },
            Syntax::Proto3 => Self { presence: Presence::Implicit, ..editions },
            // Strings of C++ are views from the edition 2024 on.
            Syntax::Edition(edition) if edition.as_str() >= "2024" => Self { cpp_string: "VIEW", ..editions },
            Syntax::Edition(_) => editions,
        }
    }

    /// What holds where `options` are set.
    pub(super) fn with(mut self, options: &Options) -> Self {
        for option in options.iter() {
            let Some(rest) = option.name.strip_prefix("features") else { continue };
            match rest.strip_prefix('.') {
                Some(name) => self.set(name, &option.value),
                None => self.set_block(&option.value),
            }
        }
        self
    }

    /// `field_presence: IMPLICIT, [pb.cpp]: {string_type: VIEW}`: names and values of a text format.
    fn set_block(&mut self, block: &str) {
        let words: Vec<&str> = block
            .split(|it: char| it.is_whitespace() || matches!(it, ':' | ',' | ';' | '{' | '}' | '<' | '>'))
            .filter(|word| !word.is_empty())
            .collect();
        let mut language = "";
        for pair in words.windows(2) {
            let [name, value] = pair else { continue };
            match *name {
                "[pb.cpp]" => language = "(pb.cpp).",
                "[pb.java]" => language = "(pb.java).",
                name if language.is_empty() => self.set(name, value),
                // The name of a feature of a language, or one of all languages behind it.
                "string_type" => self.set("(pb.cpp).string_type", value),
                "utf8_validation" if language == "(pb.java)." => self.set("(pb.java).utf8_validation", value),
                name => self.set(name, value),
            }
        }
    }

    fn set(&mut self, name: &str, value: &str) {
        match (name, value) {
            ("field_presence", "EXPLICIT") => self.presence = Presence::Explicit,
            ("field_presence", "IMPLICIT") => self.presence = Presence::Implicit,
            ("field_presence", "LEGACY_REQUIRED") => self.presence = Presence::LegacyRequired,
            ("enum_type", "OPEN") => self.enum_type = EnumType::Open,
            ("enum_type", "CLOSED") => self.enum_type = EnumType::Closed,
            ("repeated_field_encoding", value) => self.packed = value == "PACKED",
            ("utf8_validation", "VERIFY") => self.utf8 = Utf8::Verify,
            ("utf8_validation", "NONE") => self.utf8 = Utf8::None,
            ("message_encoding", value) => self.delimited = value == "DELIMITED",
            ("json_format", "ALLOW") => self.json = JsonFormat::Allow,
            ("json_format", "LEGACY_BEST_EFFORT") => self.json = JsonFormat::LegacyBestEffort,
            ("(pb.cpp).string_type", "VIEW") => self.cpp_string = "VIEW",
            ("(pb.cpp).string_type", "CORD") => self.cpp_string = "CORD",
            ("(pb.cpp).string_type", "STRING") => self.cpp_string = "STRING",
            ("(pb.java).utf8_validation", "VERIFY") => self.java_utf8 = Some(Utf8::Verify),
            ("(pb.java).utf8_validation", _) => self.java_utf8 = None,
            _ => {}
        }
    }

    /// With `ctype`, which editions before 2024 take as well.
    pub(super) fn with_ctype(mut self, options: &Options, syntax: &Syntax) -> Self {
        if matches!(syntax, Syntax::Edition(edition) if edition.as_str() >= "2024") {
            return self;
        }
        match options.value("ctype") {
            Some("CORD") => self.cpp_string = "CORD",
            Some("STRING_PIECE") => self.cpp_string = "STRING_PIECE",
            Some("STRING") => self.cpp_string = "STRING",
            _ => {}
        }
        self
    }

    /// Whether Java looks at strings for being UTF-8, in a file with `options`.
    pub(in crate::protobuf) fn java_utf8(self, options: &Options, syntax: &Syntax) -> Utf8 {
        let of_file = options.value("java_string_check_utf8");
        if !matches!(syntax, Syntax::Edition(_)) || of_file.is_some() {
            return if of_file == Some("true") { Utf8::Verify } else { self.utf8 };
        }
        self.java_utf8.unwrap_or(self.utf8)
    }
}

impl EnumType {
    pub(in crate::protobuf) fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Closed => "closed",
        }
    }
}

impl Utf8 {
    pub(in crate::protobuf) fn as_str(self) -> &'static str {
        match self {
            Self::Verify => "VERIFY",
            Self::None => "NONE",
        }
    }
}

impl JsonFormat {
    pub(in crate::protobuf) fn as_str(self) -> &'static str {
        match self {
            Self::Allow => "ALLOW",
            Self::LegacyBestEffort => "LEGACY_BEST_EFFORT",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_says_the_same_as_its_members() {
        let none = Features::defaults(&Syntax::Edition("2023".to_owned()));
        let mut block = none;
        block.set_block("field_presence: IMPLICIT, [pb.cpp] { string_type: CORD } json_format: LEGACY_BEST_EFFORT");
        let mut members = none;
        members.set("field_presence", "IMPLICIT");
        members.set("(pb.cpp).string_type", "CORD");
        members.set("json_format", "LEGACY_BEST_EFFORT");
        assert_eq!(block, members);
        assert_ne!(block, none);
    }
}
