//! Items as text and as JSON.

use numoxide::c128;
use numoxide::layout::SliceSpec;
use numoxide::prelude::*;
use serde_json::{Map, Value};

use crate::Result;

/// The items of one column, ready to be written.
pub enum Cells {
    /// `bool`.
    Bool(Array<bool>),
    /// Integers with a sign.
    Int(Array<i64>),
    /// Integers without one.
    Unsigned(Array<u64>),
    /// Floating-point numbers of no more than 32 bits, whose shortest text is shorter.
    Single(Array<f32>),
    /// Those of 64 bits.
    Double(Array<f64>),
    /// Complex numbers.
    Complex(Array<c128>),
    /// Everything else, as NumPy shows it.
    Text(Vec<String>),
}

impl Cells {
    /// The items of a view in row-major order.
    pub fn of(view: &AnyView<'_>) -> Result<Cells> {
        let flat = view.copy(Order::C)?.reshape(-1isize)?;
        Ok(match flat.dtype() {
            DType::Bool => Cells::Bool(flat.downcast()?),
            DType::U8 | DType::U16 | DType::U32 | DType::U64 => {
                Cells::Unsigned(flat.astype(DType::U64)?.try_into()?)
            }
            dtype if dtype.is_integer() => Cells::Int(flat.astype(DType::I64)?.try_into()?),
            DType::F64 => Cells::Double(flat.downcast()?),
            dtype if dtype.is_float() => Cells::Single(flat.astype(DType::F32)?.try_into()?),
            dtype if dtype.is_complex() => Cells::Complex(flat.astype(DType::C128)?.try_into()?),
            _ => {
                let item = |at: usize| Ok(flat.slice([SliceSpec::from(at as isize)])?.to_string());
                Cells::Text((0..flat.len()).map(item).collect::<Result<_>>()?)
            }
        })
    }

    /// An item as text that is read back as the same value.
    pub fn text(&self, row: usize) -> String {
        match self {
            Cells::Bool(items) => items[row].to_string(),
            Cells::Int(items) => items[row].to_string(),
            Cells::Unsigned(items) => items[row].to_string(),
            Cells::Single(items) => number(&format!("{:?}", items[row])),
            Cells::Double(items) => number(&format!("{:?}", items[row])),
            Cells::Complex(items) => complex(items[row]),
            Cells::Text(items) => items[row].clone(),
        }
    }

    /// An item as JSON; what is not finite becomes its name, as JSON has no number for it.
    pub fn json(&self, row: usize) -> Value {
        match self {
            Cells::Bool(items) => items[row].into(),
            Cells::Int(items) => items[row].into(),
            Cells::Unsigned(items) => items[row].into(),
            // By way of its text: 0.1, and not what 0.1 of 32 bits is in 64.
            Cells::Single(_) => float(self.text(row).parse().unwrap_or(f64::NAN)),
            Cells::Double(items) => float(items[row]),
            Cells::Complex(items) => vec![float(items[row].re), float(items[row].im)].into(),
            Cells::Text(items) => items[row].clone().into(),
        }
    }
}

/// Rust's text of a number in NumPy's spelling: no `.0` behind whole numbers, and `nan`.
fn number(text: &str) -> String {
    text.strip_suffix(".0").unwrap_or(text).replace("NaN", "nan")
}

fn complex(z: c128) -> String {
    let (re, im) = (number(&format!("{:?}", z.re)), number(&format!("{:?}", z.im)));
    let sign = if im.starts_with('-') { "" } else { "+" };
    format!("{re}{sign}{im}j")
}

/// A number as JSON; one that is not finite as its name.
pub fn float(x: f64) -> Value {
    serde_json::Number::from_f64(x).map_or_else(|| number(&format!("{x:?}")).into(), Value::Number)
}

/// An array as JSON: nested lists, with an object for each item that has fields.
///
/// # Errors
/// If memory cannot be had.
pub fn json(view: &AnyView<'_>) -> Result<Value> {
    if let Some(&len) = view.shape().first() {
        if view.ndim() == 1 && view.dtype().fields().is_none() {
            let cells = Cells::of(view)?;
            return Ok((0..len).map(|row| cells.json(row)).collect());
        }
        let item = |at: usize| json(&view.slice([SliceSpec::from(at as isize)])?);
        return (0..len).map(item).collect();
    }
    let Some(fields) = view.dtype().fields() else {
        return Ok(Cells::of(view)?.json(0));
    };
    let fields = fields.iter().map(|field| Ok((field.name.clone(), json(&view.field(&field.name)?)?)));
    Ok(Value::Object(fields.collect::<Result<Map<_, _>>>()?))
}

/// A number for people: six digits that count, and all those before the point, as C's `%g` without its exponents.
///
/// ```
/// use numoxide_cli::cells::short;
///
/// let texts = [0.1 + 0.2, 1234567.0, 1e-9, -2.5e20, 0.0, f64::NAN].map(short);
/// assert_eq!(texts, ["0.3", "1234567", "1e-9", "-2.5e20", "0", "nan"]);
/// ```
pub fn short(x: f64) -> String {
    let scientific = format!("{x:.5e}");
    let Some((digits, exponent)) = scientific.split_once('e') else {
        return number(&format!("{x:?}"));
    };
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if (-5..15).contains(&exponent) {
        let decimals = usize::try_from(5 - exponent).unwrap_or(0);
        let text = format!("{x:.decimals$}");
        return without_zeros(&text).to_owned();
    }
    format!("{}e{exponent}", without_zeros(digits))
}

/// A decimal fraction without the zeros at its end.
fn without_zeros(text: &str) -> &str {
    match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.'),
        false => text,
    }
}

/// Rows as columns of one width; the first column to the left, all others to the right. What would steer a terminal is written as
/// an escape: names come from files.
pub fn aligned(rows: &[Vec<String>]) -> String {
    let shown = |cell: &String| match cell.contains(char::is_control) {
        true => cell
            .chars()
            .map(|c| if c.is_control() { c.escape_default().to_string() } else { c.into() })
            .collect(),
        false => cell.clone(),
    };
    let rows: Vec<Vec<String>> = rows.iter().map(|row| row.iter().map(shown).collect()).collect();
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width =
        |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max();
    let widths: Vec<usize> = (0..columns).map(|column| width(column).unwrap_or(0)).collect();
    let mut text = String::new();
    for row in &rows {
        // Widths of format strings end at 65535.
        let blanks = |cell: &str, width: usize| " ".repeat(width - cell.chars().count());
        let cells = row.iter().zip(&widths).enumerate().map(|(column, (cell, &width))| match column {
            0 => format!("{cell}{}", blanks(cell, width)),
            _ => format!("{}{cell}", blanks(cell, width)),
        });
        text.push_str(cells.collect::<Vec<_>>().join("  ").trim_end());
        text.push('\n');
    }
    text
}
