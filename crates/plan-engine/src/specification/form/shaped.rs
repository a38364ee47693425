//! Texts of a certain shape, which go into files of others: addresses, names, paths. Nothing else gets in with them.

use std::marker::PhantomData;

use serde_json::{Value as Json, json};

use super::{Form, Text};
use crate::specification::node::{Node, Value};
use crate::specification::reader::Reader;
use crate::specification::schema::Definitions;

/// A shape of texts.
pub(in crate::specification) trait Shape: 'static {
    /// What a text of it is: `an address with a port`.
    const WHAT: &'static str;
    /// One of them.
    const EXAMPLE: &'static str;
    /// The same as [`Self::is`] as a regular expression of ECMA 262.
    const PATTERN: &'static str;

    /// Whether a number of YAML is a text of it, a port for one.
    const NUMBERS: bool;

    /// Whether a text is of it.
    fn is(text: &str) -> bool;
}

/// A text of the shape `S`.
pub(in crate::specification) struct Shaped<S>(PhantomData<S>);

impl<S: Shape> Form for Shaped<S> {
    type Value = String;

    fn read(node: Node<'_>, reader: &mut Reader<'_>) -> Option<String> {
        let text = match node.value() {
            Value::Number(number) if S::NUMBERS => format!("{number}"),
            _ => Text::read(node, reader)?,
        };
        if S::is(&text) {
            return Some(text);
        }
        let message = format!("`{text}` is not {}", S::WHAT);
        reader.bad_value(node.span, message, format!("write it like `{}`", S::EXAMPLE));
        None
    }

    fn schema(_: &mut Definitions) -> Json {
        let text = json!({"type": "string", "pattern": S::PATTERN});
        if S::NUMBERS { json!({"anyOf": [text, {"type": "integer", "minimum": 1, "maximum": 65535}]}) } else { text }
    }

    fn shown() -> String {
        let what = S::WHAT.strip_prefix("an ").or(S::WHAT.strip_prefix("a ")).unwrap_or(S::WHAT);
        what.to_owned()
    }

    fn same(one: &String, other: &String) -> bool {
        one == other
    }
}

fn all(text: &str, more: &str) -> bool {
    text.chars().all(|c| c.is_ascii_alphanumeric() || more.contains(c))
}

fn is_port(text: &str) -> bool {
    !text.starts_with(['0', '+']) && text.parse::<u16>().is_ok()
}

macro_rules! shapes {
    ($($(#[$doc:meta])* $name:ident, $what:literal, $example:literal, $pattern:literal, $numbers:literal, $is:expr;)*) => {$(
        $(#[$doc])*
        pub(in crate::specification) struct $name;

        impl Shape for $name {
            const WHAT: &'static str = $what;
            const EXAMPLE: &'static str = $example;
            const PATTERN: &'static str = $pattern;
            const NUMBERS: bool = $numbers;

            fn is(text: &str) -> bool {
                let is: fn(&str) -> bool = $is;
                is(text)
            }
        }
    )*};
}

shapes! {
    /// A host with a port.
    Address, "an address with a port", "10.0.4.11:8080", r"^([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\]):(6553[0-5]|655[0-2][0-9]|65[0-4][0-9]{2}|6[0-4][0-9]{3}|[1-5][0-9]{4}|[1-9][0-9]{0,3})$", false, |text| {
        text.rsplit_once(':').is_some_and(|(host, port)| {
            let six = host.strip_prefix('[').and_then(|it| it.strip_suffix(']'));
            let is_six = six.is_some_and(|it| !it.is_empty() && it.chars().all(|c| c.is_ascii_hexdigit() || ":.".contains(c)));
            is_port(port) && (is_six || !host.is_empty() && all(host, ".-"))
        })
    };
    /// A port, with an address or without.
    Listen, "a port, with an address before it or without", "8080", r"^([A-Za-z0-9.*-]+:)?(6553[0-5]|655[0-2][0-9]|65[0-4][0-9]{2}|6[0-4][0-9]{3}|[1-5][0-9]{4}|[1-9][0-9]{0,3})$", true, |text| {
        match text.rsplit_once(':') {
            Some((host, port)) => is_port(port) && !host.is_empty() && all(host, ".*-"),
            None => is_port(text),
        }
    };
    /// What a share sticks to.
    Sticky, "`client_address`, `none`, `cookie NAME` or `header NAME`", "cookie session",
        r"^(client_address|none|cookie [A-Za-z0-9_]+|header [A-Za-z0-9-]+)$", false, |text| {
        let named = |word: &str, more: &str| text.strip_prefix(word).is_some_and(|it| !it.is_empty() && all(it, more));
        matches!(text, "client_address" | "none") || named("cookie ", "_") || named("header ", "-")
    };
    /// A file or a socket.
    AbsolutePath, "a path from the root", "/run/haproxy/admin.sock", r"^/[A-Za-z0-9_./-]+$", false, |text| {
        text.len() > 1 && text.starts_with('/') && all(text, "_./-")
    };
    /// What is asked whether a side is well.
    UrlPath, "a path of a URL", "/health", r"^/[A-Za-z0-9_./-]*$", false, |text| text.starts_with('/') && all(text, "_./-");
    /// A host.
    Host, "a host", "shop.internal", r"^[A-Za-z0-9.-]+$", false, |text| !text.is_empty() && all(text, ".-");
    /// A name of Kubernetes (RFC 1123).
    ObjectName, "a name of Kubernetes", "orders-new", r"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$", false, |text| {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        (1..=63).contains(&text.len()) && text.chars().all(plain) && !text.starts_with('-') && !text.ends_with('-')
    };
    /// An image of a container.
    Image, "an image with its tag or digest", "registry.internal/orders:4.0.2", r"^[A-Za-z0-9_./:-]+[:@][A-Za-z0-9_.:-]+$", false, |text| {
        text.rsplit_once(['@', ':']).is_some_and(|(name, tag)| {
            !name.is_empty() && !tag.is_empty() && all(tag, "_.-") && all(&name.replace('@', "a"), "_./:-")
        })
    };
    /// The address of a server of HTTP.
    Url, "a URL of HTTP", "http://prometheus.monitoring:9090", r"^https?://[A-Za-z0-9_./:-]+$", false, |text| {
        let rest = text.strip_prefix("http://").or(text.strip_prefix("https://"));
        rest.is_some_and(|it| !it.is_empty() && all(it, "_./:-"))
    };
}
