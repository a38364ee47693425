//! Where a function is zero.

/// Half of the distance within which two places are the same, as R's `wilcox.test` and Kayenta set it.
const TOLERANCE: f64 = 1e-4;
const ITERATIONS: u32 = 1_001;

#[expect(clippy::many_single_char_names, reason = "the method's own")]
/// A zero of `function` between `from` and `to`, by the method of Brent and Dekker ("zeroin", R. Brent, Algorithms for
/// Minimization without Derivatives, 1973). Its values at the ends are given, and are of different signs.
pub(super) fn brent(from: f64, to: f64, at_from: f64, at_to: f64, function: impl Fn(f64) -> f64) -> f64 {
    let (mut a, mut b, mut fa, mut fb) = (from, to, at_from, at_to);
    let (mut c, mut fc) = (a, fa);
    if is_zero(fa) {
        return a;
    }
    if is_zero(fb) {
        return b;
    }
    for _ in 0..ITERATIONS {
        let previous = b - a;
        if fc.abs() < fb.abs() {
            // The best approximation is `b`.
            (a, b, c) = (b, c, b);
            (fa, fb, fc) = (fb, fc, fb);
        }
        let tolerance = 2.0 * f64::EPSILON * b.abs() + TOLERANCE / 2.0;
        let half = (c - b) / 2.0;
        if half.abs() <= tolerance || is_zero(fb) {
            return b;
        }
        let mut step = half;
        if previous.abs() >= tolerance && fa.abs() > fb.abs() {
            let (p, q) = interpolate([a, b, c], [fa, fb, fc]);
            let inside = 0.75 * (c - b) * q - (tolerance * q).abs() / 2.0;
            if p < inside && p < (previous * q / 2.0).abs() {
                step = p / q;
            }
        }
        if step.abs() < tolerance {
            step = if step > 0.0 { tolerance } else { -tolerance };
        }
        (a, fa) = (b, fb);
        b += step;
        fb = function(b);
        if (fb > 0.0 && fc > 0.0) || (fb < 0.0 && fc < 0.0) {
            (c, fc) = (a, fa);
        }
    }
    b
}

#[expect(clippy::many_single_char_names, reason = "the method's own")]
/// The step as a fraction with a numerator that is not negative: linear for two places, inverse quadratic for three.
fn interpolate([a, b, c]: [f64; 3], [fa, fb, fc]: [f64; 3]) -> (f64, f64) {
    let width = c - b;
    // The very same place, not one near to it.
    #[expect(clippy::float_cmp, reason = "c was copied from a")]
    let (p, q) = if a == c {
        let ratio = fb / fa;
        (width * ratio, 1.0 - ratio)
    } else {
        let (q, t1, t2) = (fa / fc, fb / fc, fb / fa);
        (t2 * (width * q * (q - t1) - (b - a) * (t1 - 1.0)), (q - 1.0) * (t1 - 1.0) * (t2 - 1.0))
    };
    if p > 0.0 { (p, -q) } else { (-p, q) }
}

/// Whether it is zero, or the smallest number next to it.
fn is_zero(value: f64) -> bool {
    value.abs() <= f64::from_bits(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zero_is_found_within_the_tolerance() {
        let cubic = |x: f64| x.powi(3) - 2.0;
        let root = brent(-1.0, 3.0, cubic(-1.0), cubic(3.0), cubic);
        assert!((root - 2.0_f64.cbrt()).abs() < 1e-4, "{root}");
    }

    #[test]
    fn a_step_is_found_where_it_steps() {
        let step = |x: f64| if x < 0.7 { 1.0 } else { -1.0 };
        let root = brent(0.0, 1.0, 1.0, -1.0, step);
        assert!((root - 0.7).abs() < 1e-4, "{root}");
    }

    #[test]
    fn what_is_no_number_ends_too() {
        let asked = std::cell::Cell::new(0);
        brent(0.0, f64::INFINITY, 1.0, -1.0, |_| {
            asked.set(asked.get() + 1);
            f64::NAN
        });
        assert!(asked.get() <= ITERATIONS);
    }
}
