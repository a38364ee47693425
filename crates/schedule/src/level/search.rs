//! The search for a short schedule: a genetic algorithm on orders of tasks whose members are improved by double
//! justification (Valls, Ballestín and Quintanilla 2005; two-point crossover after Hartmann 1998).

use super::parallel;
use super::priority::{Rule, Ways, order};
use super::problem::{Direction, Problem, float, whole};
use super::random::Random;
use super::serial::Generator;
use super::timeline::Timeline;

/// Members of the population.
const MEMBERS: usize = 40;
/// By how much of its range (and the longest work) a value is shifted by chance at most.
const SPREAD: f64 = 0.8;
/// Generations without progress after which it begins anew: members that have become too much alike find nothing more.
const PATIENCE: u32 = 12;
/// How often two neighbours of a new order are exchanged.
const MUTATION: f64 = 0.05;
/// Larger problems have no parallel schedules among their first members: it looks at all that is ready at every event.
const PARALLEL: usize = 2000;

/// The best schedule that was found.
#[derive(Debug, Clone)]
pub(super) struct Best {
    pub(super) makespan: i64,
    pub(super) begin: Vec<i64>,
    pub(super) end: Vec<i64>,
    pub(super) generated: u64,
}

/// An order and the end of its schedule.
#[derive(Debug, Clone)]
struct Member {
    order: Vec<u32>,
    makespan: i64,
}

struct Search<'a, T> {
    problem: &'a Problem<'a>,
    generator: Generator<T>,
    best: Best,
    /// No schedule is shorter.
    bound: i64,
    /// Schedules to generate at most.
    budget: u64,
    random: Random,
    keys: Vec<(i64, i64, u32)>,
    is_started: Vec<bool>,
}

/// Searches until so many schedules have been generated or the bound is met. The task that never runs, where there is one.
pub(super) fn search<T: Timeline>(
    problem: &Problem<'_>,
    timeline: T,
    (bound, budget, seed): (i64, u64, u64),
) -> Result<Best, u32> {
    let count = problem.len();
    let best = Best { makespan: i64::MAX, begin: vec![0; count], end: vec![0; count], generated: 0 };
    let generator = Generator::new(timeline, problem);
    let mut is_started = vec![false; count];
    for &task in &problem.started {
        is_started[task as usize] = true;
    }
    let random = Random::new(seed);
    let mut search = Search { problem, generator, best, bound, budget, random, keys: Vec::new(), is_started };
    search.run()?;
    search.best.generated = search.generator.count;
    Ok(search.best)
}

