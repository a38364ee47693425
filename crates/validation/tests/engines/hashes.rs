//! What the engine computes is what it would be here, and no change goes unseen.

use std::ops::ControlFlow;

use database::ScratchServer;
use validation::{Buckets, Checksum, EngineSide, Form, HashMethod, KeyRange, RowHasher, Side, Wanted, forms};

use super::{database, postgres, side};

const TABLE: &str = "
    CREATE TYPE mood AS ENUM ('calm', 'loud');
    CREATE TABLE kinds (
        id bigint PRIMARY KEY, tiny smallint, whole integer, flag boolean, exact numeric, priced numeric(12,2), half real,
        full_ double precision, note text, short varchar(40), padded char(6), raw bytea, born date, at_ time,
        at_zone timetz, seen timestamp, seen_zone timestamptz(3), span interval, tag uuid, doc json, docb jsonb,
        list integer[], texts text[], feeling mood, host inet, spot point, words tsvector, ranged int4range);
    INSERT INTO kinds VALUES
        (1, 1, 1, true, 1.00, 1.5, 0.5, 0.1, 'a', 'b', 'c', '\\x00ff', '2024-02-29', '23:59:59.5', '12:00+02', '2024-02-29 12:00',
         '2024-02-29 12:00Z', '1 mon', gen_random_uuid(), '{\"a\": 1}', '{\"a\": 1.0}', '{1,2}', '{a,NULL,\"NULL\"}', 'calm', '10.0.0.1',
         '(1,2)', 'a b', '[1,5)'),
        (2, -1, -2147483648, false, 'NaN', 0, '-0', '-0', '', '', '', '', '-infinity', '00:00', '00:00-15:59', '-infinity',
         'infinity', '30 days', '00000000-0000-0000-0000-000000000000', 'null', 'null', '{}', '{}', 'loud', '::1', '(0,0)', '', 'empty'),
        (-9223372036854775808, 0, 0, NULL, 12345678901234567890123456789012345678.00000000000000000001, -0.01, 'NaN', 'Infinity', '~',
         't1:a', 'é', '\\x7e', '0001-01-01', '24:00', NULL, '0001-01-01 BC', '9999-12-31 23:59:59.999Z', '-1 day 00:00:00.000001',
         NULL, '[]', '[1e2]', '[0:1]={1,2}', '{\"{\"}', NULL, NULL, NULL, NULL, NULL),
        (9223372036854775807, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
         NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
    INSERT INTO kinds (id, note, short) VALUES (5, 'zażółć 🦀 e\u{301}', repeat('long ', 8)), (6, repeat('x', 1000000), NULL);";

/// A change of one value, none of which the types' own equality or hash would show, or that is as small as can be.
const CHANGES: &[&str] = &[
    "tiny = 2 WHERE id = 1",
    "whole = -1 WHERE id = 1",
    "flag = NULL WHERE id = 1",
    "exact = 1.0 WHERE id = 1",
    "exact = -1.00 WHERE id = 1",
    "exact = exact + 0.00000000000000000001 WHERE id < 0",
    "priced = -1.5 WHERE id = 1",
    "half = 0 WHERE id = 2",
    "full_ = 0 WHERE id = 2",
    "full_ = 0.1000000000000001 WHERE id = 1",
    "note = '' WHERE id = 9223372036854775807",
    "note = 'A' WHERE id = 1",
    "note = 'zażółć 🦀 \u{e9}' WHERE id = 5",
    "note = repeat('x', 999999) || 'y' WHERE id = 6",
    "short = short || ' ' WHERE id = 1",
    "padded = 'C' WHERE id = 1",
    "raw = '\\x00fe' WHERE id = 1",
    "born = 'infinity' WHERE id = 2",
    "at_ = '00:00' WHERE id < 0",
    "at_zone = '11:00+01' WHERE id = 1",
    "seen = seen + interval '1 us' WHERE id = 1",
    "seen = seen + interval '4294967296 us' WHERE id = 1",
    "seen_zone = seen_zone + interval '1 ms' WHERE id = 1",
    "span = '30 days' WHERE id = 1",
    "span = '720 hours' WHERE id = 2",
    "tag = '00000000-0000-0000-0000-000000000001' WHERE id = 2",
    "doc = '{\"a\":1}' WHERE id = 1",
    "docb = '{\"a\": 1.00}' WHERE id = 1",
    "list = '{{1,2}}' WHERE id = 1",
    "list = '{1,2}' WHERE id < 0",
    "texts = '{a,NULL,NULL}' WHERE id = 1",
    "feeling = 'loud' WHERE id = 1",
    "host = '10.0.0.1/24' WHERE id = 1",
    "spot = '(1,3)' WHERE id = 1",
    "words = 'b' WHERE id = 1",
    "ranged = '[1,6)' WHERE id = 1",
    "id = 4294967301 WHERE id = 5",
    // Two rows swap a value.
    "whole = 2 - whole WHERE id IN (1, 9223372036854775807, -9223372036854775808)",
    "note = CASE id WHEN 1 THEN '' ELSE 'a' END WHERE id IN (1, 2)",
];

fn whole(side: &mut EngineSide, method: &HashMethod) -> Checksum {
    side.checksums(method, &Buckets::One).unwrap().first().copied().unwrap_or_default()
}

fn prepared(server: &ScratchServer) -> database::ScratchDatabase {
    database(server, TABLE)
}

#[test]
fn every_change_changes_the_engines_own_hash() {
    let server = postgres();
    let (one, other) = (prepared(&server), prepared(&server));
    let mut session = one.open().unwrap();
    let tag = "UPDATE kinds SET tag = 'f47ac10b-58cc-4372-a567-0e02b2c3d479' WHERE id = 1";
    session.execute(tag).unwrap();
    let mut writer = other.open().unwrap();
    // Labels and objects have other identifiers there.
    writer.execute(tag).unwrap();
    writer.execute("CREATE TYPE between AS ENUM ('x'); ALTER TYPE mood ADD VALUE 'sad' BEFORE 'loud'").unwrap();
    let wanted = Wanted::default();
    let (mut source, mut target) = (side(&one, "kinds", &wanted), side(&other, "kinds", &wanted));
    assert!(source.info().native.is_some());
    assert_eq!(source.info().native, target.info().native);
    let expected = whole(&mut source, &HashMethod::Native);
    assert_eq!(expected.rows, 6);
    assert_eq!(whole(&mut target, &HashMethod::Native), expected);
    for change in CHANGES {
        writer.execute("BEGIN").unwrap();
        writer.execute(&format!("UPDATE kinds SET {change}")).unwrap();
        writer.execute("COMMIT").unwrap();
        target.refresh().unwrap();
        let changed = whole(&mut target, &HashMethod::Native);
        assert_ne!((changed.first, changed.second), (expected.first, expected.second), "{change}");
        assert_ne!(changed.first, expected.first, "{change}");
        assert_ne!(changed.second, expected.second, "{change}");
        writer.execute("DELETE FROM kinds").unwrap();
        let insert = TABLE.split_once("INSERT INTO kinds VALUES").map(|(_, rest)| rest).unwrap();
        writer.execute(&format!("INSERT INTO kinds VALUES{insert}")).unwrap();
        writer.execute(tag).unwrap();
    }
    target.refresh().unwrap();
    assert_eq!(whole(&mut target, &HashMethod::Native), expected);
}

#[test]
fn digests_of_the_engine_are_those_that_are_computed_here() {
    let server = postgres();
    let database = prepared(&server);
    let names = [
        "id",
        "tiny",
        "whole",
        "flag",
        "exact",
        "priced",
        "half",
        "full_",
        "note",
        "short",
        "padded",
        "raw",
        "born",
        "at_",
        "seen",
        "seen_zone",
        "tag",
        "doc",
        "feeling",
    ];
    let wanted = Wanted::default().with_columns(names);
    let mut side = side(&database, "kinds", &wanted);
    let names: Vec<String> = names.iter().map(|it| (*it).to_owned()).collect();
    let (as_is, _) = forms(side.info(), side.info(), &names, validation::Equality::Exact);
    let by_value: Vec<Form> = as_is
        .iter()
        .zip(&names)
        .map(|(form, name)| match name.as_str() {
            "exact" | "priced" | "id" | "flag" => Form::Number,
            "seen_zone" => Form::TimestampTz,
            _ => form.clone(),
        })
        .collect();
    for forms in [as_is, by_value] {
        assert!(side.pushes_down(&forms), "{forms:?}");
        let method = HashMethod::Canonical(forms);
        let mut hasher = RowHasher::new(&method).unwrap();
        let mut expected = Vec::new();
        side.rows(&KeyRange::default(), &mut |row| {
            expected.push((row[..1].to_vec(), hasher.row(row)));
            Ok(ControlFlow::Continue(()))
        })
        .unwrap();
        let mut computed = Vec::new();
        side.digests(&method, &Buckets::One, &[0], &mut |key, digest| {
            computed.push((key.to_vec(), digest));
            Ok(ControlFlow::Continue(()))
        })
        .unwrap();
        computed.sort_by(|one, other| validation::compare_keys(&one.0, &other.0));
        assert_eq!(computed, expected);
        let mut sum = Checksum::default();
        for (_, digest) in &expected {
            sum += *digest;
        }
        assert_eq!(whole(&mut side, &method), sum);
        // The buckets of keys are those that are computed here too.
        let buckets = Buckets::Hashed(5);
        let sums = side.checksums(&method, &buckets).unwrap();
        let mut here = vec![Checksum::default(); 5];
        let mut partition = validation::Partition::new(&method, &buckets, &[0]).unwrap();
        side.rows(&KeyRange::default(), &mut |row| {
            partition.add(row, &mut here);
            Ok(ControlFlow::Continue(()))
        })
        .unwrap();
        assert_eq!(sums, here);
    }
}
