//! Decimal digits and blanks of all scripts, as Python reads numbers in them.

/// The zeros of the decimal digits outside ASCII, as Unicode 14 has them: nine more digits follow each.
const ZEROS: [u32; 65] = [
    0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6, 0xe50, 0xed0,
    0xf20, 0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50, 0x1bb0, 0x1c40, 0x1c50,
    0xa620, 0xa8d0, 0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0, 0xff10, 0x104a0, 0x10d30, 0x11066, 0x110f0,
    0x11136, 0x111d0, 0x112f0, 0x11450, 0x114d0, 0x11650, 0x116c0, 0x11730, 0x118e0, 0x11950, 0x11c50,
    0x11d50, 0x11da0, 0x16a60, 0x16ac0, 0x16b50, 0x1d7ce, 0x1d7d8, 0x1d7e2, 0x1d7ec, 0x1d7f6, 0x1e140,
    0x1e2f0, 0x1e950, 0x1fbf0,
];

/// Appends a text in ASCII: digits and blanks of other scripts are those of ASCII, and other characters `?`. A text that is in
/// ASCII stays as it is.
pub(super) fn plain(text: impl Iterator<Item = char>, out: &mut Vec<u8>) {
    out.extend(text.map(|character| match character {
        ascii if ascii.is_ascii() => ascii as u8,
        blank if blank.is_whitespace() => b' ',
        other => digit(other).unwrap_or(b'?'),
    }));
}

/// The ASCII digit of the same value.
fn digit(character: char) -> Option<u8> {
    let point = u32::from(character);
    let at = ZEROS.partition_point(|&zero| zero <= point).checked_sub(1)?;
    let value = point - ZEROS[at];
    (value < 10).then(|| b'0' + value as u8)
}
