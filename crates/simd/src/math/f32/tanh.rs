//! `tanh` in single precision: by way of `f64`, it would fall behind NumPy, whose vector code has twice as many lanes.
//!
//! Between 1/8 and where the result rounds to 1, each quarter of a binade has a number `c` in its middle, and `tanh(x)` is
//! `tanh(c)`, which is almost a number of single precision, and a short polynomial in `x - c`. Below 1/8, it is `x` and an odd
//! polynomial in `x`. The tables are those of `tanh_table.py`.

use super::poly;
use crate::level::Isa;
use crate::math::lookup::take_f32;
use crate::math::{polynomial, select};

/// Below, one odd polynomial serves.
const LOWEST: f32 = 0.125;

/// From here on, the result rounds to 1.
const HIGHEST: f32 = 9.0109;

/// `c`, at the place of its exponent's last five bits and its mantissa's first two.
#[rustfmt::skip]
const MIDDLE: [f32; 32] = [
    2.2495773, 2.749523, 3.2493773, 3.7507064,
    4.500294, 5.4985805, 6.498972, 7.513047,
    8.66434, 0.0, 0.0, 0.0,
    0.0, 0.0, 0.0, 0.0,
    0.1405984, 0.17188764, 0.20316914, 0.23441929,
    0.28121307, 0.34375155, 0.40618768, 0.4688358,
    0.56240565, 0.6874732, 0.8123744, 0.9374493,
    1.1253259, 1.3747424, 1.625279, 1.8746567,
];

/// `tanh(c)`.
#[rustfmt::skip]
const VALUE: [f32; 32] = [
    0.97800773, 0.991852, 0.9969939, 0.998896,
    0.99975336, 0.9999665, 0.99999547, 0.9999994,
    0.99999994, 0.0, 0.0, 0.0,
    0.0, 0.0, 0.0, 0.0,
    0.13967922, 0.17021458, 0.20041908, 0.23021765,
    0.27402744, 0.3308225, 0.3852309, 0.43725818,
    0.50976014, 0.5963563, 0.670898, 0.7340481,
    0.8094135, 0.8797685, 0.9253863, 0.9540144,
];

/// The coefficients of `d`, `d^2` and so on in `tanh(c + d) - tanh(c)`; below 1/8, in `tanh(d) - d`.
#[rustfmt::skip]
const TERMS: [[f32; 32]; 5] = [
    [
        0.04350087, 0.016229643, 0.0060031665, 0.0022067768,
        0.0004932418, 6.6996225e-05, 9.060128e-06, 1.1921675e-06,
        1.192506e-07, 0.0, 0.0, 0.0,
        0.0, 0.0, 0.0, 0.0,
        0.98048973, 0.971027, 0.9598322, 0.94699985,
        0.92490894, 0.89055645, 0.85159713, 0.8088053,
        0.7401446, 0.6443592, 0.5498958, 0.46117336,
        0.3448498, 0.2260074, 0.14366017, 0.08985648,
    ],
    [
        -0.042542975, -0.01609648, -0.0059847096, -0.002204179,
        -0.00049250363, -6.691002e-05, -9.048713e-06, -1.1906322e-06,
        -1.1928728e-07, 0.0, 0.0, 0.0,
        0.0, 0.0, 0.0, 0.0,
        -0.136954, -0.16528286, -0.19236866, -0.21801607,
        -0.2534505, -0.29461613, -0.32806158, -0.3536567,
        -0.37729612, -0.38426766, -0.36892408, -0.33852345,
        -0.27912802, -0.19883534, -0.13294157, -0.085724436,
    ],
    [
        0.02710865, 0.010555959, 0.0039658532, 0.0014661826,
        0.00032814124, 4.4606284e-05, 6.0325433e-06, 7.9265857e-07,
        7.834049e-08, 0.0, 0.0, 0.0,
        0.0, 0.0, 0.0, -0.3333277,
        -0.30795717, -0.29584694, -0.28139502, -0.2657075,
        -0.23874314, -0.19930653, -0.15739058, -0.11498846,
        -0.054393295, 0.014396827, 0.06423545, 0.094760045,
        0.110980116, 0.09959312, 0.07513663, 0.05183071,
    ],
    [
        -0.012393867, -0.005152045, -0.0019802551, -0.0007381953,
        -0.00017184972, -2.3382385e-05, -3.1628324e-06, -4.1609582e-07,
        -3.955611e-08, 0.0, 0.0, 0.0,
        0.0, 0.0, 0.0, 0.0,
        0.08814109, 0.104683205, 0.120362096, 0.13365874,
        0.15003823, 0.16416666, 0.17006192, 0.16808242,
        0.15333097, 0.11949009, 0.07993433, 0.043337576,
        0.0036165798, -0.021101544, -0.02512762, -0.020859016,
    ],
    [
        0.00397759, 0.0019165861, 0.000771314, 0.00029291704,
        6.859098e-05, 9.318902e-06, 1.2618182e-06, 1.7079391e-07,
        2.2535264e-08, 0.0, 0.0, 0.0,
        0.0, 0.0, 0.0, 0.13216753,
        0.92545044, 1.0632755, 0.105948746, 0.8225248,
        -0.024416592, -0.03086433, -0.06971545, 0.004125668,
        -0.042026453, -0.06593073, -0.06754294, -0.051694494,
        -0.032076932, -0.009524736, 0.0013636096, 0.0045871437,
    ],
];

