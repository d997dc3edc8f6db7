//! The rules and thresholds that decide figures, in words, from the very constants.

use concord_model::comparison::Rule;
use concord_stat::funnel::{LEAST_OTHERS, TAIL_95, TAIL_998};
use concord_stat::gradient::permutation::LEAST_GROUPS;
use concord_stat::overdispersion::TENTH;

use super::{agreement, case_mix, gradients, layers, standardised, variance, variation};
use crate::CONFLICTS_LISTED;

pub(super) fn rules() -> Vec<Rule> {
    [intervals(), flags(), families(), spread(), pooled(), case_mix(), permutations(), marked(), components(), decisions(), lists()]
        .map(|(tables, rule)| Rule { tables: tables.iter().map(|&table| table.to_owned()).collect(), rule })
        .to_vec()
}

type Said = (&'static [&'static str], String);

fn intervals() -> Said {
    let rule = format!(
        "An interval of {:.0}% over several partnerships is Wilson's with the cases divided by the design effect, which comes from leaving each \
         partnership out in turn and is taken as 1 where it is less, and with Student's t on one degree of freedom less than there are \
         partnerships. A hull runs from the lower end of that of the lower bound to the upper end of that of the upper bound. Within one \
         partnership both are Wilson's own.",
        100.0 * variation::CONFIDENCE
    );
    (&["figures", "national", "fairness", "decisions"], rule)
}

fn flags() -> Said {
    let rule = format!(
        "The cases of a flag are all incidents to which the question applies (n). The count of the high tail, found_at_least, is what was \
         looked for and found, with partly, conflicts, what was found by the way and what could not be told as absent; that of the low tail, \
         found_at_most, is all that is not absent. The benchmark is what all other partnerships found of what they assessed, as in \
         assessed_only: partly and conflicts as present. Tails are Fisher's, one-sided: of how many were found here and by the others \
         together, how likely so many or more, so few or fewer, are here (hypergeometric). A flag is a tail of at most {} or {}. Nothing can \
         be told with fewer than {LEAST_OTHERS} other partnerships that assessed it, or where no way for that number to fall would have been \
         flagged. Limits are where flags begin, each count judged with the number that it makes with the others.",
        TAIL_95, TAIL_998
    );
    (&["partnerships", "flags"], rule)
}

fn families() -> Said {
    let rule = format!(
        "Frameworks that find the same on one side of a theme in every partnership are tested once; same_as names the first. The two-sided p \
         is twice the smaller tail, at most 1. q is Benjamini and Hochberg's over the tests that could be flagged and that Tarone's screen \
         keeps at {}, the least p being that of the same margins. By chance at most a twentieth, and one in five hundred, of the tests that \
         could be flagged are.",
        variation::Q
    );
    (&["partnerships", "flags"], rule)
}

fn spread() -> Said {
    let rule = format!(
        "φ is the mean of the squared z of partnerships about the share of all, z winsorised by {:.0}% at each end; τ² is DerSimonian and \
         Laird's from the same. With overdispersion a tail is the greater of its own and that of a beta-binomial about the share of all, with \
         the ρ of the greatest likelihood.",
        100.0 * TENTH
    );
    (&["spread", "partnerships"], rule)
}

fn pooled() -> Said {
    let rule =
        "A partnership's share given all is the mean of Beta(α + x, β + n − x) over a grid of α and β with the prior (α + β)^(−5/2); \
                prior_weight is (α + β)/(α + β + n)."
            .to_owned();
    (&["partnerships", "spread"], rule)
}

fn case_mix() -> Said {
    let rule = format!(
        "Expected shares of like cases come from a logistic regression (Firth's) on the dictionary's groupings of case-mix, main effects \
         alone, over all incidents assessed; its intercept is then fitted anew so that as many are expected in all as were found. A group of \
         fewer than {} of them joins the commonest. Beyond {} cases a partnership has no limits, and a limit beyond all counts that there can \
         be is none.",
        case_mix::LEAST,
        layers::MOST
    );
    (&["layers", "case_mix"], rule)
}

fn permutations() -> Said {
    let rule = format!(
        "p comes from {} permutations of means between partnerships of one stratum. Partnerships are put in order of their number of incidents; \
         a stratum ends where it has {LEAST_GROUPS} and the next has more incidents; a last one with fewer joins the one before. p is (b + 1) \
         of so many and one more. Nothing is given where the means of fewer than {} partnerships are known.",
        gradients::PERMUTATIONS,
        gradients::LEAST
    );
    (&["gradients"], rule)
}

fn marked() -> Said {
    let rule = format!(
        "A pair of frameworks is marked as of one definition on a side of a theme where both ask by the same rules, or rest on the same rows \
         wherever both are present, or disagree in no incident in either cut while one always rests on some of the rows of the other, in {} \
         reviews or more where both are present. Marked pairs enter no sum over themes; of all frameworks together the later of a pair is \
         left out, of variance components too.",
        agreement::ENOUGH
    );
    (&["agreement", "agreement_over_themes", "agreement_without", "variance"], rule)
}

fn components() -> Said {
    let rule = format!(
        "A framework that can tell less than {:.0}% of the incidents to which a theme applies is left out of its variance components.",
        100.0 * variance::LEAST_DETERMINABLE
    );
    (&["variance", "framework_means", "reliability"], rule)
}

fn decisions() -> Said {
    let rule = format!(
        "A review is expected to be decided with yes as often as others decide so of its kind of case: kinds of case differ as in the \
         regression on the groupings of case-mix over all decided reviews, and its intercept is that at which as many of the others' reviews \
         are expected as are yes. A tail is the greater of that of the Poisson-binomial distribution about these shares and of the exact test \
         given how many of each kind all decided with yes. With fewer than {LEAST_OTHERS} other partnerships, or more than {} reviews, nothing \
         is told.",
        standardised::MOST
    );
    (&["decisions_by_partnership"], rule)
}

fn lists() -> Said {
    let rule =
        format!("Of each framework, theme and side the first {CONFLICTS_LISTED} conflicts are listed, by the names of their reviews.");
    (&["conflicts"], rule)
}