impl<T: Timeline> Search<'_, T> {
    fn run(&mut self) -> Result<(), u32> {
        let ways = Ways::new(self.problem);
        let latest = Rule::LatestFinish.values(self.problem, &ways);
        let mut member = Member { order: order(self.problem, &latest), makespan: 0 };
        let first = self.improve(&mut member);
        let mut members: Vec<Member> = first.is_ok().then_some(member).into_iter().collect();
        self.first_members(&ways, &mut members);
        let (mut shortest, mut stale) = (i64::MAX, 0);
        while !self.is_over() {
            while members.len() < MEMBERS && !self.is_over() {
                let order = self.sample(&latest);
                self.join(order, &mut members);
            }
            self.next_generation(&mut members);
            let found = members.first().map_or(i64::MAX, |member| member.makespan);
            (shortest, stale) = if found < shortest { (found, 0) } else { (shortest, stale + 1) };
            if stale == PATIENCE {
                members.clear();
                (shortest, stale) = (i64::MAX, 0);
            }
        }
        if self.best.makespan < i64::MAX { Ok(()) } else { first }
    }

    fn is_over(&self) -> bool {
        self.best.makespan <= self.bound || self.generator.count >= self.budget
    }

    /// By rules, serial and parallel; the first one is there already.
    fn first_members(&mut self, ways: &Ways, members: &mut Vec<Member>) {
        let by_rule = Rule::ALL.map(|rule| rule.values(self.problem, ways));
        for values in &by_rule {
            if self.is_over() {
                return;
            }
            if self.problem.len() <= PARALLEL
                && let Some(order) = parallel::order(self.problem, values)
            {
                self.join(order, members);
            }
            if *values != by_rule[0] && !self.is_over() {
                self.join(order(self.problem, values), members);
            }
        }
    }

    fn join(&mut self, order: Vec<u32>, members: &mut Vec<Member>) {
        let mut member = Member { order, makespan: 0 };
        // Where openings end some day, not every order finds room for all.
        if self.improve(&mut member).is_ok() {
            members.push(member);
        }
    }

    /// An order by chance: by values that are shifted by a part of their range.
    fn sample(&mut self, values: &[i64]) -> Vec<u32> {
        let range = values.iter().max().zip(values.iter().min()).map_or(0, |(most, least)| most - least);
        // Without arcs the values of some rules are all the same.
        let longest = self.problem.work.iter().max().copied().unwrap_or(0);
        let spread = SPREAD * float(range + longest);
        let shifted: Vec<i64> = values.iter().map(|&value| value + whole(self.random.share() * spread)).collect();
        order(self.problem, &shifted)
    }

    /// Generates the schedule of a member, shifts all tasks as late as they can be and then as early as they can be, and
    /// makes its order that of their begins. Fails with the task that finds no room, where openings end some day.
    fn improve(&mut self, member: &mut Member) -> Result<(), u32> {
        let first = self.generator.generate(self.problem, &member.order, Direction::Forward)?;
        self.note(first);
        member.makespan = first;
        // There and back takes two more.
        if !self.is_over() && self.generator.count + 2 <= self.budget {
            let begins_and_ends = (&self.generator.begin, &self.generator.end);
            // Equal ones go as time does, which is backwards now.
            member.order.reverse();
            sort(&mut member.order, &mut self.keys, |task| (-begins_and_ends.1[task], -begins_and_ends.0[task]));
            self.generator.generate(self.problem, &member.order, Direction::Back(first))?;
            member.order.reverse();
            // Times are distances from the end.
            self.sort_by_begin(&mut member.order, -1);
            member.makespan = self.generator.generate(self.problem, &member.order, Direction::Forward)?;
            self.note(member.makespan);
        }
        self.sort_by_begin(&mut member.order, 1);
        Ok(())
    }

    /// Orders tasks by the begins of the last schedule, or where `sign` is negative of the last one back. What has been
    /// started stays first.
    fn sort_by_begin(&mut self, order: &mut [u32], sign: i64) {
        let (begins, ends) = (&self.generator.begin, &self.generator.end);
        let (first, last) = if sign > 0 { (begins, ends) } else { (ends, begins) };
        let is_started = &self.is_started;
        sort(order, &mut self.keys, |task| {
            if is_started[task] { (i64::MIN, 0) } else { (sign * first[task], sign * last[task]) }
        });
    }

    fn note(&mut self, makespan: i64) {
        if makespan < self.best.makespan {
            self.best.makespan = makespan;
            self.best.begin.copy_from_slice(&self.generator.begin);
            self.best.end.copy_from_slice(&self.generator.end);
        }
    }

    /// Pairs by chance, two children each; the best of all stay.
    fn next_generation(&mut self, members: &mut Vec<Member>) {
        let parents = members.len();
        let mut partners: Vec<usize> = (0..parents).collect();
        for last in (1..parents).rev() {
            partners.swap(last, self.random.below(last + 1));
        }
        for pair in partners.chunks_exact(2) {
            for (mother, father) in [(pair[0], pair[1]), (pair[1], pair[0])] {
                if self.is_over() {
                    return;
                }
                let mut order = self.cross(&members[mother].order, &members[father].order);
                self.mutate(&mut order);
                self.join(order, members);
            }
        }
        members.sort_by_key(|member| member.makespan);
        members.dedup_by(|next, last| next.makespan == last.makespan && next.order == last.order);
        members.truncate(MEMBERS);
    }

    /// The mother's order up to a point, from there to another one what the father has next, and the rest as with the mother.
    fn cross(&mut self, mother: &[u32], father: &[u32]) -> Vec<u32> {
        let count = mother.len();
        let (one, two) = (self.random.below(count + 1), self.random.below(count + 1));
        let (from, to) = (one.min(two), one.max(two));
        let mut is_taken = vec![false; count];
        let mut order = Vec::with_capacity(count);
        for (source, until) in [(mother, from), (father, to), (mother, count)] {
            for &task in source {
                if order.len() >= until {
                    break;
                }
                if !is_taken[task as usize] {
                    is_taken[task as usize] = true;
                    order.push(task);
                }
            }
        }
        order
    }

    fn mutate(&mut self, order: &mut [u32]) {
        for position in (self.problem.started.len() + 1)..order.len() {
            let (first, second) = (order[position - 1], order[position]);
            if self.random.share() < MUTATION && !self.problem.before.of(second).contains(&first) {
                order.swap(position - 1, position);
            }
        }
    }
}

/// Sorts tasks by a key; equal ones keep their order.
fn sort(order: &mut [u32], keys: &mut Vec<(i64, i64, u32)>, key: impl Fn(usize) -> (i64, i64)) {
    keys.clear();
    keys.extend(order.iter().map(|&task| {
        let (first, second) = key(task as usize);
        (first, second, task)
    }));
    keys.sort_by_key(|&(first, second, _)| (first, second));
    for (place, &(_, _, task)) in order.iter_mut().zip(keys.iter()) {
        *place = task;
    }
}
