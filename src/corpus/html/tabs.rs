//! Tabs: panels that a page shows one at a time, and their names in a bar above them.

use std::collections::{HashMap, HashSet};

use super::page::Page;

/// Classes of bars and panels in programs that don't give them roles.
const BARS: &[&str] = &["tabbed-labels", "wds-tabs"];
const PANELS: &[&str] = &["tabbed-block", "wds-tab__content", "tab-pane"];

/// The panels of a page, and their names.
#[derive(Default)]
pub(super) struct Tabs {
    /// For each panel, the element that names it.
    names: HashMap<usize, usize>,
    /// The bars that are left out because their names go above the panels, in order.
    pub bars: Vec<usize>,
    /// The elements around a heading that opens a panel: the heading names nothing after them.
    pub folds: HashSet<usize>,
}

impl Tabs {
    pub(super) fn of(page: &Page<'_>) -> Self {
        let mut tabs = Self::default();
        let (mut bars, mut panels) = (Vec::new(), Vec::new());
        let mut bar_end = 0;
        for at in 0..page.nodes.len() {
            if page.element(at).is_none() {
                continue;
            }
            let facts = page.facts(at);
            let is_of = |classes: &[&str]| classes.iter().any(|class| facts.is_class(class));
            if at >= bar_end && (facts.is_role(&["tablist"]) || is_of(BARS)) {
                bars.push(at);
                bar_end = page.nodes[at].end;
            } else if facts.is_role(&["tabpanel"]) || is_of(PANELS) {
                panels.push(at);
            }
        }
        for &bar in &bars {
            tabs.pair(page, bar, &names(page, bar), &panels_after(page, bar, &bars, &panels));
        }
        tabs
    }

    /// Names a panel that has no name yet.
    pub(super) fn name(&mut self, panel: usize, name: usize) {
        self.names.entry(panel).or_insert(name);
    }

    /// The element that names the panel at `at`. `None` if the element there is not a named panel.
    pub(super) fn name_of(&self, at: usize) -> Option<usize> {
        self.names.get(&at).copied()
    }

    /// Gives each panel its name: by position, or, if the numbers of names and panels differ, by the ids that they
    /// refer to.
    fn pair(&mut self, page: &Page<'_>, bar: usize, names: &[usize], panels: &[usize]) {
        let before = self.names.len();
        if names.len() == panels.len() {
            self.names.extend(panels.iter().copied().zip(names.iter().copied()));
        } else {
            let mut by_id = HashMap::new();
            for &name in names {
                let ids = [("id", "aria-labelledby"), ("aria-controls", "id")];
                let ids = ids.map(|(of_name, of_panel)| Some((of_panel, page.attribute(name, of_name)?)));
                by_id.extend(ids.into_iter().flatten().map(|id| (id, name)));
            }
            for &panel in panels {
                let mut ids = ["aria-labelledby", "id"].into_iter();
                let name = ids.find_map(|of_panel| by_id.get(&(of_panel, page.attribute(panel, of_panel)?)));
                self.names.extend(name.map(|&name| (panel, name)));
            }
        }
        if self.names.len() > before {
            self.bars.push(bar);
        }
    }
}

/// The names in a bar.
fn names(page: &Page<'_>, bar: usize) -> Vec<usize> {
    let inside = || page.within(bar).filter(|&at| page.element(at).is_some());
    let with_role: Vec<usize> = inside().filter(|&at| page.facts(at).is_role(&["tab"])).collect();
    if with_role.is_empty() {
        inside().filter(|&at| page.is_any(at, &["label", "li"])).collect()
    } else {
        with_role
    }
}

/// The panels after a bar, up to the next bar, without those inside another panel.
fn panels_after(page: &Page<'_>, bar: usize, bars: &[usize], panels: &[usize]) -> Vec<usize> {
    let first_from = |all: &[usize], at: usize| all.get(all.partition_point(|&it| it < at)).copied();
    let mut found = Vec::new();
    let mut at = page.nodes[bar].end;
    while let Some(panel) = first_from(panels, at)
        && first_from(bars, at).is_none_or(|next| panel < next)
    {
        found.push(panel);
        at = page.nodes[panel].end;
    }
    found
}
