//! The bundled plugin for frameworks written without code: it runs the checked plan that it is handed, and knows no rule itself.
#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test that fails should panic"))]

use std::cell::RefCell;

use concord_guest::{Answers, Batch, Descriptor, Dictionary, Framework, Problem, Step};
use concord_rules::plan::Plan;
use concord_rules::{Program, Scratch, explain};

/// A framework's plan, ready to run.
#[derive(Debug)]
pub struct Rules {
    dictionary: Dictionary,
    plan: Plan,
    program: Program,
    scratch: RefCell<Scratch>,
}

impl Framework for Rules {
    fn open(config: &str, dictionary: &Dictionary) -> Result<Self, Vec<Problem>> {
        let plan = Plan::from_json(config).map_err(|message| vec![Problem::of("", message).about("config")])?;
        let program = Program::new(&plan, dictionary)?;
        Ok(Rules { dictionary: dictionary.clone(), plan, program, scratch: RefCell::default() })
    }

    fn descriptor(&self) -> Descriptor {
        self.plan.descriptor()
    }

    fn evaluate(&self, batch: &Batch<'_>) -> Result<Answers, String> {
        self.program.evaluate(batch, &mut self.scratch.borrow_mut())
    }

    fn explain(&self, batch: &Batch<'_>, indicator: usize) -> Result<Vec<Step>, String> {
        explain(&self.plan, &self.dictionary, batch, indicator)
    }
}

concord_guest::export!(Rules);
