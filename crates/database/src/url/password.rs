//! Passwords that do not stand in the URL.

use std::path::{Path, PathBuf};

use crate::{Error, ErrorKind, Result};

/// The parameter of a URL that names a file with the password.
const PARAMETER: &str = "password-file";

/// The URL without `password-file`, and the password that the file holds.
pub(super) fn taken_from_file(url: &str) -> Result<(String, Option<String>)> {
    let Some((base, query)) = url.split_once('?') else { return Ok((url.to_owned(), None)) };
    let mut password = None;
    let mut others = Vec::new();
    for pair in query.split('&') {
        match pair.split_once('=') {
            Some((PARAMETER, path)) => password = Some(read(&decoded(path))?),
            _ => others.push(pair),
        }
    }
    let others = others.join("&");
    let url = if others.is_empty() { base.to_owned() } else { format!("{base}?{others}") };
    Ok((url, password))
}

/// The first line of a file.
pub(super) fn read(path: &Path) -> Result<String> {
    let text = std::fs::read_to_string(path).map_err(|error| {
        Error::new(ErrorKind::Url, format!("the password file {} cannot be read: {error}", path.display()))
    })?;
    let line = text.lines().next().unwrap_or_default();
    if line.is_empty() {
        return Err(Error::new(
            ErrorKind::Url,
            format!("the first line of the password file {} is empty", path.display()),
        ));
    }
    Ok(line.to_owned())
}

/// A path with its `%XX` decoded.
fn decoded(text: &str) -> PathBuf {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((byte, behind)) = rest.split_first() {
        let escaped = behind.get(..2).filter(|_| *byte == b'%').and_then(|it| std::str::from_utf8(it).ok());
        if let Some(value) = escaped.and_then(|it| u8::from_str_radix(it, 16).ok()) {
            bytes.push(value);
            rest = behind.get(2..).unwrap_or_default();
        } else {
            bytes.push(*byte);
            rest = behind;
        }
    }
    PathBuf::from(String::from_utf8_lossy(&bytes).into_owned())
}

/// What a line of `~/.pgpass` gives for a connection: `host:port:database:user:password`, `*` for any, the first that fits.
pub(crate) fn of_pgpass(text: &str, wanted: [&str; 4]) -> Option<String> {
    text.lines().filter(|line| !line.starts_with('#')).find_map(|line| {
        let fields = fields(line);
        let (password, place) = fields.split_last()?;
        let fits =
            place.len() == wanted.len() && place.iter().zip(wanted).all(|(field, it)| field == "*" || field == it);
        fits.then(|| password.clone())
    })
}

/// The fields of a line; a backslash stands before a colon or a backslash that is part of one.
fn fields(line: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut characters = line.chars();
    while let Some(character) = characters.next() {
        let literal = match character {
            '\\' => characters.next(),
            ':' if fields.len() < 5 => {
                fields.push(String::new());
                None
            }
            other => Some(other),
        };
        if let Some(last) = fields.last_mut() {
            last.extend(literal);
        }
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_that_fits_gives_the_password() {
        let text = "# all\nh:1:d:other:no\nh:*:d:me:a\\:b\\\\c\n*:*:*:*:last:colon\n";
        assert_eq!(of_pgpass(text, ["h", "5432", "d", "me"]).as_deref(), Some("a:b\\c"));
        assert_eq!(of_pgpass(text, ["x", "1", "y", "z"]).as_deref(), Some("last:colon"));
        assert_eq!(of_pgpass("h:1:d:me", ["h", "1", "d", "me"]), None);
    }

    #[test]
    fn paths_are_decoded() {
        assert_eq!(decoded("/a%20b/100%"), PathBuf::from("/a b/100%"));
    }

    #[test]
    fn a_file_that_is_not_there_is_named() {
        let error = taken_from_file("postgres://h/d?password-file=/no/such").map_err(|it| it.to_string());
        assert!(error.is_err_and(|it| it.contains("/no/such")));
        let same = "postgres://h/d?host=/run&x=1";
        assert_eq!(taken_from_file(same).ok(), Some((same.to_owned(), None)));
    }
}
