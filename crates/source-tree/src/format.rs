//! What a text is written in.

/// What a text is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Format {
    /// JSON (RFC 8259).
    Json,
    /// TOML 1.1.
    #[cfg(feature = "toml")]
    Toml,
    /// YAML 1.2, core schema.
    Yaml,
}

impl Format {
    /// By the extension of `name`; where it tells nothing, by how `text` begins.
    pub fn of(name: &str, text: &str) -> Self {
        let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
        match extension.to_ascii_lowercase().as_str() {
            "json" => return Self::Json,
            #[cfg(feature = "toml")]
            "toml" => return Self::Toml,
            "yaml" | "yml" => return Self::Yaml,
            _ => {}
        }
        let lines = text.trim_start_matches('\u{feff}').lines().map(str::trim);
        let first = lines.into_iter().find(|line| !line.is_empty() && !line.starts_with('#')).unwrap_or_default();
        if first.starts_with('{') {
            return Self::Json;
        }
        #[cfg(feature = "toml")]
        if begins_like_toml(first) {
            return Self::Toml;
        }
        Self::Yaml
    }
}

/// Whether `line` is the header of a table, or a pair.
#[cfg(feature = "toml")]
fn begins_like_toml(line: &str) -> bool {
    let key = |it: char| it.is_ascii_alphanumeric() || matches!(it, '_' | '-' | '.' | '"' | '\'');
    let behind_key = |text: &str| text.trim_start_matches(key).trim_start().chars().next();
    let header = line.strip_prefix('[').is_some_and(|rest| matches!(behind_key(rest.trim_start()), Some(']' | '[')));
    header || behind_key(line) == Some('=')
}

#[cfg(all(test, feature = "toml"))]
mod tests {
    use super::*;

    #[test]
    fn without_an_extension_the_beginning_tells() {
        for (text, expected) in [
            ("{\"a\": 1}", Format::Json),
            ("\n# note\na: 1", Format::Yaml),
            ("# note\n\na = 1", Format::Toml),
            ("[a]\nb = 1", Format::Toml),
            ("[[a]]\nb = 1", Format::Toml),
            ("- a = 1", Format::Yaml),
            ("a: b = c", Format::Yaml),
        ] {
            assert_eq!(Format::of("-", text), expected, "{text}");
        }
        assert_eq!(Format::of("HEAD:a.TOML", "a: 1"), Format::Toml);
    }
}
