//! What the text of a trigger writes, as far as it can be seen without running it.

/// What was seen.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Writes {
    /// Tables behind `INSERT INTO`, `UPDATE` and `DELETE FROM`.
    pub(super) tables: Vec<String>,
    /// Columns of the new row that are assigned.
    pub(super) columns: Vec<String>,
}

/// Goes through the words of a text; what stands in comments and strings is none.
pub(super) fn scan(body: &str) -> Writes {
    let words = words(body);
    let is = |place: usize, word: &str| words.get(place).is_some_and(|it| it.eq_ignore_ascii_case(word));
    let mut found = Writes::default();
    for place in 0..words.len() {
        let table = if (is(place, "INSERT") || is(place, "REPLACE")) && is(place + 1, "INTO")
            || is(place, "DELETE") && is(place + 1, "FROM")
        {
            words.get(place + 2)
        } else if is(place, "UPDATE") && !is(place.wrapping_sub(1), "FOR") && !is(place.wrapping_sub(1), "DO") {
            words.get(place + if is(place + 1, "ONLY") { 2 } else { 1 })
        } else {
            None
        };
        if let Some(name) = table.filter(|it| is_name(it)) {
            keep(&mut found.tables, name);
        }
        let assigned = is(place + 1, ":=") || is(place + 1, "=");
        if let (true, Some(word)) = (assigned, words.get(place)) {
            let lower = word.to_lowercase();
            let is_set = is(place + 1, ":=")
                || is(place.wrapping_sub(1), "SET")
                || is(place.wrapping_sub(1), ";")
                || place == 0
                || is(place.wrapping_sub(1), "BEGIN")
                || is(place.wrapping_sub(1), "THEN");
            if let (true, Some(column)) = (is_set, lower.strip_prefix("new.").and_then(|_| word.get(4..))) {
                keep(&mut found.columns, column);
            }
        }
    }
    found
}

fn keep(into: &mut Vec<String>, name: &str) {
    if !into.iter().any(|it| it == name) {
        into.push(name.to_owned());
    }
}

fn is_name(word: &str) -> bool {
    word.starts_with(|first: char| first.is_alphabetic() || matches!(first, '_' | '"' | '`'))
}

/// Names with their dots and quotes, `:=`, and every other character for itself.
fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut letters = text.chars().peekable();
    let mut word = String::new();
    while let Some(letter) = letters.next() {
        let next = letters.peek().copied();
        match letter {
            '-' if next == Some('-') => {
                flush(&mut word, &mut words);
                letters.by_ref().find(|it| *it == '\n');
            }
            '/' if next == Some('*') => {
                flush(&mut word, &mut words);
                let mut last = ' ';
                letters.by_ref().find(|it| std::mem::replace(&mut last, *it) == '*' && *it == '/');
            }
            '\'' => {
                flush(&mut word, &mut words);
                letters.by_ref().find(|it| *it == '\'');
            }
            '"' | '`' => {
                word.push(letter);
                for inner in letters.by_ref() {
                    word.push(inner);
                    if inner == letter {
                        break;
                    }
                }
            }
            _ if letter.is_alphanumeric() || matches!(letter, '_' | '.' | '$') => word.push(letter),
            _ => {
                flush(&mut word, &mut words);
                if letter == ':' && next == Some('=') {
                    letters.next();
                    words.push(":=".to_owned());
                } else if !letter.is_whitespace() {
                    words.push(letter.to_string());
                }
            }
        }
    }
    flush(&mut word, &mut words);
    words
}

fn flush(word: &mut String, words: &mut Vec<String>) {
    if !word.is_empty() {
        words.push(std::mem::take(word));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(body: &str) -> (String, String) {
        let found = scan(body);
        (found.tables.join(" "), found.columns.join(" "))
    }

    fn pair(tables: &str, columns: &str) -> (String, String) {
        (tables.to_owned(), columns.to_owned())
    }

    #[test]
    fn tables_and_columns_that_are_written_are_seen() {
        let body = "BEGIN NEW.changed_at := now(); INSERT INTO log.\"Odd name\" VALUES ('DELETE FROM x'); -- UPDATE y\n \
             /* DELETE FROM z */ UPDATE ONLY stock SET n = n - 1 WHERE id = new.id; DELETE FROM cache; RETURN NEW; END";
        assert_eq!(found(body), pair("log.\"Odd name\" stock cache", "changed_at"));
        assert_eq!(found("SET NEW.total = NEW.a + NEW.b"), pair("", "total"));
        assert_eq!(found("BEGIN IF NEW.a = NEW.b THEN new.c = 1; END IF; END"), pair("", "c"));
        assert_eq!(
            found("SELECT 1 FROM t FOR UPDATE; INSERT INTO a VALUES (1) ON CONFLICT DO UPDATE SET b = 1"),
            pair("a", "")
        );
        assert_eq!(found("'"), pair("", ""));
    }
}
