//! Passwords of engine URLs, which no document that is written may hold.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::Error;

/// Takes the passwords out of every text of `document`. One that holds none is left as it is.
pub(crate) fn redact<T: Serialize + DeserializeOwned>(document: &mut T) -> Result<(), Error> {
    let failed = |error: serde_json::Error| Error::format(error.to_string());
    let text = serde_json::to_string(document).map_err(failed)?;
    let may_hold = text.contains("://") && text.contains('@') || text.to_ascii_lowercase().contains("password=");
    if !may_hold {
        return Ok(());
    }
    let mut value: Value = serde_json::from_str(&text).map_err(failed)?;
    if redact_value(&mut value) {
        *document = serde_json::from_value(value).map_err(failed)?;
    }
    Ok(())
}

/// Whether a document may hold a password, told by its bytes as they are written: a URL that holds one has an `@` in it, a
/// connection string has `password=`.
#[derive(Debug, Default)]
pub(crate) struct Suspicion {
    is_raised: bool,
    /// The end of what was seen last.
    end: Vec<u8>,
}

impl Suspicion {
    /// What stands before the `=`.
    const NAME: &[u8] = b"password";

    /// The next part of the document.
    pub(crate) fn look(&mut self, bytes: &[u8]) {
        let is_named = |bytes: &[u8], at: usize| {
            let name = at.checked_sub(Self::NAME.len()).and_then(|from| bytes.get(from..at));
            name.is_some_and(|it| it.eq_ignore_ascii_case(Self::NAME))
        };
        let holds_name = |bytes: &[u8]| bytes.iter().enumerate().any(|(at, &it)| it == b'=' && is_named(bytes, at));
        let overlap = Self::NAME.len();
        self.end.extend(bytes.iter().take(overlap));
        let is_name = holds_name(&self.end) || bytes.contains(&b'=') && holds_name(bytes);
        self.is_raised |= is_name || bytes.contains(&b'@');
        self.end.extend(bytes.iter().skip(overlap.max(bytes.len().saturating_sub(overlap))));
        self.end.drain(..self.end.len().saturating_sub(overlap));
    }

    /// Whether there may be one.
    pub(crate) fn is_raised(&self) -> bool {
        self.is_raised
    }
}

/// Whether there was a password. Recurses as deep as the model is.
fn redact_value(value: &mut Value) -> bool {
    match value {
        Value::String(text) => match without_passwords(text) {
            Some(redacted) => {
                *text = redacted;
                true
            }
            None => false,
        },
        Value::Array(items) => redact_all(items.iter_mut()),
        Value::Object(members) => redact_all(members.values_mut()),
        _ => false,
    }
}

/// Every one of them, also behind the first that held a password.
fn redact_all<'v>(values: impl Iterator<Item = &'v mut Value>) -> bool {
    let mut found = false;
    for value in values {
        found |= redact_value(value);
    }
    found
}

/// `text` with the passwords left out of its URLs and connection strings; none where it holds none. Where it is unclear
/// how far a password reaches, more is left out rather than less.
pub(crate) fn without_passwords(text: &str) -> Option<String> {
    let in_urls = urls(text);
    let text = in_urls.as_deref().unwrap_or(text);
    parameters(text).or(in_urls)
}

/// `scheme://user:password@host` as `scheme://user@host`.
fn urls(text: &str) -> Option<String> {
    let mut shown = String::new();
    let mut rest = text;
    let mut found = false;
    while let Some((before, behind)) = rest.split_once("://") {
        shown.push_str(before);
        shown.push_str("://");
        rest = behind;
        let (user, host) = credentials(before, behind);
        if let Some((user, password)) = user.and_then(|it| it.split_once(':'))
            && !password.is_empty()
        {
            shown.push_str(user);
            rest = host;
            found = true;
        }
    }
    shown.push_str(rest);
    found.then_some(shown)
}

