//! Texts of YAML, JSON and TOML as one small tree that knows where everything stands.

mod builder;
mod fault;
mod json;
mod node;
mod scalar;
mod toml;
mod yaml;

use findings::{SourceText, Span};

pub(super) use self::fault::Fault;
pub(super) use self::node::{Member, Node, Value};

/// How much a reader accepts; what lies beyond is a fault, not a crash.
#[derive(Debug, Clone, Copy)]
struct Limits {
    /// Levels of nesting.
    depth: usize,
    /// Bytes of the text.
    bytes: usize,
    /// Values, once aliases are written out.
    values: usize,
}

const LIMITS: Limits = Limits { depth: 48, bytes: 32 << 20, values: 2_000_000 };

/// Faults of one text that are told.
const FAULTS: usize = 100;

/// What `source` holds, with what is wrong about its syntax; none where nothing can be told.
pub(super) fn read(source: &SourceText) -> (Option<Node>, Vec<Fault>) {
    let text = source.text();
    if text.len() > LIMITS.bytes {
        let message = format!("the text is larger than {} MiB", LIMITS.bytes >> 20);
        let fault = Fault::error("too-large", message, Span::new(0, 0)).help("split the specification");
        return (None, vec![fault]);
    }
    match syntax(source.name(), text) {
        Syntax::Json => json::read(text),
        Syntax::Toml => toml::read(text),
        Syntax::Yaml => yaml::read(text),
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Syntax {
    Json,
    Toml,
    Yaml,
}

/// By the name's extension; where it tells nothing, by how the text begins.
fn syntax(name: &str, text: &str) -> Syntax {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    match extension.to_ascii_lowercase().as_str() {
        "json" => return Syntax::Json,
        "toml" => return Syntax::Toml,
        "yaml" | "yml" => return Syntax::Yaml,
        _ => {}
    }
    let lines = text.trim_start_matches('\u{feff}').lines().map(str::trim);
    let first = lines.into_iter().find(|line| !line.is_empty() && !line.starts_with('#')).unwrap_or_default();
    if first.starts_with('{') {
        return Syntax::Json;
    }
    let key = |it: char| it.is_ascii_alphanumeric() || matches!(it, '_' | '-' | '.' | '"' | '\'');
    let behind_key = |text: &'_ str| text.trim_start_matches(key).trim_start().chars().next();
    let header = first.strip_prefix('[').is_some_and(|rest| matches!(behind_key(rest.trim_start()), Some(']' | '[')));
    let pair = behind_key(first) == Some('=');
    if header || pair { Syntax::Toml } else { Syntax::Yaml }
}

#[cfg(test)]
mod tests;
