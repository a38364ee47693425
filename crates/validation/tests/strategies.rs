//! Every way of comparing gives what a naive comparison gives.

use std::collections::{BTreeMap, BTreeSet};

use database::{Decimal, Value, ValueKind};
use proptest::prelude::*;
use validation::{
    CompareOptions, Comparison, Difference, DifferenceKind, MemorySide, Row, StrategyChoice, Verdict, compare, encode,
};

/// A row of the model: a key that may stand twice or be NULL, an amount, a text.
type Model = (Option<i64>, String, i64, Option<String>);

fn value_row((id, part, amount, text): &Model) -> Row {
    let text = text.clone().map_or(Value::Null, Value::Text);
    let id = id.map_or(Value::Null, |id| Value::Integer(id.into()));
    let amount = Decimal::parse(&format!("{amount}e-2")).map_or(Value::Null, Value::Decimal);
    vec![id, Value::Text(part.clone()), amount, text]
}

fn side(label: &str, rows: &[Model], key: &[usize]) -> MemorySide {
    let columns = [
        ("id", ValueKind::Integer),
        ("part", ValueKind::Text),
        ("amount", ValueKind::Decimal(Some(2))),
        ("text", ValueKind::Text),
    ];
    MemorySide::new(label, &columns, key, rows.iter().map(value_row).collect())
}

