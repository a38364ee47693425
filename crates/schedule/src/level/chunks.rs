//! What is free of each resource over time, for long plans: parts of time in which nothing changes, in chunks of which is
//! known the most that is free in them, so that a search passes over those that are full.

use super::lanes::{Lanes, Piece, fits};
use super::timeline::Timeline;

/// Parts of time per chunk at most.
const MOST: usize = 64;

/// Parts of time that follow each other.
#[derive(Debug, Clone, Default)]
struct Chunk {
    /// Where each part begins; it ends where the next one does.
    starts: Vec<i64>,
    /// What is free in each part: the words of the first one, then those of the second, and so on.
    free: Vec<u64>,
}

/// A timeline of chunks; the first part begins at 0, the last one has no end.
#[derive(Debug, Clone)]
pub(super) struct Chunks {
    lanes: Lanes,
    list: Vec<Chunk>,
    /// Where each chunk begins.
    begins: Vec<i64>,
    /// By chunk, word and lane the most that is free in any of its parts.
    most: Vec<u64>,
    /// Chunks that are not in use, for their memory.
    spare: Vec<Chunk>,
}

impl Chunks {
    pub(super) fn new(lanes: &Lanes) -> Self {
        let mut chunks =
            Self { lanes: lanes.clone(), list: Vec::new(), begins: Vec::new(), most: Vec::new(), spare: Vec::new() };
        chunks.clear();
        chunks
    }

    /// The chunk and the part in it that hold this time.
    fn find(&self, at: i64) -> (usize, usize) {
        let chunk = self.begins.partition_point(|&begin| begin <= at) - 1;
        (chunk, self.list[chunk].starts.partition_point(|&start| start <= at) - 1)
    }

    /// Where a part ends.
    fn end(&self, chunk: usize, part: usize) -> i64 {
        let within = self.list[chunk].starts.get(part + 1);
        within.or_else(|| self.begins.get(chunk + 1)).copied().unwrap_or(i64::MAX)
    }

    /// Makes a part begin at this time, and tells where it is.
    fn cut(&mut self, at: i64) -> (usize, usize) {
        let (mut chunk, mut part) = self.find(at);
        if self.list[chunk].starts[part] == at {
            return (chunk, part);
        }
        if self.list[chunk].starts.len() == MOST {
            self.split(chunk);
            if part >= MOST / 2 {
                (chunk, part) = (chunk + 1, part - MOST / 2);
            }
        }
        let words = self.lanes.words();
        let it = &mut self.list[chunk];
        it.starts.insert(part + 1, at);
        it.free.extend_from_within(part * words..(part + 1) * words);
        it.free[(part + 1) * words..].rotate_right(words);
        (chunk, part + 1)
    }

    /// Halves a chunk.
    fn split(&mut self, chunk: usize) {
        let words = self.lanes.words();
        let mut second = self.spare.pop().unwrap_or_default();
        let first = &mut self.list[chunk];
        second.starts.clear();
        second.starts.extend(first.starts.drain(MOST / 2..));
        second.free.clear();
        second.free.extend(first.free.drain(MOST / 2 * words..));
        self.begins.insert(chunk + 1, second.starts[0]);
        self.list.insert(chunk + 1, second);
        // The most of both is a bound for the second one, until something is taken from it.
        self.most.extend_from_within(chunk * words..(chunk + 1) * words);
        self.most[(chunk + 1) * words..].rotate_right(words);
    }

    fn may_fit(&self, demand: &[Piece], chunk: usize) -> bool {
        let (guards, words) = (self.lanes.guards(), self.lanes.words());
        demand.iter().all(|piece| fits(guards, self.most[chunk * words + piece.word], piece.units))
    }

    fn tell_most(&mut self, chunk: usize) {
        let words = self.lanes.words();
        let most = &mut self.most[chunk * words..(chunk + 1) * words];
        most.fill(0);
        for part in self.list[chunk].free.chunks_exact(words.max(1)) {
            for (most, &free) in most.iter_mut().zip(part) {
                *most = self.lanes.higher(*most, free);
            }
        }
    }
}

