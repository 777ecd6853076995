//! Numbers written as C's `printf` does: `%.18e`, `%5d`, `%-8s`.

use std::fmt::Write as _;

use numoxide_core::{AnyArray, Array, Element};

use super::powers::digits;
use crate::{Error, Result};

/// A value to be written; a number with how it is spelled by itself, which its type decides.
pub(super) enum Value {
    Float(f64, fn(f64) -> String),
    Int(i128, fn(i128) -> String),
    Text(String),
}

/// A text with places for values.
pub(super) struct Template(Vec<Piece>);

enum Piece {
    Literal(String),
    Spec(Spec),
}

/// One place for a value.
#[derive(Clone, Copy, Default)]
struct Spec {
    left: bool,
    plus: bool,
    space: bool,
    zero: bool,
    alternate: bool,
    width: usize,
    precision: Option<usize>,
    kind: u8,
}

/// More than this makes no sense, and takes memory.
const WIDEST: usize = 4096;

fn wrong(why: &'static str) -> Error {
    Error::Argument { what: "fmt", why }
}

impl Template {
    pub(super) fn parse(text: &str) -> Result<Template> {
        let (mut pieces, mut literal) = (Vec::new(), String::new());
        let mut rest = text;
        while let Some(at) = rest.find('%') {
            literal.push_str(&rest[..at]);
            rest = &rest[at + 1..];
            if let Some(after) = rest.strip_prefix('%') {
                literal.push('%');
                rest = after;
                continue;
            }
            if !literal.is_empty() {
                pieces.push(Piece::Literal(std::mem::take(&mut literal)));
            }
            pieces.push(Piece::Spec(Spec::parse(&mut rest)?));
        }
        literal.push_str(rest);
        if !literal.is_empty() {
            pieces.push(Piece::Literal(literal));
        }
        Ok(Template(pieces))
    }

    /// How many values it has places for.
    pub(super) fn places(&self) -> usize {
        self.0.iter().filter(|piece| matches!(piece, Piece::Spec(_))).count()
    }

    /// Appends the text with these values in their places.
    pub(super) fn write(&self, out: &mut String, values: &mut impl Iterator<Item = Value>) -> Result<()> {
        for piece in &self.0 {
            match piece {
                Piece::Literal(text) => out.push_str(text),
                Piece::Spec(spec) => {
                    spec.write(out, values.next().ok_or_else(|| wrong("it has too many places"))?)?
                }
            }
        }
        Ok(())
    }
}

impl Spec {
    fn parse(rest: &mut &str) -> Result<Spec> {
        let mut spec = Spec::default();
        while let Some(flag) = rest.chars().next().filter(|c| "-+ 0#".contains(*c)) {
            match flag {
                '-' => spec.left = true,
                '+' => spec.plus = true,
                ' ' => spec.space = true,
                '0' => spec.zero = true,
                _ => spec.alternate = true,
            }
            *rest = &rest[1..];
        }
        spec.width = number(rest)?.unwrap_or(0);
        if let Some(after) = rest.strip_prefix('.') {
            *rest = after;
            spec.precision = Some(number(rest)?.unwrap_or(0));
        }
        *rest = rest.trim_start_matches(['l', 'h', 'L']);
        let kind = rest.bytes().next().filter(|kind| b"diuoxXeEfFgGsr".contains(kind));
        spec.kind = kind.ok_or_else(|| wrong("only d, i, u, o, x, e, f, g, s and r can follow a %"))?;
        *rest = &rest[1..];
        Ok(spec)
    }

    fn write(&self, out: &mut String, value: Value) -> Result<()> {
        let start = out.len();
        match (self.kind, value) {
            (b's' | b'r', value) => return self.write_text(out, value),
            (b'd' | b'i' | b'u', Value::Int(value, _)) => {
                self.write_int(out, value < 0, &value.unsigned_abs().to_string());
            }
            (b'o' | b'x' | b'X', Value::Int(value, _)) => {
                let (value, negative) = (value.unsigned_abs(), value < 0);
                let (prefix, digits) = match self.kind {
                    b'o' => ("0o", format!("{value:o}")),
                    b'x' => ("0x", format!("{value:x}")),
                    _ => ("0X", format!("{value:X}")),
                };
                self.write_sign(out, negative);
                out.push_str(if self.alternate { prefix } else { "" });
                Spec { plus: false, space: false, ..*self }.write_int(out, false, &digits);
            }
            (b'o' | b'x' | b'X', _) => return Err(wrong("only integers are written in these digits")),
            (b'd' | b'i' | b'u', Value::Float(value, _)) if value.is_finite() => {
                let whole = value.trunc();
                self.write_int(out, whole < 0.0, &format!("{:.0}", whole.abs()));
            }
            (b'd' | b'i' | b'u', Value::Float(..)) => return Err(wrong("NaN and infinity are no integers")),
            (_, Value::Text(_)) => return Err(wrong("a text cannot be written as a number")),
            (_, Value::Float(value, _)) => self.write_float(out, value),
            (_, Value::Int(value, _)) => self.write_float(out, value as f64),
        }
        self.pad(out, start);
        Ok(())
    }

