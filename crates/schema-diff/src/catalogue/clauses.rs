//! Clauses of a statement that is held as its text: lists in parentheses, what follows a keyword.

/// `head` up to the last `word (` outside quotes, and the elements in these parentheses.
#[must_use]
pub fn split<'a>(statement: &'a str, word: &str) -> (&'a str, Vec<String>) {
    let none = (statement.trim(), Vec::new());
    let Some(inside) = statement.trim_end().strip_suffix(')') else { return none };
    // The parenthesis that the last one closes.
    let mut depth = 0_usize;
    let mut quoted = false;
    let mut open = None;
    for (at, c) in inside.char_indices().rev() {
        match c {
            '\'' => quoted = !quoted,
            ')' if !quoted => depth += 1,
            '(' if !quoted && depth == 0 => {
                open = Some(at);
                break;
            }
            '(' if !quoted => depth -= 1,
            _ => {}
        }
    }
    let Some(open) = open else { return none };
    let (head, list) = (inside.get(..open).unwrap_or_default().trim_end(), inside.get(open + 1..).unwrap_or_default());
    let at = head.len().checked_sub(word.len());
    let Some(before) = at.filter(|at| head.get(*at..).is_some_and(|it| it.eq_ignore_ascii_case(word))) else {
        return none;
    };
    (head.get(..before).unwrap_or_default().trim_end(), elements(list))
}

/// The elements of a list, split at commas outside quotes and parentheses.
#[must_use]
pub fn elements(list: &str) -> Vec<String> {
    let (mut depth, mut quoted) = (0_usize, false);
    let mut all = vec![String::new()];
    for c in list.chars() {
        match c {
            '\'' | '"' => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
        if c == ',' && depth == 0 && !quoted {
            all.push(String::new());
        } else if let Some(last) = all.last_mut() {
            last.push(c);
        }
    }
    all.into_iter().map(|it| it.trim().to_owned()).filter(|it| !it.is_empty()).collect()
}

/// What follows `word` in the head of a statement, outside quotes.
#[must_use]
pub fn after<'a>(head: &'a str, word: &str) -> Option<&'a str> {
    let upper = head.to_ascii_uppercase();
    let mut found = upper.match_indices(word).map(|(at, _)| at);
    let at = found.find(|at| head.get(..*at).is_some_and(|it| it.matches('\'').count() % 2 == 0))?;
    head.get(at + word.len()..).map(str::trim)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_at_the_end_are_taken_apart() {
        let statement = "CREATE PUBLICATION p FOR TABLE a (x, y) WHERE (z > 1), b WITH (publish = 'insert, update')";
        let (head, elements) = split(statement, "WITH");
        assert_eq!(after(head, " FOR "), Some("TABLE a (x, y) WHERE (z > 1), b"));
        assert_eq!(elements, ["publish = 'insert, update'"]);
        assert_eq!(split("CREATE PUBLICATION p FOR TABLE a (x)", "WITH").1, Vec::<String>::new());
        let (_, elements) = split("CREATE SERVER s FOREIGN DATA WRAPPER w OPTIONS (host 'a, (b', port '1')", "options");
        assert_eq!(elements, ["host 'a, (b'", "port '1'"]);
    }
}
