//! The norm of a product of matrices that is not computed.

use numoxide_backend::Field;

use super::square::Square;

/// Rows up to which all columns are tried.
const FEW: usize = 8;
/// Steps after which LAPACK's estimate stops.
const STEPS: usize = 5;

fn sum<D: Field<Real = f64>>(x: &[D]) -> f64 {
    x.iter().map(|x| x.abs()).sum()
}

/// The largest sum of absolute values of a column of `factors[0] factors[1] ...`, from below: exact for few rows, else by Hager's
/// and Higham's method as in LAPACK's `dlacn2`, which is seldom more than a factor of 3 off.
pub fn norm_of_product<D: Field<Real = f64>>(factors: &[&Square<D>]) -> f64 {
    let Some(n) = factors.first().map(|a| a.n).filter(|&n| n > 0) else { return 0.0 };
    let forth = |x: &[D]| factors.iter().rev().fold(x.to_vec(), |x, a| a.apply(&x));
    let back = |x: &[D]| factors.iter().fold(x.to_vec(), |x, a| a.apply_adjoint(&x));
    let unit = |j: usize| (0..n).map(|i| if i == j { D::ONE } else { D::ZERO }).collect::<Vec<D>>();
    if n <= FEW {
        return (0..n).map(|j| sum(&forth(&unit(j)))).fold(0.0, f64::max);
    }
    let mut y = forth(&vec![D::from_real(1.0 / n as f64); n]);
    let (mut most, mut last) = (sum(&y), usize::MAX);
    for _ in 1..STEPS {
        let signs: Vec<D> =
            y.iter().map(|&y| if y == D::ZERO { D::ONE } else { y.over(D::from_real(y.abs())) }).collect();
        let slope = back(&signs);
        let steepest = (0..n).fold(0, |best, j| if slope[j].abs() > slope[best].abs() { j } else { best });
        if steepest == last {
            break;
        }
        last = steepest;
        y = forth(&unit(last));
        let found = sum(&y);
        if found <= most {
            break;
        }
        most = found;
    }
    // Signs that alternate and sizes that grow: what the steps above may be blind to.
    let growing =
        |i: usize| (if i.is_multiple_of(2) { 1.0 } else { -1.0 }) * (1.0 + i as f64 / (n - 1) as f64);
    let y = forth(&(0..n).map(|i| D::from_real(growing(i))).collect::<Vec<D>>());
    most.max(2.0 * sum(&y) / (3.0 * n as f64))
}
