//! The children of an incident: the one that it is about, and brothers and sisters.

use concord_model::dictionary::Kind;
use concord_model::missing::Missing;

use crate::ages::{self, UNDER_ONE, stage};
use crate::care::{Care, CareTable};
use crate::draw::Draw;
use crate::factors::{FactorBits, Factors};
use crate::harm::{Harm, HarmTable, Nature};
use crate::names::Names;
use crate::reviews::Name;
use crate::rows::Rows;
use crate::shares::{Cell, Coded, Shares};
use crate::solve::Depths;

/// The most children of one incident.
const MOST: usize = 6;

/// The share of children, none of them under one, whose age is not known.
const AGE_UNKNOWN: f64 = 0.016;

/// Of brothers and sisters where a child was harmed, the share that was harmed too.
const HARMED_TOO: f64 = 0.4;

/// Of looked-after children who died with maltreatment in doubt, the share notified as a death without abuse.
pub(crate) const NO_ABUSE: f64 = 0.3;

/// Assumed: near the census of children in need.
const ETHNICITIES: Shares = &[
    ("WBRI", 0.63),
    ("WIRI", 0.004),
    ("WIRT", 0.004),
    ("WROM", 0.012),
    ("WOTH", 0.05),
    ("MWBC", 0.03),
    ("MWBA", 0.012),
    ("MWAS", 0.012),
    ("MOTH", 0.03),
    ("AIND", 0.01),
    ("APKN", 0.035),
    ("ABAN", 0.015),
    ("AOTH", 0.02),
    ("BCRB", 0.02),
    ("BAFR", 0.04),
    ("BOTH", 0.016),
    ("CHNE", 0.002),
    ("OOTH", 0.02),
    ("refused", 0.004),
    ("not_yet_obtained", 0.016),
    ("not_known", 0.018),
];

/// One child.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Child {
    pub(crate) age: Cell<i32>,
    pub(crate) band: usize,
    sex: Cell<u8>,
    ethnicity: Cell<u8>,
    outcome: u8,
    cause: Cell<u8>,
    context: Cell<u8>,
    pub(crate) care: Care,
    factors: FactorBits,
}

/// The children of an incident and what is true of their family.
#[derive(Debug)]
pub(crate) struct Family {
    pub(crate) children: Vec<Child>,
    pub(crate) harm: Harm,
}

/// The children's table of one dictionary.
pub(crate) struct ChildTable {
    pub(crate) table: usize,
    age: usize,
    ethnicity: Coded,
    outcome: usize,
    outcomes: [u8; 4],
    harm: HarmTable,
    care: CareTable,
    factors: Factors,
}

impl ChildTable {
    /// `depths` is the spread of depth over the incidents.
    pub(crate) fn new(names: &mut Names, depths: &Depths) -> ChildTable {
        let table = names.table("children");
        let outcome = names.codes("outcome");
        ChildTable {
            table,
            age: names.column("age_months", Kind::Integer),
            ethnicity: names.coded("ethnicity", ETHNICITIES),
            outcome,
            outcomes: ["died", "seriously_harmed", "perpetrator", "other_child"].map(|code| names.code(outcome, code)),
            harm: HarmTable::new(names),
            care: CareTable::new(names),
            factors: Factors::new(names, depths),
        }
    }

    /// What records are made of in a review of this depth.
    pub(crate) fn factors(&self) -> &Factors {
        &self.factors
    }

    /// The children of an incident of a period; `mean` is how many an incident has.
    pub(crate) fn draw(&self, period: usize, mean: f64, draw: &mut Draw) -> Family {
        let band = ages::draw_band(draw);
        let harm = self.harm.draw(period, band, draw);
        let open = self.care.is_open(band, draw);
        let adversity = Factors::adversity(draw);
        let shared = self.factors.of_family(adversity, stage(band), draw);
        let first = self.first(band, open, &harm, shared | self.factors.of_child(adversity, stage(band), harm.outside, draw), draw);
        let mut children = vec![first];
        for _ in 0..draw.count(mean - 1.0).min(MOST - 1) {
            let months = ages::draw_sibling_months(band == UNDER_ONE, draw);
            let own = self.factors.of_child(adversity, stage(ages::band(months)), false, draw);
            children.push(self.sibling(months, open, (&first, &harm), shared | own, draw));
        }
        Family { children, harm }
    }

    fn first(&self, band: usize, open: bool, harm: &Harm, factors: FactorBits, draw: &mut Draw) -> Child {
        let months = ages::draw_months(band, draw);
        let unknown = band > UNDER_ONE && draw.chance(AGE_UNKNOWN);
        Child {
            age: if unknown { Err(Missing::NotKnown) } else { Ok(months) },
            band,
            sex: if band < UNDER_ONE { Err(Missing::NotKnown) } else { harm.sex },
            ethnicity: self.ethnicity.choice.draw(draw),
            outcome: match harm.nature {
                Nature::Death => self.outcomes[0],
                Nature::Harm => self.outcomes[1],
                Nature::Other => self.outcomes[2],
            },
            cause: harm.cause,
            context: harm.context,
            care: self.care.draw(band, open, draw),
            factors,
        }
    }

    fn sibling(&self, months: i32, open: bool, (first, harm): (&Child, &Harm), factors: FactorBits, draw: &mut Draw) -> Child {
        let band = ages::band(months);
        let harmed = harm.nature == Nature::Harm && !harm.outside && draw.chance(HARMED_TOO);
        let too = |cell: Cell<u8>| if harmed { cell } else { Err(Missing::NotApplicable) };
        Child {
            age: Ok(months),
            band,
            sex: self.harm.any_sex(draw),
            ethnicity: first.ethnicity,
            outcome: if harmed { self.outcomes[1] } else { self.outcomes[3] },
            cause: too(first.cause),
            context: too(first.context),
            care: self.care.sibling(band, open, first.care, draw),
            factors,
        }
    }

    /// The children's rows of a review that records some of the factors.
    pub(crate) fn write(&self, family: &Family, recorded: FactorBits, name: Name, rows: &mut Rows, draw: &mut Draw) {
        for (number, child) in family.children.iter().enumerate() {
            rows.begin(format_args!("C{name}-{}", number + 1));
            rows.integer(self.age, child.age);
            rows.code(self.harm.sex, child.sex);
            rows.code(self.ethnicity.column, child.ethnicity);
            rows.code(self.outcome, Ok(child.outcome));
            rows.code(self.harm.cause, child.cause);
            rows.code(self.harm.context, child.context);
            self.care.write(&child.care, rows);
            self.factors.write(child.factors, recorded, rows, draw);
        }
        rows.end_review();
    }
}
