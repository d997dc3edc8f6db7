//! How far two codings of one review agree, through each framework.

use concord_model::comparison::{Ceiling, CodingAgreement, Unit};
use rayon::prelude::*;

use super::Whole;
use super::facets::Facets;
use super::items::{SAYS, Units, by_item, number};
use crate::codings::Coding;
use crate::patterns::told;

const NOTE: &str = "Two people who code the same review do not record the same. How far their two records lead a framework to the same is \
the ceiling beside which all agreement has to be read: where frameworks that read one record agree more than this, it is because it is one \
record. Second codings are used for this and for nothing else.";

pub(super) fn ceiling(whole: &Whole<'_>, facets: &Facets) -> Ceiling {
    let compared = whole.summary.codings.compared();
    let reviews = compared.len() as u64;
    let numbers: Vec<u8> = (0..=u8::MAX).map(|finding| number(told(finding))).collect();
    let of_view = |place: usize| {
        let view = &whole.setup.views[place];
        let units: Vec<Units> = compared.iter().map(|codings| units(codings, place, &numbers)).collect();
        CodingAgreement {
            framework: whole.setup.framework_id(view.framework).to_owned(),
            theme: whole.setup.theme_id(view.theme).to_owned(),
            side: view.side,
            unit: Unit::Review,
            period: facets.whole_period().to_owned(),
            items: by_item(|item| item.coefficients(&units, reviews)),
        }
    };
    let views: Vec<usize> =
        (0..whole.setup.views.len()).filter(|&place| reviews > 0 && whole.setup.views[place].one_sided.is_none()).collect();
    Ceiling { note: NOTE.to_owned(), reviews, codings: views.into_par_iter().map(of_view).collect(), why: why(whole, reviews) }
}

fn units(codings: &[&Coding], view: usize, numbers: &[u8]) -> Units {
    let mut says = [0; SAYS];
    codings.iter().for_each(|coding| says[usize::from(numbers[usize::from(coding.findings[view])])] += 1);
    Units { partnership: codings[0].partnership, says, count: 1 }
}

fn why(whole: &Whole<'_>, reviews: u64) -> Option<String> {
    let why = match whole.summary.second_codings {
        _ if reviews > 0 => return None,
        0 => "there are no second codings in these data",
        _ => "no second coding in these data stands beside another coding of its review",
    };
    Some(why.to_owned())
}
