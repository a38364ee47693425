//! What a name means where it is written.

/// The names that `name` may mean in `scope`, the innermost first; one that begins with a dot means itself.
pub(super) fn candidates<'a>(name: &'a str, scope: &'a str) -> impl Iterator<Item = String> + 'a {
    let (absolute, name) = name.strip_prefix('.').map_or((false, name), |rest| (true, rest));
    let mut rest = if absolute { None } else { Some(scope) };
    let mut done = false;
    std::iter::from_fn(move || {
        if done {
            return None;
        }
        match rest {
            None | Some("") => {
                done = true;
                Some(name.to_owned())
            }
            Some(scope) => {
                rest = Some(scope.rsplit_once('.').map_or("", |(outer, _)| outer));
                Some(format!("{scope}.{name}"))
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::candidates;

    #[test]
    fn the_innermost_comes_first() {
        let all: Vec<String> = candidates("B.C", "p.q.M").collect();
        assert_eq!(all, ["p.q.M.B.C", "p.q.B.C", "p.B.C", "B.C"]);
        assert_eq!(candidates(".B", "p.q").collect::<Vec<_>>(), ["B"]);
    }
}