/// What a difference says, in a form that can be compared: key, kind, columns, counts.
type Told = (Vec<u8>, &'static str, Vec<usize>, u64, u64);

fn bytes(row: &[Value]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for value in row {
        encode::encode(value, &validation::Form::AsIs, &mut bytes);
    }
    bytes
}

fn told(difference: &Difference) -> Told {
    let row = match difference.kind {
        DifferenceKind::Mismatched => difference.key.clone(),
        _ => difference.source.clone().or_else(|| difference.target.clone()).unwrap_or_default(),
    };
    (bytes(&row), difference.kind.as_str(), difference.columns.clone(), difference.in_source, difference.in_target)
}

/// Rows by key and by whole row, one by one.
fn naive(source: &[Model], target: &[Model], key: &[usize]) -> BTreeSet<Told> {
    let group = |rows: &[Model]| {
        let mut groups: BTreeMap<Vec<u8>, Vec<Row>> = BTreeMap::new();
        for row in rows.iter().map(value_row) {
            let its_key: Vec<Value> = key.iter().map(|place| row[*place].clone()).collect();
            groups.entry(bytes(&its_key)).or_default().push(row);
        }
        groups
    };
    let (source, target) = (group(source), group(target));
    let keys: BTreeSet<&Vec<u8>> = source.keys().chain(target.keys()).collect();
    let mut found = BTreeSet::new();
    for its_key in keys {
        let none = Vec::new();
        let (one, other) = (source.get(its_key).unwrap_or(&none), target.get(its_key).unwrap_or(&none));
        if let ([one], [other], false) = (one.as_slice(), other.as_slice(), key.is_empty()) {
            let columns: Vec<usize> = (0..4).filter(|place| one[*place] != other[*place]).collect();
            if !columns.is_empty() {
                found.insert((its_key.clone(), "mismatched", columns, 1, 1));
            }
            continue;
        }
        let all: BTreeSet<Vec<u8>> = one.iter().chain(other).map(|row| bytes(row)).collect();
        for row in all {
            let count = |rows: &[Row]| rows.iter().filter(|it| bytes(it) == row).count() as u64;
            let (one, other) = (count(one), count(other));
            if one != other {
                let word = if one > other { "missing_in_target" } else { "extra_in_target" };
                found.insert((row, word, Vec::new(), one, other));
            }
        }
    }
    found
}

fn run(source: &[Model], target: &[Model], key: &[usize], options: &CompareOptions) -> (Comparison, BTreeSet<Told>) {
    let mut differences: Vec<Difference> = Vec::new();
    let (mut one, mut other) = (side("one", source, key), side("other", target, key));
    let comparison = compare(&mut one, &mut other, options, &mut differences).expect("a comparison");
    let count = differences.len();
    let told: BTreeSet<Told> = differences.iter().map(told).collect();
    assert_eq!(told.len(), count, "nothing is told twice");
    (comparison, told)
}

fn rows() -> impl Strategy<Value = Vec<Model>> {
    let text = prop_oneof![Just(None), "[a~:|é😀 ]{0,3}".prop_map(Some)];
    let id = prop_oneof![12 => (0_i64..40).prop_map(Some), 1 => Just(None)];
    prop::collection::vec((id, "[ab]?", -300_i64..300, text), 0..60)
}

/// Rows of the source with some left out, changed, doubled or new.
fn pair() -> impl Strategy<Value = (Vec<Model>, Vec<Model>)> {
    (rows(), rows(), prop::collection::vec(0_u8..12, 0..60)).prop_map(|(source, new, edits)| {
        let mut target = Vec::new();
        for (place, row) in source.iter().enumerate() {
            match edits.get(place) {
                Some(0) => {}
                Some(1) => target.push((row.0, row.1.clone(), row.2 + 1, row.3.clone())),
                Some(2) => target.push((row.0, row.1.clone(), row.2, Some("~".to_owned()))),
                Some(3) => target.extend([row.clone(), row.clone()]),
                _ => target.push(row.clone()),
            }
        }
        target.extend(new.into_iter().take(3));
        target.reverse();
        (source, target)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn all_strategies_give_the_naive_delta((source, target) in pair()) {
        for key in [&[0_usize, 1][..], &[0][..], &[1, 0][..], &[]] {
            let wanted = naive(&source, &target, key);
            let sorted = !key.is_empty() && source.iter().chain(&target).all(|it| it.0.is_some());
            for strategy in [StrategyChoice::Auto, StrategyChoice::Buckets, StrategyChoice::Merge] {
                if strategy == StrategyChoice::Merge && !sorted && !key.is_empty() {
                    continue;
                }
                for memory in [64 << 20, 1] {
                    let options = CompareOptions::default().with_strategy(strategy).with_memory(memory);
                    let (comparison, found) = run(&source, &target, key, &options);
                    prop_assert_eq!(&found, &wanted, "{:?} by {:?}", strategy, key);
                    prop_assert_eq!(comparison.verdict() == Verdict::Equal, wanted.is_empty());
                    prop_assert_eq!(comparison.source.rows, source.len() as u64);
                    prop_assert_eq!(comparison.target.rows, target.len() as u64);
                }
            }
        }
    }
}

/// Rows with an exact number or a float as the key, in all their spellings.
fn spelled() -> impl Strategy<Value = (Vec<Row>, Vec<Row>)> {
    let number = ((-20_i128..20), 0_u8..3).prop_map(|(number, zeros)| {
        let unscaled = number * 10_i128.pow(u32::from(zeros));
        Value::Decimal(Decimal::scaled(unscaled, zeros + 1))
    });
    let float = (-5_i8..5, any::<bool>()).prop_map(|(number, minus)| {
        let float = f64::from(number);
        Value::Float64(if minus { -float } else { float })
    });
    let row = (number, float, 0_i128..3).prop_map(|(number, float, rest)| vec![number, float, Value::Integer(rest)]);
    let rows = || prop::collection::vec(row.clone(), 0..40);
    (rows(), rows())
}

/// Values as text, exact numbers by value and floats by their bits; those of a key with one zero.
fn by_value(row: &[Value], places: &[usize], is_key: bool) -> Vec<u8> {
    let text = |place: &usize| match &row[*place] {
        Value::Decimal(it) => it.normalised().to_string(),
        Value::Float64(it) if is_key => format!("{:?}", it + 0.0),
        other => format!("{other:?}"),
    };
    places.iter().map(text).collect::<Vec<_>>().join(" ").into_bytes()
}

fn told_by_value(difference: &Difference, key: &[usize]) -> Told {
    let row = difference.source.as_ref().or(difference.target.as_ref()).expect("a row");
    let shown = match difference.kind {
        DifferenceKind::Mismatched => by_value(row, key, true),
        _ => by_value(row, &[0, 1, 2], false),
    };
    (shown, difference.kind.as_str(), difference.columns.clone(), difference.in_source, difference.in_target)
}

/// Rows by the value of their key, one by one.
fn naive_by_value(source: &[Row], target: &[Row], key: &[usize]) -> BTreeSet<Told> {
    let all = [0, 1, 2];
    let mut found = BTreeSet::new();
    let keys: BTreeSet<Vec<u8>> = source.iter().chain(target).map(|row| by_value(row, key, true)).collect();
    for its_key in keys {
        let of = |rows: &[Row]| -> Vec<Row> {
            rows.iter().filter(|row| by_value(row, key, true) == its_key).cloned().collect()
        };
        let (one, other) = (of(source), of(target));
        if let ([one], [other]) = (one.as_slice(), other.as_slice()) {
            let differs = |place: &usize| by_value(one, &[*place], false) != by_value(other, &[*place], false);
            let columns: Vec<usize> = all.into_iter().filter(differs).collect();
            if !columns.is_empty() {
                found.insert((its_key, "mismatched", columns, 1, 1));
            }
            continue;
        }
        let rows: BTreeSet<Vec<u8>> = one.iter().chain(&other).map(|row| by_value(row, &all, false)).collect();
        for row in rows {
            let count = |rows: &[Row]| rows.iter().filter(|it| by_value(it, &all, false) == row).count() as u64;
            let (one, other) = (count(&one), count(&other));
            if one != other {
                let word = if one > other { "missing_in_target" } else { "extra_in_target" };
                found.insert((row, word, Vec::new(), one, other));
            }
        }
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn keys_are_told_apart_by_value((source, target) in spelled()) {
        let columns =
            [("number", ValueKind::Decimal(None)), ("float", ValueKind::Float64), ("rest", ValueKind::Integer)];
        for key in [&[0_usize][..], &[0, 1][..], &[2, 0][..]] {
            let wanted = naive_by_value(&source, &target, key);
            for (strategy, memory) in [
                (StrategyChoice::Auto, 64 << 20),
                (StrategyChoice::Buckets, 64 << 20),
                (StrategyChoice::Buckets, 1),
                (StrategyChoice::Merge, 64 << 20),
            ] {
                let mut one = MemorySide::new("one", &columns, key, source.clone());
                let mut other = MemorySide::new("other", &columns, key, target.clone());
                let options = CompareOptions::default().with_strategy(strategy).with_memory(memory);
                let mut differences: Vec<Difference> = Vec::new();
                let compared = compare(&mut one, &mut other, &options, &mut differences);
                // Floats are not read in an order.
                if strategy == StrategyChoice::Merge && key.contains(&1) {
                    prop_assert!(compared.is_err());
                    continue;
                }
                compared.expect("a comparison");
                let found: BTreeSet<Told> = differences.iter().map(|it| told_by_value(it, key)).collect();
                prop_assert_eq!(found.len(), differences.len(), "nothing is told twice");
                prop_assert_eq!(&found, &wanted, "{:?} by {:?}", strategy, key);
            }
        }
    }
}
