//! In which order more than two operands are multiplied.

use std::collections::BTreeSet;

use super::subscripts::{Subscripts, name};
use crate::{Error, Result};

type Labels = BTreeSet<u32>;

/// How the order of products is found.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Optimize {
    /// The pair that frees most memory first, then the cheapest.
    Greedy,
    /// The cheapest of all orders; up to eight operands, then as greedy.
    Optimal,
    /// From left to right.
    None,
    /// An order of your own: which operands are multiplied in each step; the product goes to the end.
    Path(Vec<Vec<usize>>),
}

/// An order of products, and what it costs.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct EinsumPath {
    /// Which operands are multiplied in each step; the product goes to the end.
    pub path: Vec<Vec<usize>>,
    /// The subscripts, as they were understood.
    pub contraction: String,
    /// Operations of a single loop over all labels.
    pub naive_cost: f64,
    /// Operations of this order.
    pub optimized_cost: f64,
    /// Items of the largest array on the way.
    pub largest_intermediate: f64,
}

impl EinsumPath {
    pub(super) fn new(subscripts: &Subscripts, path: Vec<Vec<usize>>) -> Self {
        let mut left = operands(subscripts);
        let output: Labels = subscripts.output.iter().copied().collect();
        let all: Labels = left.iter().flatten().copied().collect();
        let naive_cost = cost(subscripts, &all, all.len() > output.len(), left.len());
        let (mut optimized_cost, mut largest) = (0.0, subscripts.volume(output.iter().copied()));
        for step in &path {
            let (product, price) = contracted(subscripts, &mut left, step, &output);
            optimized_cost += price;
            largest = f64::max(largest, subscripts.volume(product.iter().copied()));
            left.push(product);
        }
        let write = |labels: &[u32]| labels.iter().map(|&label| name(label)).collect::<String>();
        let terms: Vec<String> = subscripts.inputs.iter().map(|labels| write(labels)).collect();
        let contraction = format!("{}->{}", terms.join(","), write(&subscripts.output));
        EinsumPath { path, contraction, naive_cost, optimized_cost, largest_intermediate: largest }
    }
}

fn operands(subscripts: &Subscripts) -> Vec<Labels> {
    subscripts.inputs.iter().map(|labels| labels.iter().copied().collect()).collect()
}

/// Operations of a loop over `labels`: NumPy's measure.
fn cost(subscripts: &Subscripts, labels: &Labels, sums: bool, terms: usize) -> f64 {
    let factor = terms.saturating_sub(1).max(1) + usize::from(sums);
    subscripts.volume(labels.iter().copied()) * factor as f64
}

/// Takes the operands of a step out of `left`; the labels of their product, and its cost.
fn contracted(
    subscripts: &Subscripts,
    left: &mut Vec<Labels>,
    step: &[usize],
    output: &Labels,
) -> (Labels, f64) {
    let mut step = step.to_vec();
    step.sort_unstable();
    let mut all = Labels::new();
    step.iter().rev().for_each(|&at| all.extend(left.remove(at)));
    let kept = |label: &u32| output.contains(label) || left.iter().any(|other| other.contains(label));
    let product: Labels = all.iter().copied().filter(kept).collect();
    let price = cost(subscripts, &all, product.len() < all.len(), step.len());
    (product, price)
}

/// The order of products.
pub(super) fn find(subscripts: &Subscripts, optimize: &Optimize) -> Result<Vec<Vec<usize>>> {
    let count = subscripts.inputs.len();
    match optimize {
        Optimize::Path(path) => checked(path, count),
        _ if count <= 2 => Ok(vec![(0..count).collect()]),
        Optimize::None => Ok(left_to_right(count)),
        Optimize::Optimal if count <= 8 => Ok(optimal(subscripts)),
        Optimize::Greedy | Optimize::Optimal => Ok(greedy(subscripts)),
    }
}

fn checked(path: &[Vec<usize>], count: usize) -> Result<Vec<Vec<usize>>> {
    let mut left = count;
    for step in path {
        let distinct: BTreeSet<&usize> = step.iter().collect();
        if step.is_empty() || distinct.len() != step.len() || step.iter().any(|&at| at >= left) {
            return Err(Error::subscripts(format!("step {step:?} of the path for {left} operands")));
        }
        left = left - step.len() + 1;
    }
    if left != 1 {
        return Err(Error::subscripts(format!("the path leaves {left} operands")));
    }
    Ok(path.to_vec())
}

/// The first two; then each product, which went to the end, with the next operand.
fn left_to_right(count: usize) -> Vec<Vec<usize>> {
    (0..count - 1).map(|step| if step == 0 { vec![0, 1] } else { vec![0, count - 1 - step] }).collect()
}

fn pairs(count: usize) -> impl Iterator<Item = [usize; 2]> {
    (0..count).flat_map(move |i| (i + 1..count).map(move |j| [i, j]))
}

fn greedy(subscripts: &Subscripts) -> Vec<Vec<usize>> {
    let output: Labels = subscripts.output.iter().copied().collect();
    let (mut left, mut path) = (operands(subscripts), Vec::new());
    while left.len() > 1 {
        let volume = |labels: &Labels| subscripts.volume(labels.iter().copied());
        let measure = |step: &[usize; 2]| {
            let (product, price) = contracted(subscripts, &mut left.clone(), step, &output);
            let freed = volume(&left[step[0]]) + volume(&left[step[1]]) - volume(&product);
            (-freed, price)
        };
        let related = |step: &[usize; 2]| !left[step[0]].is_disjoint(&left[step[1]]);
        let mut candidates: Vec<[usize; 2]> = pairs(left.len()).filter(related).collect();
        if candidates.is_empty() {
            candidates = pairs(left.len()).collect();
        }
        let Some(best) = candidates.into_iter().min_by(|a, b| {
            let (a, b) = (measure(a), measure(b));
            a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1))
        }) else {
            break;
        };
        let (product, _) = contracted(subscripts, &mut left, &best, &output);
        left.push(product);
        path.push(best.to_vec());
    }
    path
}

fn optimal(subscripts: &Subscripts) -> Vec<Vec<usize>> {
    let output: Labels = subscripts.output.iter().copied().collect();
    let mut best = (f64::INFINITY, Vec::new());
    search(subscripts, operands(subscripts), &output, 0.0, &mut Vec::new(), &mut best);
    best.1
}

fn search(
    subscripts: &Subscripts,
    left: Vec<Labels>,
    output: &Labels,
    so_far: f64,
    path: &mut Vec<Vec<usize>>,
    best: &mut (f64, Vec<Vec<usize>>),
) {
    if left.len() == 1 {
        *best = (so_far, path.clone());
        return;
    }
    for step in pairs(left.len()) {
        let mut rest = left.clone();
        let (product, price) = contracted(subscripts, &mut rest, &step, output);
        if so_far + price >= best.0 {
            continue;
        }
        rest.push(product);
        path.push(step.to_vec());
        search(subscripts, rest, output, so_far + price, path, best);
        path.pop();
    }
}
