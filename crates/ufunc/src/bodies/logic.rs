//! Truth: logical functions and tests of single values.

use numoxide_core::{c64, c128, scalar_body};

scalar_body! {
    /// Whether both are true.
    paced LogicalAnd(a, b) {
        bool => bool: a & b;
        u8 u16 u32 u64 => bool: (a != 0) & (b != 0);
        f32 f64 => bool: (a != 0.0) & (b != 0.0);
        c64 => bool: (a != c64::ZERO) & (b != c64::ZERO);
        c128 => bool: (a != c128::ZERO) & (b != c128::ZERO);
    }
}
scalar_body! {
    /// Whether one is true.
    paced LogicalOr(a, b) {
        bool => bool: a | b;
        u8 u16 u32 u64 => bool: (a != 0) | (b != 0);
        f32 f64 => bool: (a != 0.0) | (b != 0.0);
        c64 => bool: (a != c64::ZERO) | (b != c64::ZERO);
        c128 => bool: (a != c128::ZERO) | (b != c128::ZERO);
    }
}
scalar_body! {
    /// Whether exactly one is true.
    paced LogicalXor(a, b) {
        bool => bool: a ^ b;
        u8 u16 u32 u64 => bool: (a != 0) ^ (b != 0);
        f32 f64 => bool: (a != 0.0) ^ (b != 0.0);
        c64 => bool: (a != c64::ZERO) ^ (b != c64::ZERO);
        c128 => bool: (a != c128::ZERO) ^ (b != c128::ZERO);
    }
}
scalar_body! {
    /// Whether it is false.
    LogicalNot(a) {
        bool => bool: !a;
        u8 u16 u32 u64 => bool: a == 0;
        f32 f64 => bool: a == 0.0;
        c64 => bool: a == c64::ZERO;
        c128 => bool: a == c128::ZERO;
    }
}
scalar_body! {
    /// What no integer is.
    Never(_a) { bool u8 u16 u32 u64 => bool: false; }
}
scalar_body! {
    /// What every integer is.
    Always(_a) { bool u8 u16 u32 u64 => bool: true; }
}
scalar_body! {
    /// Whether it is no number.
    IsNan(_a) {
        f32 f64 => bool: _a.is_nan();
        c64 c128 => bool: _a.re.is_nan() | _a.im.is_nan();
    }
}
scalar_body! {
    /// Whether it is infinite.
    IsInf(_a) {
        f32 f64 => bool: _a.is_infinite();
        c64 c128 => bool: _a.re.is_infinite() | _a.im.is_infinite();
    }
}
scalar_body! {
    /// Whether it is neither infinite nor no number.
    IsFinite(_a) {
        f32 f64 => bool: _a.is_finite();
        c64 c128 => bool: _a.re.is_finite() & _a.im.is_finite();
    }
}
scalar_body! {
    /// Whether the sign bit is set, also that of zero and NaN.
    SignBit(a) { f32 f64 => bool: a.is_sign_negative(); }
}
