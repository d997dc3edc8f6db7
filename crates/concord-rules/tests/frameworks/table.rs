//! What the frameworks of this repository ask, restated: each indicator with its polarity and how it stands to the common themes.

/// The common themes, in order.
pub(crate) const THEMES: [&str; 12] = ["T01", "T02", "T03", "T04", "T05", "T06", "T07", "T08", "T09", "T10", "T11", "T12"];

/// The coverage matrix as the domain's table has it: a cross where a framework tells of a theme, brackets where it hardly does.
pub(crate) const COVERAGE: [(&str, &str); 10] = [
    ("contextual-safeguarding", "   |   |   |   |   | x |   |   |   |   | x |(x)"),
    ("millbrook", " x | x |   |   | x |   |   |   | x |   |   | x "),
    ("munro-systems-methodology", "   |   |   |   |   |   |   | x |   |   |   | x "),
    ("ofsted-headings", " x |   |   | x | x | x | x |   | x |   |   |   "),
    ("panel-annual-2018-19", "   |   | x | x | x |   |   |   | x |(x)|   |   "),
    ("panel-practice-themes-2020", " x | x | x | x | x |   | x |   |   |   |   |(x)"),
    ("recommendation-typology", "   |   |   |   |   |   |   |   |   |   |   | x "),
    ("scie-learning-together", " x | x | x |(x)| x | x | x | x | x |   |   | x "),
    ("signs-of-safety", " x | x |(x)| x |   |   |   |   |   |(x)|   |(x)"),
    ("working-together-compliance", "   |(x)|   |   |   | x |   |   |   | x |   | x "),
];

/// What match and polarity make of that matrix. Where the two differ, match and polarity decide: statutory expectations are related to
/// T06 and T10 and decide neither (a cross above); poverty and optimism are parts of T10 and T03 that do decide (brackets above); T12
/// stands apart for everybody.
pub(crate) const SCOPE: [(&str, &str); 10] = [
    ("contextual-safeguarding", "     +    +r"),
    ("millbrook", "++  +   x  r"),
    ("munro-systems-methodology", "       +   r"),
    ("ofsted-headings", "x  x++x x   "),
    ("panel-annual-2018-19", "  ++x   ++  "),
    ("panel-practice-themes-2020", "xxx+x x    r"),
    ("recommendation-typology", "           r"),
    ("scie-learning-together", "++xr+++x+  r"),
    ("signs-of-safety", "++++     r r"),
    ("working-together-compliance", " r   r   r r"),
];

/// The indicators of which something is from memory, in the order of their frameworks.
pub(crate) const FROM_MEMORY: [&str; 9] = ["CX4", "RE3", "RE4", "LT5.1", "LT5.2", "LT6", "WT5", "WT6", "WT7"];

/// Each framework's indicators: id, polarity, and the themes with their levels and match.
pub(crate) const FRAMEWORKS: [(&str, &str); 10] = [
    ("contextual-safeguarding", CX),
    ("millbrook", MB),
    ("munro-systems-methodology", MU),
    ("ofsted-headings", OF),
    ("panel-annual-2018-19", PA),
    ("panel-practice-themes-2020", PS),
    ("recommendation-typology", RE),
    ("scie-learning-together", LT),
    ("signs-of-safety", SS),
    ("working-together-compliance", WT),
];

const PS: &str = "
PS1 concern: T01 L1 exact
PS2 concern: T02 L0 L1 exact
PS3 concern: T03 L1 L2 exact
PS4 concern: T04 L1 L2 L3 L4 part
PS5 concern: T05 L4 exact
PS5.1 concern: T05 L4 part
PS6 concern: T07 L3 exact
PS7 description: T12 L4 related
PS8 description:";

const PA: &str = "
PA1 concern: T04 L1 part
PA2 concern: T03 L1 part
PA3 concern: T05 L4 exact
PA4 description:
PA5 description:
PA6 concern: T09 L2 L3 part
PA7 description: T03 related, T09 related
PA8 concern: T10 L5 part";

const WT: &str = "
WT1 concern: T12 L3 related
WT2 concern: T12 L4 related
WT3 description: T12 related, T10 related
WT4 concern: T06 L4 related
WT5 concern: T12 L4 related
WT6 concern: T12 L5 related
WT7 concern: T12 related
WT8 concern: T12 related, T02 related
WT9 description: T12 L5 related
WT10 description: T12 related";

const MU: &str = "
MU1 description: T12 related
MU2 description: T12 related
MU3 description: T12 related
MU4 description: T12 L1 related
MU5 description: T12 related
MU6 description: T12 L1 related
MU7 description: T12 related
MU8 description: T12 related
MU9 description: T12 L2 related
MU10 concern: T08 part";

const LT: &str = "
LT1 concern: T08 L2 L3 exact
LT2.1 concern: T07 L3 part
LT2.2 concern: T09 L3 part
LT3.1 concern: T05 L4 part
LT3.2 concern: T06 L4 part
LT4.1 concern: T05 L4 part
LT4.2 concern: T06 L4 part
LT4.3 concern: T04 L4 related
LT5.1 concern: T01 L0 L1 part
LT5.2 concern: T02 L0 L1 part
LT6 concern: T03 L1 exact
LT7 description: T12 related
LT8 description: T12 related
LT9 description: T12 related
LT10 description: T12 related, T02 related
LT11 description: T12 related
LT12 description: T12 related";

const RE: &str = "
RE1 description: T12 related
RE2 description: T12 related
RE3 description: T12 L1 L2 related
RE4 description: T12 L3 L4 L5 related
RE5 description: T12 related
RE6 description: T12 related
RE7.1 description: T12 L1 related
RE7.2 description: T12 L2 related
RE7.3 description: T12 L3 related
RE7.4 description: T12 L4 related
RE7.5 description: T12 L5 related
RE8 description: T12 L5 related
RE9 description: T12 related
RE10 description: T12 related
RE11 description: T12 L5 related";

const CX: &str = "
CX1 description: T11 L0 related
CX2 concern: T11 related, T06 related
CX2.1 concern: T11 part
CX2.2 concern: T06 L4 part
CX3 description:
CX4 description: T11 L4 related
CX5 description: T11 related
CX6 strength: T11 L4 part
CX7 strength: T11 L4 part, T06 L4 related
CX8 strength: T11 L4 part, T06 L4 related
CX9 strength: T12 related
CX10 concern: T11 L5 part";

const OF: &str = "
OF1 concern: T07 L3 wider
OF2 concern: T06 L4 part
OF3 concern: T04 L1 exact
OF4 concern: T07 L2 part
OF5 description:
OF6 description:
OF7.1 concern: T05 L4 part
OF7.2 concern: T06 L4 part
OF8 concern: T07 L4 part
OF9 concern: T01 L1 exact
OF10 concern: T09 L3 exact";

// SS8 is a concern on a scale that runs the other way, and stands to no theme.
const SS: &str = "
SS1 description:
SS2 description: T04 L1 related
SS3 description: T10 L0 related
SS4 strength: T02 part
SS5.1 strength: T01 part
SS5.2 strength: T04 part
SS6 description: T04 related
SS7 description: T12 related
SS8 concern:
SS9 description: T01 related, T02 related
SS10 concern: T03 part";

const MB: &str = "
MB1 strength: T01 L0 L1 part
MB2 concern: T05 L4 part
MB3 concern: T09 L2 L3 exact
MB4 strength: T02 L0 L1 part
MB5 concern: T12 L4 part
MB6 strength: T12 L4 part
";
