//! The base-2 logarithm in two parts, for [`pow`](super::pow).
//!
//! As in Tang, *Table-Driven Implementation of the Logarithm Function* (1990): with a multiple `c` of 1/64 near `1 / m`,
//! the logarithm of `m` is that of `1 / c`, from a table, and of `c * m`, by a short series. `c` comes from a cubic, not
//! from a table, and `c * m - 1` is exact.

use super::double::{fast_two_sum, product_error, two_product};
use super::log::{LOG2_E, multiply};
use crate::level::Isa;
use crate::math::{ROUNDER, polynomial};

/// `1 / m` from the root of 1/2 to that of 2, within 0.00174 of it.
const INVERSE: [f64; 4] = [4.0, -5.8786994385176365, 3.7647151950103237, -0.8873527696674861];

/// The number whose sums round to multiples of 1/64 and hold how many in their low bits.
const TO_64THS: f64 = ROUNDER / 64.0;

/// `(log(1 + r) - r + r^2 / 2) / r^3` for `|r| <= 0.0128`, within 2^-67.3 of the logarithm.
const TAIL: [f64; 7] = [
    0.3333333333333333,
    -0.2500000000001102,
    0.20000000000032386,
    -0.16666666315912476,
    0.14285713719173895,
    -0.12503359422986943,
    0.11114976824961498,
];

/// `-log2(i / 64)` for `i` from 45 to 91, at `i` modulo 64, in two parts, of which the first has 42 bits after the point.
#[rustfmt::skip]
const LOG2_OF_INVERSE: [[f64; 64]; 2] = [
    [
        0.0, -0.02236781302849522, -0.04439411935845783, -0.06608919045766015,
        -0.0874628412502716, -0.10852445677824107, -0.12928301694500988, -0.14974711950458186,
        -0.16992500144237965, -0.18982455887999095, -0.2094533656288604, -0.2288186904959275,
        -0.24792751344352837, -0.2667865406949659, -0.2854022188621457, -0.3037807481771324,
        -0.3219280948874257, -0.33985000288453193, -0.3575520046181282, -0.3750394313469769,
        -0.39231742277866033, -0.4093909361376973, -0.4262647547020606, -0.44294349584879456,
        -0.4594316186373817, -0.47573343096632925, -0.49185309632957797, -0.5077946401986537,
        0.0, 0.0, 0.0, 0.0,
        0.0, 0.0, 0.0, 0.0,
        0.0, 0.0, 0.0, 0.0,
        0.0, 0.0, 0.0, 0.0,
        0.0, 0.508146903670422, 0.47643804394306244, 0.44541114832236417,
        0.41503749927892386, 0.3852901558848316, 0.356143810225376, 0.3275746580284249,
        0.29956028185893047, 0.2720795454367817, 0.2451124978365442, 0.21864028647542,
        0.1926450779424158, 0.16710998583516812, 0.14201900487250896, 0.1173569506381682,
        0.09310940439149817, 0.06926266243704049, 0.045803689613194365, 0.022720076500036157,
    ],
    [
        0.0, 4.0712083900828984e-14, 4.390985973169353e-15, -1.1228105090517402e-13,
        -6.781363655020842e-14, 7.202031406534323e-14, 4.3421195976986995e-14, -1.002010237055886e-13,
        6.728996427240727e-14, -2.6284293846288795e-14, -8.937120568078598e-14, 4.663533492831079e-14,
        -5.712484083531846e-14, 6.451544227870716e-14, -1.02668366941445e-13, 2.9484755090817656e-14,
        6.33385952568616e-14, -9.279374689841753e-14, 4.450095846656107e-14, 5.216949214960851e-14,
        -9.995925486528699e-14, -4.475041293346832e-15, -3.733907276649932e-14, 6.625288519055792e-14,
        8.443284155858175e-14, -6.850343183727799e-14, -9.67451159139632e-14, -4.2543910635907204e-14,
        0.0, 0.0, 0.0, 0.0,
        0.0, 0.0, 0.0, 0.0,
        0.0, 0.0, 0.0, 0.0,
        0.0, 0.0, 0.0, 0.0,
        0.0, -9.67451159139632e-14, -7.531150579247643e-14, -1.5420422453235895e-15,
        -8.00418555854124e-14, -3.983479855974919e-14, -1.0069648492950886e-13, 7.951818330761124e-14,
        -2.262651135603261e-14, 1.912060077712148e-14, -1.275189131300513e-14, -7.960223862778872e-14,
        -1.9917399279874596e-14, 9.02069790225012e-14, -8.107893466726174e-14, -9.459192232399996e-15,
        -1.6703260328550802e-14, 7.323377874614652e-14, -6.957374407725013e-14, 4.737256499253267e-14,
    ],
];

/// `c * m - 1`, for a `c` of 7 bits so near `1 / m` that it is a number.
#[inline(always)]
fn excess<I: Isa>(c: f64, m: f64) -> f64 {
    if I::FMA {
        return c.mul_add(m, -1.0);
    }
    let (product, error) = two_product::<I>(c, m);
    (product - 1.0) + error
}

/// `k + log2(m)` for `m` from the root of 1/2 to that of 2, as a sum, with a relative error of 2^-66.
#[inline(always)]
pub(super) fn log2_long<I: Isa>(k: f64, m: f64) -> (f64, f64) {
    let slope = I::fma(I::fma(INVERSE[3], m, INVERSE[2]), m, INVERSE[1]);
    let t = I::fma(slope, m, INVERSE[0] + TO_64THS);
    let at = (t.to_bits() & 63) as usize;
    // At most 0.0128 in magnitude: the cubic is out by 0.0018, and rounding moves it by 1/128 at most.
    let r = excess::<I>(t - TO_64THS, m);
    let square = r * r;
    let high = I::fma(-0.5, square, r);
    let low = I::fma(-0.5, square, r - high);
    let low = I::fma(-0.5, product_error::<I>(r, r, square), low);
    // Where r is not the whole logarithm it counts for less, and so does the rounding of this product.
    let low = I::fma(r * square, polynomial::<I, _>(&TAIL, r), low);
    let (high, low) = multiply::<I>(high, low, LOG2_E);
    let (sum, error) = fast_two_sum(k + LOG2_OF_INVERSE[0][at], high);
    (sum, error + (LOG2_OF_INVERSE[1][at] + low))
}
