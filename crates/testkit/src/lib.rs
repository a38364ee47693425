//! Fixture loader and scratch engines for tests.
