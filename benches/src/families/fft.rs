//! Fourier transforms, and such of cosines and sines: single lines of several lengths, many lines, planes and cubes.

use numoxide::fft::{RealTransformable, Transformable, dct, dctn, dst, fft, fft2, fftn, irfft, rfft};
use numoxide::{Array, Element, Scalar, c64, c128};

use crate::case::Cases;
use crate::data::random;

/// Random complex numbers, or with `real` such without imaginary parts.
fn complex(n: usize, real: bool) -> Array<c128> {
    let (a, b) = (random(n), random(n));
    let pairs = a.iter().zip(b.iter());
    Array::from_shape_iter(n, pairs.map(|(&re, &im)| c128::new(re, if real { 0.0 } else { im }))).unwrap()
}

fn spectrum<T: RealTransformable>(n: usize, of: impl Fn(usize) -> Array<T>) -> Array<T::Complex> {
    rfft(of(n)).unwrap()
}

fn single(n: usize) -> Array<f32> {
    random(n).astype().unwrap()
}

fn lines<T: Transformable, U: Element>(
    cases: &mut Cases,
    name: &str,
    make: impl Fn(usize) -> Array<T> + 'static,
    work: impl Fn(&Array<T>, usize) -> Array<U> + Copy + 'static,
) {
    cases.case(name, move |n| {
        let a = make(n);
        move || work(&a, n)
    });
}

/// Arrays of several axes, in both precisions.
fn blocks<T: Scalar + Transformable>(
    cases: &mut Cases,
    suffix: &str,
    cast: impl Fn(Array<c128>) -> Array<T> + Copy + 'static,
) {
    let make = move |shape: &[usize]| cast(complex(shape.iter().product(), true)).reshape(shape).unwrap();
    cases.fixed(format!("fft.batch{suffix}.1000x1024"), move || {
        let a = make(&[1000, 1024]);
        move || fft(&a).unwrap()
    });
    cases.fixed(format!("fft.columns{suffix}.1024x1000"), move || {
        let a = make(&[1024, 1000]);
        move || fft::with(&a).axis(0).run().unwrap()
    });
    cases.fixed(format!("fft.fft2{suffix}.512"), move || {
        let a = make(&[512, 512]);
        move || fft2(&a).unwrap()
    });
    cases.fixed(format!("fft.fftn{suffix}.64"), move || {
        let a = make(&[64, 64, 64]);
        move || fftn(&a).unwrap()
    });
}

pub fn add_to(cases: &mut Cases) {
    let halved = |a: Array<c128>| a.astype::<c64>().unwrap();
    lines(cases, "fft.fft", |n| complex(n, false), |a, _| fft(a).unwrap());
    lines(cases, "fft.fft_c8", move |n| halved(complex(n, false)), |a, _| fft(a).unwrap());
    lines(cases, "fft.rfft", random, |a, _| rfft(a).unwrap());
    lines(cases, "fft.rfft_f4", single, |a, _| rfft(a).unwrap());
    lines(cases, "fft.irfft", |n| spectrum(n, random), |a, n| irfft::with(a).n(n as isize).run().unwrap());
    lines(cases, "fft.irfft_c8", |n| spectrum(n, single), |a, n| irfft::with(a).n(n as isize).run().unwrap());
    blocks(cases, "", |a| a);
    blocks(cases, "_c8", halved);
    lines(cases, "fft.dct", random, |a, _| dct(a).unwrap());
    lines(cases, "fft.dst", random, |a, _| dst(a).unwrap());
    cases.fixed("fft.dctn.512", || {
        let a = random(512 * 512).reshape([512, 512]).unwrap();
        move || dctn(&a).unwrap()
    });
}
