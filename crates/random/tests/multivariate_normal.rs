//! Multivariate normal samples held to NumPy: the standard normal variates behind them, and the factor of the covariances, whose columns
//! may differ in sign from one library of linear algebra to another.

#![cfg(feature = "linalg")]

use numoxide_core::*;
use numoxide_linalg::{matmul, solve};
use numoxide_random::*;
use numoxide_testkit::calls::{Call, check_calls};

/// The factor behind a sample of as many vectors as variates, from the normal variates it was made of.
fn factor_of(sample: &Array<f64>, mean: &Array<f64>, normal: &Array<f64>) -> Array<f64> {
    solve(normal, &(sample - mean)).unwrap().t().copy(Order::C).unwrap()
}

fn close(a: &Array<f64>, b: &Array<f64>) -> bool {
    a.iter().zip(b.iter()).all(|(a, b)| (a - b).abs() < 1e-9)
}

fn magnitudes(a: &Array<f64>) -> Array<f64> {
    Array::from_shape_vec(a.shape(), a.iter().map(|x| x.abs()).collect()).unwrap()
}

/// The sample, where the stream stands after it, and the variates it was made of.
fn draw(method: &str, seed: u64, mean: &Array<f64>, cov: &Array<f64>) -> (Array<f64>, f64, Array<f64>) {
    let n = mean.len() as isize;
    if method == "legacy" {
        let mut rng = RandomState::new(seed).unwrap();
        let sample = rng.multivariate_normal(mean, cov, n).unwrap();
        let normal = RandomState::new(seed).unwrap().standard_normal([n, n]).unwrap();
        return (sample, rng.random_sample(None).unwrap().to_vec()[0], normal);
    }
    let mut rng = default_rng(seed).unwrap();
    let method = match method {
        "svd" => Factor::Svd,
        "eigh" => Factor::Eigh,
        _ => Factor::Cholesky,
    };
    let sample = rng.multivariate_normal_with(mean, cov).method(method).check_valid(true).run(n).unwrap();
    let normal = default_rng(seed).unwrap().standard_normal([n, n]).unwrap();
    (sample, rng.random(None).unwrap().to_vec()[0], normal)
}

fn differs(one: &Call<'_>) -> Option<String> {
    let array = |k: usize| one.arrays[k].view().downcast::<f64>().unwrap().copy(Order::C).unwrap();
    let (mean, cov) = (array(0), array(1));
    let (expected, after) = (array(2), array(3));
    let (sample, next, normal) = draw(one.words[0], one.words[1].parse().unwrap(), &mean, &cov);
    if next != after.to_vec()[0] {
        return Some("the stream stands elsewhere".to_owned());
    }
    if one.words[0] == "cholesky" {
        return (!close(&sample, &expected)).then(|| format!("{sample}, NumPy {expected}"));
    }
    let (ours, numpys) = (factor_of(&sample, &mean, &normal), factor_of(&expected, &mean, &normal));
    let same = close(&magnitudes(&ours), &magnitudes(&numpys));
    let whole = close(&matmul(&ours, ours.t()).unwrap(), &cov);
    (!(same && whole)).then(|| format!("the factor {ours}, NumPy {numpys}"))
}

#[test]
fn samples_are_numpys_but_for_the_signs_of_the_factor() {
    check_calls("multivariate_normal", 12, differs);
}

#[test]
fn the_function_is_the_method_of_this_threads_stream() {
    seed(4).unwrap();
    let (mean, cov) = ([1.0, 2.0], [[1.0, 0.0], [0.0, 4.0]]);
    let own = RandomState::new(4).unwrap().multivariate_normal(mean, cov, 3).unwrap();
    assert_eq!(multivariate_normal(mean, cov, 3).unwrap().to_vec(), own.to_vec());
}

#[test]
fn what_numpy_refuses() {
    let mut rng = default_rng(1).unwrap();
    let cov = [[1.0, 2.0], [2.0, 1.0]];
    assert!(rng.multivariate_normal([0.0; 3], cov, 2).is_err());
    assert!(rng.multivariate_normal([[0.0; 2]], cov, 2).is_err());
    assert!(rng.multivariate_normal([0.0; 2], [[1.0, 2.0]], 2).is_err());
    let mean = [0.0; 2];
    for method in [Factor::Svd, Factor::Eigh, Factor::Cholesky] {
        assert!(rng.multivariate_normal_with(&mean, &cov).method(method).check_valid(true).run(2).is_err());
    }
    assert_eq!(rng.multivariate_normal(mean, cov, [2, 3]).unwrap().shape(), [2, 3, 2]);
}
