//! The shape of every distribution: a chi-square test of a million numbers against exact probabilities.
//!
//! Long, hence only on demand: `cargo test -p numoxide-random --release --test shapes -- --ignored`.

mod calls;

use calls::{any, distribution, methods};
use numoxide_core::*;
use numoxide_random::*;
use numoxide_testkit::calls::{Call, check_calls};

const COUNT: usize = 1_000_000;

/// The sum over the bins of the squared differences between what was found and what is expected, over the latter.
fn chi_square(numbers: &[f64], edges: &[f64], probabilities: &[f64]) -> f64 {
    let mut found = vec![0_u64; probabilities.len()];
    numbers.iter().for_each(|x| found[edges.partition_point(|edge| edge < x)] += 1);
    let terms = found.iter().zip(probabilities).map(|(&found, p)| {
        let expected = p * numbers.len() as f64;
        (found as f64 - expected).powi(2) / expected
    });
    terms.sum()
}

/// A bound that chi-square of `df` degrees exceeds once in about a million times (Wilson and Hilferty 1931).
fn bound(df: f64) -> f64 {
    let part = 2.0 / (9.0 * df);
    df * (1.0 - part + 4.75 * part.sqrt()).powi(3)
}

fn differs(one: &Call<'_>, draw: impl Fn(&str, &[AnyView<'_>]) -> AnyArray) -> Option<String> {
    let views: Vec<AnyView<'_>> = one.arrays.iter().map(AnyArray::view).collect();
    let (parameters, bins) = views.split_at(views.len() - 2);
    let numbers = draw(one.words[0], parameters).astype(DType::F64).unwrap();
    let doubles = |view: &AnyView<'_>| view.downcast::<f64>().unwrap().to_vec();
    let (edges, probabilities) = (doubles(&bins[0]), doubles(&bins[1]));
    let found = chi_square(&doubles(&numbers.view()), &edges, &probabilities);
    let bound = bound(edges.len() as f64);
    (found > bound).then(|| format!("chi-square {found:.1} of {} bins, bound {bound:.1}", edges.len() + 1))
}

#[test]
#[ignore = "long: `cargo test -p numoxide-random --release --test shapes -- --ignored`"]
fn generator_draws_the_distributions() {
    check_calls("shapes", 30, |one: &Call<'_>| {
        differs(one, |name, views| distribution!(&mut default_rng(2024).unwrap(), name, views, &[COUNT][..]))
    });
}

#[test]
#[ignore = "long: `cargo test -p numoxide-random --release --test shapes -- --ignored`"]
fn the_legacy_stream_draws_the_distributions() {
    check_calls("shapes", 30, |one: &Call<'_>| {
        differs(one, |name, views| {
            distribution!(&mut RandomState::new(2024).unwrap(), name, views, &[COUNT][..])
        })
    });
}

/// Kolmogorov and Smirnov: the largest distance from the distribution function of numbers that have one without a formula's help.
#[test]
#[ignore = "long: `cargo test -p numoxide-random --release --test shapes -- --ignored`"]
fn uniform_numbers_fill_the_unit_interval() {
    let distance = |mut numbers: Vec<f64>| {
        numbers.sort_by(f64::total_cmp);
        let n = numbers.len() as f64;
        let gap = |(k, x): (usize, &f64)| (x - k as f64 / n).abs().max((x - (k + 1) as f64 / n).abs());
        numbers.iter().enumerate().map(gap).fold(0.0, f64::max)
    };
    // Exceeded once in a million times.
    let bound = (0.5 * (2.0 / 1e-6_f64).ln() / COUNT as f64).sqrt();
    let n = COUNT as isize;
    assert!(distance(Generator::new(Pcg64::new(1).unwrap()).random(n).unwrap().to_vec()) < bound);
    assert!(distance(Generator::new(Pcg64Dxsm::new(1).unwrap()).random(n).unwrap().to_vec()) < bound);
    assert!(distance(Generator::new(Philox::new(1).unwrap()).random(n).unwrap().to_vec()) < bound);
    assert!(distance(Generator::new(Sfc64::new(1).unwrap()).random(n).unwrap().to_vec()) < bound);
    assert!(distance(Generator::new(Mt19937::new(1).unwrap()).random(n).unwrap().to_vec()) < bound);
    let squares: Vec<f64> = default_rng(1).unwrap().random(n).unwrap().iter().map(|x| x * x).collect();
    assert!(distance(squares) > bound, "the test can fail");
}
