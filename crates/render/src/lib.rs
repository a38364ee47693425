//! A small file per output format: findings by default, plans, rollbacks and proofs as features.