/// The magnitude of an argument where it is of use, NaN among others.
#[inline(always)]
fn magnitude(x: f32) -> f32 {
    let a = x.abs();
    select(a > HIGHEST, HIGHEST, a)
}

/// The place of a magnitude in the tables, as the last five bits.
#[inline(always)]
fn place(a: f32) -> u32 {
    // What is less than the lowest has the place before that of it.
    const BELOW: f32 = f32::from_bits(LOWEST.to_bits() - 1);
    select(a > BELOW, a, BELOW).to_bits() >> 21
}

/// The result for a magnitude and what the tables have for it.
#[inline(always)]
fn join<I: Isa>(x: f32, a: f32, c: f32, value: f32, [t1, t2, t3, t4, t5]: [f32; 5]) -> f32 {
    let d = a - c;
    let slope = I::fma32(I::fma32(I::fma32(I::fma32(t5, d, t4), d, t3), d, t2), d, t1);
    I::fma32(d, slope, select(a < LOWEST, a, value)).copysign(x)
}

#[inline(always)]
pub(super) fn tanh<I: Isa>(x: f32) -> f32 {
    if !I::FMA {
        return tanh_by_f64::<I>(x);
    }
    let a = magnitude(x);
    let at = place(a) as usize % 32;
    let [t1, t2, t3, t4, t5] = &TERMS;
    join::<I>(x, a, MIDDLE[at], VALUE[at], [t1[at], t2[at], t3[at], t4[at], t5[at]])
}

/// [`tanh`] of a group, where a group can be looked up at once.
#[inline(always)]
pub(super) fn tanh_group<I: Isa, const G: usize>(x: &[f32; G]) -> Option<[f32; G]> {
    let (mut a, mut places, mut y) = ([0.0; G], [0; G], [0.0; G]);
    for (a, &x) in a.iter_mut().zip(x) {
        *a = magnitude(x);
    }
    for (to, &a) in places.iter_mut().zip(&a) {
        *to = place(a);
    }
    let middles = take_f32::<I, 32, G>(&MIDDLE, &places)?;
    let values = take_f32::<I, 32, G>(&VALUE, &places)?;
    let t1 = take_f32::<I, 32, G>(&TERMS[0], &places)?;
    let t2 = take_f32::<I, 32, G>(&TERMS[1], &places)?;
    let t3 = take_f32::<I, 32, G>(&TERMS[2], &places)?;
    let t4 = take_f32::<I, 32, G>(&TERMS[3], &places)?;
    let t5 = take_f32::<I, 32, G>(&TERMS[4], &places)?;
    for (at, y) in y.iter_mut().enumerate() {
        *y = join::<I>(x[at], a[at], middles[at], values[at], [t1[at], t2[at], t3[at], t4[at], t5[at]]);
    }
    Some(y)
}

/// Without fused multiply-add: a ratio of polynomials, up to where the result rounds to 1.
#[inline(always)]
fn tanh_by_f64<I: Isa>(x: f32) -> f32 {
    let magnitude = x.abs();
    let a = magnitude as f64;
    let z = a * a;
    let above = a * polynomial::<I, _>(&poly::TANH_ABOVE, z);
    let y = (above / polynomial::<I, _>(&poly::TANH_BELOW, z)) as f32;
    select(magnitude > 9.01, 1.0, y).copysign(x)
}
