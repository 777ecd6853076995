//! Random streams: the same seeds and the same numbers on both sides.

use numoxide::random::{
    self, BitGenerator, Distribution, Exponential, Gamma, Generator, Normal, Philox, Poisson,
    StandardExponential, StandardGamma, StandardNormal, Uniform, Unit,
};
use numoxide::{Array, arange};

use crate::case::Cases;

/// A case that draws `n` numbers from one generator, over and over.
fn draws<R: 'static>(
    cases: &mut Cases,
    name: &str,
    draw: impl Fn(&mut Generator, usize) -> R + Copy + 'static,
) {
    cases.case(format!("random.{name}"), move |n| {
        let mut rng = random::default_rng(1).unwrap();
        move || draw(&mut rng, n)
    });
}

/// A case that draws one number without an array.
fn scalar<D: Distribution<Item: 'static> + Copy + 'static>(cases: &mut Cases, name: &str, distribution: D) {
    cases.fixed(format!("random.scalar.{name}"), move || {
        let mut rng = random::default_rng(1).unwrap();
        move || rng.sample(&distribution)
    });
}

pub fn add_to(cases: &mut Cases) {
    draws(cases, "random", |rng, n| rng.random(n as isize).unwrap());
    draws(cases, "standard_normal", |rng, n| rng.standard_normal(n as isize).unwrap());
    draws(cases, "standard_exponential", |rng, n| rng.standard_exponential(n as isize).unwrap());
    draws(cases, "standard_gamma", |rng, n| rng.standard_gamma(2.5, n as isize).unwrap());
    draws(cases, "integers", |rng, n| rng.integers(0_i64, 1000, n as isize).unwrap());
    draws(cases, "poisson", |rng, n| rng.poisson(5.0, n as isize).unwrap());
    draws(cases, "binomial", |rng, n| rng.binomial(100, 0.3, n as isize).unwrap());
    draws(cases, "uniform", |rng, n| rng.uniform(0.0, 9.0, n as isize).unwrap());
    draws(cases, "bytes", |rng, n| rng.bytes(n));
    draws(cases, "permutation", |rng, n| rng.permutation_of(n).unwrap());
    cases.case("random.philox", |n| {
        let mut rng = Generator::new(Philox::new(1).unwrap());
        move || rng.random(n as isize).unwrap()
    });
    cases.case("random.choice", |n| {
        let mut rng = random::default_rng(1).unwrap();
        let a: Array<i64> = arange(0, 2_000_000, 1).unwrap();
        move || rng.choice_with(&a).replace(false).run(n as isize).unwrap()
    });
    narrow(cases);
    scalars(cases);
}

/// Numbers that are made of halves of words and of pieces of them.
fn narrow(cases: &mut Cases) {
    draws(cases, "random_f4", |rng, n| rng.draw(&Unit::<f32>::default(), n as isize).unwrap());
    draws(cases, "standard_normal_f4", |rng, n| {
        rng.draw(&StandardNormal::<f32>::default(), n as isize).unwrap()
    });
    draws(cases, "standard_exponential_f4", |rng, n| {
        rng.draw(&StandardExponential::<f32>::default(), n as isize).unwrap()
    });
    draws(cases, "standard_gamma_f4", |rng, n| {
        rng.draw(&StandardGamma::<f32>::new(2.5).unwrap(), n as isize).unwrap()
    });
    draws(cases, "integers_u1", |rng, n| rng.integers(0_u8, 100, n as isize).unwrap());
    draws(cases, "integers_i2", |rng, n| rng.integers(-1000_i16, 1000, n as isize).unwrap());
    draws(cases, "integers_b1", |rng, n| {
        rng.integers_with(&false, &true).endpoint(true).run(n as isize).unwrap()
    });
    draws(cases, "integers_i4", |rng, n| rng.integers(0_i32, 1000, n as isize).unwrap());
}

fn scalars(cases: &mut Cases) {
    scalar(cases, "random", Unit::<f64>::default());
    scalar(cases, "standard_normal", StandardNormal::<f64>::default());
    scalar(cases, "normal", Normal::new(0.0, 1.0).unwrap());
    scalar(cases, "uniform", Uniform::new(0.0, 9.0).unwrap());
    scalar(cases, "exponential", Exponential::new(2.0).unwrap());
    scalar(cases, "gamma", Gamma::new(2.5, 1.0).unwrap());
    scalar(cases, "poisson", Poisson::new(5.0).unwrap());
    scalar(cases, "integers", random::UniformInt::new(0_i64, 1000).unwrap());
    cases.fixed("random.scalar.raw", || {
        let mut bits = random::Pcg64::new(1).unwrap();
        move || bits.next_raw()
    });
}
