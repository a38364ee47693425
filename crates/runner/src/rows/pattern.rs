//! Texts that match a simple regular expression.

/// Texts that match `pattern` where it is simple enough: classes, groups, alternatives and repetitions; the shortest
/// and a longer one. Look-around, back references and the like give texts that do not match, which does no harm.
pub(crate) fn samples(pattern: &str) -> Vec<String> {
    [false, true].into_iter().map(|longer| Sampler { rest: pattern.chars().collect(), at: 0, longer }.run()).collect()
}

/// Depth of groups that is followed.
const DEEPEST: usize = 16;

struct Sampler {
    rest: Vec<char>,
    at: usize,
    longer: bool,
}

impl Sampler {
    fn run(mut self) -> String {
        self.alternatives(0)
    }

    fn peek(&self) -> Option<char> {
        self.rest.get(self.at).copied()
    }

    fn next(&mut self) -> Option<char> {
        let next = self.peek();
        self.at += 1;
        next
    }

    /// The first of several alternatives; reads past the closing parenthesis.
    fn alternatives(&mut self, depth: usize) -> String {
        let mut chosen = None;
        let mut current = String::new();
        while let Some(character) = self.next() {
            match character {
                ')' => break,
                '|' => drop(chosen.get_or_insert_with(|| std::mem::take(&mut current))),
                '^' | '$' => {}
                _ => {
                    let piece = self.piece(character, depth);
                    let times = self.repetitions();
                    current.extend(std::iter::repeat_n(piece.as_str(), times));
                }
            }
        }
        chosen.unwrap_or(current)
    }

    fn piece(&mut self, character: char, depth: usize) -> String {
        match character {
            '(' if depth < DEEPEST => {
                if self.peek() == Some('?') {
                    self.at += 1;
                    while matches!(self.peek(), Some(':' | '=' | '!' | 'i')) {
                        self.at += 1;
                    }
                }
                self.alternatives(depth + 1)
            }
            '[' => self.class().to_string(),
            '\\' => match self.next() {
                Some('d') => "7".to_owned(),
                Some('w') => "a".to_owned(),
                Some('s') => " ".to_owned(),
                Some('m' | 'M' | 'y' | 'A' | 'Z' | 'b') | None => String::new(),
                Some(other) => other.to_string(),
            },
            '.' => "x".to_owned(),
            other => other.to_string(),
        }
    }

    /// A member of a bracket expression.
    fn class(&mut self) -> char {
        let negated = self.peek() == Some('^');
        if negated {
            self.at += 1;
        }
        let mut members = Vec::new();
        while let Some(character) = self.next() {
            match character {
                ']' if !members.is_empty() => break,
                '[' if self.peek() == Some(':') => {
                    let name: String = std::iter::from_fn(|| self.next().filter(|c| *c != ']')).collect();
                    members.push(if name.contains("digit") { '7' } else { 'a' });
                }
                '\\' => members.push(match self.next() {
                    Some('d') => '7',
                    Some('w') => 'a',
                    Some('s') | None => ' ',
                    Some(other) => other,
                }),
                other => members.push(other),
            }
        }
        if negated {
            return ('a'..='z').chain('0'..='9').find(|c| !members.contains(c)).unwrap_or('~');
        }
        members.first().copied().unwrap_or('a')
    }

    /// How often the piece before is repeated, by the quantifier that follows it.
    fn repetitions(&mut self) -> usize {
        let times = match self.peek() {
            Some('*') => usize::from(self.longer) * 2,
            Some('?') => usize::from(self.longer),
            Some('+') => 1 + usize::from(self.longer),
            Some('{') => return self.bounds(),
            _ => return 1,
        };
        self.at += 1;
        times
    }

    fn bounds(&mut self) -> usize {
        let text: String = std::iter::from_fn(|| self.next().filter(|c| *c != '}')).skip(1).collect();
        let mut parts = text.split(',').map(|part| part.trim().parse::<usize>().ok());
        let low = parts.next().flatten().unwrap_or(0);
        let high = parts.next().flatten().unwrap_or(low);
        if self.longer { high.min(256) } else { low.min(256) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sample_matches() {
        assert_eq!(samples("^[A-Z]{2}-\\d+$"), ["AA-7", "AA-77"]);
        assert_eq!(samples("^(red|green)x?$"), ["red", "redx"]);
        assert_eq!(samples("[^@]+@[^@]+\\.[a-z]{2,3}"), ["a@a.aa", "aa@aa.aaa"]);
    }

    #[test]
    fn an_unclosed_pattern_ends() {
        for pattern in ["[", "((((", "a{", "\\", "[^", "a{99999999}"] {
            assert_eq!(samples(pattern).len(), 2);
        }
    }
}
