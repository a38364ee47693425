//! The standard normal distribution. All functions come from `libm`, so that every machine gives the same bytes.

/// The share of values below `z`.
pub(crate) fn cumulative(z: f64) -> f64 {
    0.5 * libm::erfc(-z * std::f64::consts::FRAC_1_SQRT_2)
}

/// Density at `z`.
pub(crate) fn density(z: f64) -> f64 {
    // 1 / √(2π)
    0.398_942_280_401_432_7 * libm::exp(-0.5 * z * z)
}

/// The score below which the share `p` lies, for `p` between 0 and 1 exclusive; others count as the nearest that is.
pub(crate) fn score(p: f64) -> f64 {
    if p > 0.5 { -lower(1.0 - p) } else { lower(p) }
}

/// Hastings' rational approximation (Abramowitz and Stegun 26.2.23, error 4.5e-4), then Halley's steps.
fn lower(p: f64) -> f64 {
    let p = p.max(1e-300);
    let t = (-2.0 * libm::log(p)).sqrt();
    let above = 2.515_517 + t * (0.802_853 + t * 0.010_328);
    let below = 1.0 + t * (1.432_788 + t * (0.189_269 + t * 0.001_308));
    let mut z = above / below - t;
    for _ in 0..3 {
        let step = (cumulative(z) - p) / density(z);
        z -= step / (1.0 + 0.5 * z * step);
    }
    z
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_scores() {
        for (p, z) in [(0.5, 0.0), (0.975, 1.959_963_984_540_054), (0.1, -1.281_551_565_544_6), (1e-9, -5.997_807_015)]
        {
            assert!((score(p) - z).abs() < 1e-8, "{p}: {}", score(p));
            assert!((cumulative(z) - p).abs() < 1e-9 * (1.0 + p));
        }
    }

    #[test]
    fn ends_are_far_but_finite() {
        assert!(score(0.0).is_finite() && score(0.0) < -30.0);
        assert!(score(1.0).is_finite() && score(1.0) > 30.0);
    }
}