impl Chunk {
    fn fits(&self, guards: u64, words: usize, demand: &[Piece], part: usize) -> bool {
        demand.iter().all(|piece| fits(guards, self.free[part * words + piece.word], piece.units))
    }
}

impl Timeline for Chunks {
    const IS_LONG: bool = true;

    fn clear(&mut self) {
        self.spare.append(&mut self.list);
        let mut first = self.spare.pop().unwrap_or_default();
        first.starts.clear();
        first.starts.push(0);
        first.free.clone_from(&self.lanes.full);
        self.list.push(first);
        self.begins.clear();
        self.begins.push(0);
        self.most.clone_from(&self.lanes.full);
    }

    fn first_fit(&self, demand: &[Piece], ready: i64, length: i64) -> i64 {
        let (guards, words) = (self.lanes.guards(), self.lanes.words());
        let (mut chunk, mut part) = self.find(ready);
        let mut begin = ready;
        while let Some(it) = self.list.get(chunk) {
            if self.may_fit(demand, chunk) {
                while part < it.starts.len() {
                    if begin.saturating_add(length) <= it.starts[part] {
                        return begin;
                    }
                    if !it.fits(guards, words, demand, part) {
                        begin = self.end(chunk, part);
                    }
                    part += 1;
                }
            } else {
                if begin.saturating_add(length) <= it.starts[part] {
                    return begin;
                }
                begin = self.end(chunk, it.starts.len() - 1);
            }
            (chunk, part) = (chunk + 1, 0);
        }
        begin
    }

    fn last_conflict(&self, demand: &[Piece], from: i64, to: i64) -> Option<i64> {
        if from >= to {
            return None;
        }
        let (guards, words) = (self.lanes.guards(), self.lanes.words());
        let (first, last) = (self.find(from), self.find(to - 1));
        for chunk in (first.0..=last.0).rev() {
            let it = &self.list[chunk];
            let low = if chunk == first.0 { first.1 } else { 0 };
            let high = if chunk == last.0 { last.1 } else { it.starts.len() - 1 };
            if let Some(part) = (low..=high).rev().find(|&part| !it.fits(guards, words, demand, part)) {
                return Some(self.end(chunk, part));
            }
        }
        None
    }

    fn reserve(&mut self, demand: &[Piece], from: i64, to: i64) {
        if from >= to {
            return;
        }
        // The end first: it leaves the place of the begin where it is, or is sought again.
        self.cut(to);
        let (mut chunk, mut part) = self.cut(from);
        let words = self.lanes.words();
        while let Some(it) = self.list.get_mut(chunk) {
            let is_over = loop {
                match it.starts.get(part) {
                    Some(&start) if start < to => {
                        for piece in demand {
                            it.free[part * words + piece.word] -= piece.units;
                        }
                        part += 1;
                    }
                    Some(_) => break true,
                    None => break false,
                }
            };
            self.tell_most(chunk);
            if is_over {
                break;
            }
            (chunk, part) = (chunk + 1, 0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::timeline::Units;
    use super::super::timeline::tests::takes_and_finds;
    use super::*;

    #[test]
    fn chunks() {
        for capacities in [[2, 5], [2, 50_000]] {
            let lanes = Lanes::new(&capacities);
            takes_and_finds(&mut Chunks::new(&lanes), &lanes);
        }
    }

    #[test]
    fn long_plans_are_told_as_short_ones_are() {
        let lanes = Lanes::new(&[7, 4, 9, 3, 5]);
        let (mut long, mut short) = (Chunks::new(&lanes), Units::new(&lanes, 20_000));
        let mut state = 7_u64;
        let mut any = |below: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % below
        };
        for _ in 0..2000 {
            let demand = [lanes.piece(1, 1 + any(4)), lanes.piece(4, any(6))];
            let (ready, length) = (any(3000).cast_signed(), 1 + any(20).cast_signed());
            let begin = long.first_fit(&demand, ready, length);
            assert_eq!(begin, short.first_fit(&demand, ready, length));
            assert_eq!(long.last_conflict(&demand, ready, begin), short.last_conflict(&demand, ready, begin));
            long.reserve(&demand, begin, begin + length);
            short.reserve(&demand, begin, begin + length);
        }
        assert!(long.list.len() > 20);
    }
}
