//! The grammar of subscripts.

use std::collections::BTreeMap;

use crate::{Error, Result};

/// Labels from here on stand for the axes of `...`, counted from the last: the highest is the last axis.
const DOTS: u32 = 0x10_0000;

/// Subscripts that fit their operands: a label per axis.
pub(crate) struct Subscripts {
    pub inputs: Vec<Vec<u32>>,
    pub output: Vec<u32>,
    /// The extent of each label.
    pub sizes: BTreeMap<u32, usize>,
}

/// A term such as `ij...k`: the labels before and after the dots, if there are any.
struct Term {
    before: Vec<u32>,
    after: Option<Vec<u32>>,
}

impl Term {
    fn parse(text: &str) -> Result<Self> {
        let mut term = Term { before: Vec::new(), after: None };
        let mut rest = text.trim_start();
        while let Some(first) = rest.chars().next() {
            if let Some(tail) = rest.strip_prefix("...") {
                if term.after.is_some() {
                    return Err(Error::subscripts(format!("two ellipses in {text:?}")));
                }
                term.after = Some(Vec::new());
                rest = tail.trim_start();
                continue;
            }
            if !first.is_ascii_alphabetic() {
                return Err(Error::subscripts(format!("{first:?} is no subscript")));
            }
            term.after.as_mut().unwrap_or(&mut term.before).push(first as u32);
            rest = rest[1..].trim_start();
        }
        Ok(term)
    }

    /// The labels, with so many axes for the dots.
    fn labels(&self, dots: usize) -> Vec<u32> {
        let Some(after) = &self.after else { return self.before.clone() };
        let dots = (0..dots as u32).rev().map(|from_end| DOTS - from_end);
        self.before.iter().copied().chain(dots).chain(after.iter().copied()).collect()
    }

    fn named(&self) -> usize {
        self.before.len() + self.after.as_ref().map_or(0, Vec::len)
    }
}

impl Subscripts {
    pub fn parse(text: &str, shapes: &[&[usize]]) -> Result<Self> {
        let (left, right) = match text.split_once("->") {
            Some((left, right)) => (left, Some(right)),
            None => (text, None),
        };
        let terms: Vec<Term> = left.split(',').map(Term::parse).collect::<Result<_>>()?;
        if terms.len() != shapes.len() {
            let (terms, operands) = (terms.len(), shapes.len());
            return Err(Error::subscripts(format!("{terms} terms for {operands} operands")));
        }
        let mut inputs = Vec::new();
        let mut most_dots = 0;
        for (term, shape) in terms.iter().zip(shapes) {
            let dots = shape.len().checked_sub(term.named());
            let dots = dots.filter(|&dots| dots == 0 || term.after.is_some()).ok_or_else(|| {
                let (named, axes) = (term.named(), shape.len());
                Error::subscripts(format!("{named} subscripts for an operand with {axes} axes"))
            })?;
            most_dots = most_dots.max(dots);
            inputs.push(term.labels(dots));
        }
        let sizes = extents(&inputs, shapes)?;
        let output = match right {
            Some(text) => explicit(&Term::parse(text)?, most_dots, &sizes)?,
            None => implied(&inputs, most_dots),
        };
        Ok(Subscripts { inputs, output, sizes })
    }

    /// The number of items of an array with these labels.
    pub fn volume(&self, labels: impl IntoIterator<Item = u32>) -> f64 {
        labels.into_iter().map(|label| self.sizes[&label] as f64).product()
    }
}

/// The extent of each label; axes of length 1 fit any.
fn extents(inputs: &[Vec<u32>], shapes: &[&[usize]]) -> Result<BTreeMap<u32, usize>> {
    let mut sizes = BTreeMap::new();
    for (labels, shape) in inputs.iter().zip(shapes) {
        for (&label, &size) in labels.iter().zip(*shape) {
            let known = sizes.entry(label).or_insert(size);
            if *known == 1 {
                *known = size;
            }
            if *known != size && size != 1 {
                let known = *known;
                let what = format!("subscript {:?} has the extents {known} and {size}", name(label));
                return Err(Error::subscripts(what));
            }
        }
    }
    Ok(sizes)
}

/// How a label is written.
pub(crate) fn name(label: u32) -> char {
    if label > DOTS - 64 { '.' } else { char::from_u32(label).unwrap_or('?') }
}

fn explicit(term: &Term, dots: usize, sizes: &BTreeMap<u32, usize>) -> Result<Vec<u32>> {
    if term.after.is_none() && dots > 0 {
        return Err(Error::subscripts(
            "the output has no ellipsis for the axes that the operands' stand for",
        ));
    }
    let output = term.labels(dots);
    for (at, label) in output.iter().enumerate() {
        if !sizes.contains_key(label) {
            return Err(Error::subscripts(format!("output subscript {:?} is in no operand", name(*label))));
        }
        if output[..at].contains(label) {
            return Err(Error::subscripts(format!("output subscript {:?} is there twice", name(*label))));
        }
    }
    Ok(output)
}

/// The axes of the dots, then what occurs once, in the order of the alphabet.
fn implied(inputs: &[Vec<u32>], dots: usize) -> Vec<u32> {
    let all: Vec<u32> = inputs.iter().flatten().copied().collect();
    let mut once: Vec<u32> = all
        .iter()
        .copied()
        .filter(|&label| label <= DOTS - 64 && all.iter().filter(|&&other| other == label).count() == 1)
        .collect();
    once.sort_unstable();
    (0..dots as u32).rev().map(|from_end| DOTS - from_end).chain(once).collect()
}