    fn write_text(&self, out: &mut String, value: Value) -> Result<()> {
        let text = match value {
            Value::Text(text) => text,
            Value::Int(value, spelled) => spelled(value),
            Value::Float(value, spelled) => spelled(value),
        };
        let kept: String = text.chars().take(self.precision.unwrap_or(usize::MAX)).collect();
        let blanks = self.width.saturating_sub(kept.chars().count());
        let blanks = " ".repeat(blanks);
        let both = if self.left { [kept, blanks] } else { [blanks, kept] };
        both.iter().for_each(|part| out.push_str(part));
        Ok(())
    }

    fn write_sign(&self, out: &mut String, negative: bool) {
        if negative {
            out.push('-');
        } else if self.plus {
            out.push('+');
        } else if self.space {
            out.push(' ');
        }
    }

    fn write_int(&self, out: &mut String, negative: bool, digits: &str) {
        self.write_sign(out, negative);
        let zeros = self.precision.unwrap_or(0).saturating_sub(digits.len());
        out.extend(std::iter::repeat_n('0', zeros));
        out.push_str(digits);
    }

    fn write_float(&self, out: &mut String, value: f64) {
        let start = out.len();
        self.write_sign(out, value.is_sign_negative() && !value.is_nan());
        let (magnitude, precision) = (value.abs(), self.precision.unwrap_or(6));
        match self.kind.to_ascii_lowercase() {
            _ if value.is_nan() => out.push_str("nan"),
            _ if value.is_infinite() => out.push_str("inf"),
            b'e' => exponential(out, magnitude, precision, self.alternate),
            b'f' => {
                write!(out, "{magnitude:.precision$}").expect("a string takes what is written");
                if precision == 0 && self.alternate {
                    out.push('.');
                }
            }
            _ => self.general(out, magnitude, precision.max(1)),
        }
        if self.kind.is_ascii_uppercase() {
            let upper = out[start..].to_ascii_uppercase();
            out.replace_range(start.., &upper);
        }
    }

    /// `%g`: the shorter of the two notations, without zeros at the end.
    fn general(&self, out: &mut String, value: f64, precision: usize) {
        let mut text = String::new();
        exponential(&mut text, value, precision - 1, self.alternate);
        let exponent: i32 = text.split_once('e').and_then(|(_, power)| power.parse().ok()).unwrap_or(0);
        let power = if (-4..precision as i32).contains(&exponent) {
            text = format!("{value:.*}", (precision as i32 - 1 - exponent) as usize);
            String::new()
        } else {
            text.split_off(text.find('e').unwrap_or(text.len()))
        };
        let kept = match text.contains('.') && !self.alternate {
            true => text.trim_end_matches('0').trim_end_matches('.'),
            false => &text,
        };
        out.push_str(kept);
        out.push_str(&power);
    }

    /// Fills up what was written from `start` on to the width.
    fn pad(&self, out: &mut String, start: usize) {
        let missing = self.width.saturating_sub(out.len() - start);
        if missing == 0 {
            return;
        }
        let number = &out[start..];
        let (at, fill) = match () {
            () if self.left => (out.len(), " "),
            () if self.zero => {
                let sign = usize::from(number.starts_with(['-', '+', ' ']));
                let prefix = self.alternate && matches!(self.kind, b'o' | b'x' | b'X');
                (start + sign + if prefix { "0x".len() } else { 0 }, "0")
            }
            () => (start, " "),
        };
        out.insert_str(at, &fill.repeat(missing));
    }
}

fn number(rest: &mut &str) -> Result<Option<usize>> {
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, after) = rest.split_at(digits);
    *rest = after;
    if number.is_empty() {
        return Ok(None);
    }
    match number.parse() {
        Ok(number) if number <= WIDEST => Ok(Some(number)),
        _ => Err(wrong("a width or precision is too large")),
    }
}

/// The shortest digits that give the number back, as Python prints them.
pub(super) fn shortest(value: f64) -> String {
    spelled(value)
}

/// A number as NumPy prints one of its type.
pub(super) fn spelled<T: Element>(value: T) -> String {
    Array::scalar(value).map(|scalar| AnyArray::from(scalar).to_string()).unwrap_or_default()
}

/// `1.500e+00`: so many digits after the point, at least two in the exponent.
fn exponential(out: &mut String, value: f64, precision: usize, point: bool) {
    let found = if value == 0.0 { Some((0, 0)) } else { None };
    let found = found.or_else(|| (precision < 19).then(|| digits(value, precision as u32 + 1)).flatten());
    let Some((number, exponent)) = found.filter(|_| precision < 19) else {
        let text = format!("{value:.precision$e}");
        let (mantissa, power) = text.split_once('e').unwrap_or((&text, "0"));
        out.push_str(mantissa);
        if precision == 0 && point {
            out.push('.');
        }
        return write_exponent(out, power.parse().unwrap_or(0));
    };
    let mut text = [b'0'; 20];
    let mut left = number;
    for place in text[..=precision].iter_mut().rev() {
        *place = b'0' + (left % 10) as u8;
        left /= 10;
    }
    out.push(char::from(text[0]));
    if precision > 0 || point {
        out.push('.');
    }
    out.push_str(std::str::from_utf8(&text[1..=precision]).unwrap_or_default());
    write_exponent(out, exponent);
}

fn write_exponent(out: &mut String, exponent: i32) {
    let sign = if exponent < 0 { '-' } else { '+' };
    write!(out, "e{sign}{:02}", exponent.unsigned_abs()).expect("a string takes what is written");
}