/// What stands before the `@` of a URL, where it has one, and the rest from the `@` on. Passwords of engines may hold
/// any character, so that the last `@` counts; of pages only one before the path does.
fn credentials<'t>(before: &str, behind: &'t str) -> (Option<&'t str>, &'t str) {
    let is_page = before.ends_with("http") || before.ends_with("https");
    let ends = |c: char| c.is_whitespace() || "\"'`<>".contains(c) || is_page && "/?#".contains(c);
    let token = behind.find(ends).and_then(|end| behind.get(..end)).unwrap_or(behind);
    let at = token.rfind('@').or_else(|| {
        // A password with a space in it, where the text begins with the URL and nothing else can be meant.
        let is_open = token.contains(':') && !before.contains(char::is_whitespace) && !is_page;
        is_open.then(|| behind.rfind('@')).flatten()
    });
    at.and_then(|at| behind.split_at_checked(at)).map_or((None, behind), |(user, host)| (Some(user), host))
}

/// `…?password=secret`, and `host=… password=secret` of connection strings, with `***`.
fn parameters(text: &str) -> Option<String> {
    const NAMES: [&str; 3] = ["sslpassword=", "pgpassword=", "password="];
    let lower = text.to_ascii_lowercase();
    let is_connection = ["://", "host=", "hostaddr=", "dbname=", "pgpassword="].iter().any(|it| lower.contains(it));
    if !is_connection {
        return None;
    }
    let mut shown = String::new();
    let mut at = 0;
    while let Some((start, name)) = NAMES.iter().filter_map(|name| Some((lower.get(at..)?.find(name)?, name))).min() {
        let value = at + start + name.len();
        let rest = text.get(value..).unwrap_or_default();
        let length = match rest.strip_prefix('\'') {
            Some(quoted) => quoted.find('\'').map_or(rest.len(), |end| end + 2),
            None => rest.find(|c: char| c.is_whitespace() || "&\"'`#".contains(c)).unwrap_or(rest.len()),
        };
        shown.push_str(text.get(at..value).unwrap_or_default());
        shown.push_str("***");
        at = value + length;
    }
    shown.push_str(text.get(at..).unwrap_or_default());
    (at > 0 && shown != text).then_some(shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_go_and_the_rest_stays() {
        let cases = [
            ("postgres://app:s3cret@db:5432/shop", "postgres://app@db:5432/shop"),
            ("postgresql://app:a/b?c@d@db/shop?x=y@z", "postgresql://app@z"),
            ("from mysql://root:pw@h/a to postgres://u:pw@h/b.", "from mysql://root@h/a to postgres://u@h/b."),
            ("postgres://u:two words@h/a", "postgres://u@h/a"),
            ("postgres://u@h/a?password=pw&sslmode=disable", "postgres://u@h/a?password=***&sslmode=disable"),
            ("host=h user=u PASSWORD='a b' dbname=d", "host=h user=u PASSWORD=*** dbname=d"),
            ("PGPASSWORD=pw psql", "PGPASSWORD=*** psql"),
            ("see `https://u:pw@docs.example/a:b@c`", "see `https://u@docs.example/a:b@c`"),
            ("postgres://:pw@h/a", "postgres://@h/a"),
        ];
        for (text, shown) in cases {
            assert_eq!(without_passwords(text).as_deref(), Some(shown));
            assert_eq!(without_passwords(shown), None, "{shown}");
        }
    }

    #[test]
    fn suspicion_does_not_depend_on_how_the_bytes_come() {
        let raised = |text: &str, length: usize| {
            let mut suspicion = Suspicion::default();
            text.as_bytes().chunks(length).for_each(|bytes| suspicion.look(bytes));
            suspicion.is_raised()
        };
        for length in 1..40 {
            for text in ["a=b, host=h PassWord=x and so on", "password=", "see postgres://u:p@h/a, please"] {
                assert!(raised(text, length), "{text} {length}");
            }
            assert!(!raised("a=b, password of postgres://h/a = secret, word=1", length), "{length}");
        }
    }

    #[test]
    fn what_holds_no_password_stays() {
        let texts = [
            "postgres://app@db:5432/shop",
            "https://docs.example/a:b@c",
            "mail dba@example.org at 10:30",
            "SELECT 1 WHERE password='x'",
            "ß://ü",
            "",
        ];
        for text in texts {
            assert_eq!(without_passwords(text), None, "{text}");
        }
    }
}
