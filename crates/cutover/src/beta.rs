//! The incomplete beta function: what bounds of shares and mixtures over shares are made of.

/// Steps of the continued fraction; it takes some dozens.
const STEPS: u32 = 10_000;

/// The logarithm of ∫₀ˣ t^(a−1) (1−t)^(b−1) dt, for `x` from 0 to 1 and `a`, `b` above 0. It is exact where the integral
/// itself is too small for a number.
pub(crate) fn ln_incomplete(x: f64, a: f64, b: f64) -> f64 {
    if x <= 0.0 {
        return f64::NEG_INFINITY;
    }
    if x >= 1.0 {
        return ln_complete(a, b);
    }
    if x <= (a + 1.0) / (a + b + 2.0) {
        return ln_by_fraction(x, a, b);
    }
    // The fraction converges fast on the other side only: take the rest from the whole.
    let whole = ln_complete(a, b);
    let rest = (ln_by_fraction(1.0 - x, b, a) - whole).exp();
    whole + libm::log1p(-rest.min(1.0))
}

/// The share of the beta distribution with `a` and `b` that lies below `x`.
pub(crate) fn below(x: f64, a: f64, b: f64) -> f64 {
    libm::exp(ln_incomplete(x, a, b) - ln_complete(a, b))
}

/// The logarithm of the complete beta function.
pub(crate) fn ln_complete(a: f64, b: f64) -> f64 {
    libm::lgamma(a) + libm::lgamma(b) - libm::lgamma(a + b)
}

#[expect(clippy::many_single_char_names, reason = "the formula's own")]
/// By the continued fraction (NIST Digital Library of Mathematical Functions, 8.17.22), evaluated by Lentz's method.
fn ln_by_fraction(x: f64, a: f64, b: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let nonzero = |value: f64| if value.abs() < TINY { TINY } else { value };
    let (mut c, mut d) = (1.0, 1.0 / nonzero(1.0 - (a + b) * x / (a + 1.0)));
    let mut fraction = d;
    for step in 1..=STEPS {
        let m = f64::from(step);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / nonzero(1.0 + even * d);
        c = nonzero(1.0 + even / c);
        fraction *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / nonzero(1.0 + odd * d);
        c = nonzero(1.0 + odd / c);
        let change = d * c;
        fraction *= change;
        if (change - 1.0).abs() < 1e-15 {
            break;
        }
    }
    a * libm::log(x) + b * libm::log1p(-x) + libm::log(fraction) - libm::log(a)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(left: f64, right: f64) -> bool {
        (left - right).abs() <= 1e-12 * right.abs().max(1.0)
    }

    #[test]
    fn it_is_the_polynomial_for_whole_numbers() {
        // I_x(2, 3) = 6x² − 8x³ + 3x⁴ and I_x(1, b) = 1 − (1 − x)^b, from the definition.
        for x in [0.01, 0.2, 0.5, 0.77, 0.999] {
            assert!(close(below(x, 2.0, 3.0), 6.0 * x.powi(2) - 8.0 * x.powi(3) + 3.0 * x.powi(4)));
            assert!(close(below(x, 1.0, 40.0), 1.0 - (1.0 - x).powi(40)));
        }
    }

    #[test]
    fn both_sides_make_the_whole() {
        for (a, b) in [(0.5, 0.5), (3.0, 900.0), (12_345.0, 6_789.0)] {
            for x in [0.003, 0.25, 0.6, 0.65, 0.9] {
                assert!(close(below(x, a, b) + below(1.0 - x, b, a), 1.0), "{a} {b} {x}");
            }
        }
    }

    #[test]
    fn what_is_too_small_for_a_number_has_a_logarithm() {
        let tiny = ln_incomplete(0.001, 5_000.0, 10.0);
        assert!(tiny.is_finite() && tiny < -30_000.0);
    }
}
