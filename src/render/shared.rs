//! What templates see on many pages: values of the site, and the parts of the frame that were rendered with them.
//!
//! Both depend on how deep a page is. Values are made for every depth, parts when the first page needs them; nothing of a
//! single page is kept here.

use super::origin::Ground;
use crate::diag::Diagnostics;
use crate::output::Common;
use crate::page::{self, Context};
use crate::theme::{PartError, Theme};
use crate::view::Base;
use crate::view::frame::FramePlace;
use foldhash::fast::FixedState;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};
use tera::Value;

/// Values that pages share.
pub(super) struct Shared {
    lang: Value,
    /// By the way to the start page, on which links of the notice depend.
    site: BTreeMap<String, Value>,
    /// What all pages are made from.
    pub(super) ground: Ground,
    frames: Mutex<HashMap<FramePlace, (Value, Arc<Common>), FixedState>>,
}

impl Shared {
    pub(super) fn new(context: &Context<'_>, theme: &Theme, diags: &mut Diagnostics) -> Self {
        let mut styles: Vec<String> =
            theme.assets.keys().filter(|name| name.ends_with(".css")).map(|name| format!("assets/{name}")).collect();
        // The sheet of the whole page comes first, whatever a theme adds refines it.
        styles.sort_by_key(|path| path != "assets/sachstand.css");
        let depths = (1..=4).map(|depth| "../".repeat(depth));
        let roots = std::iter::once("./".to_owned()).chain(depths).chain([context.site.base_path().to_owned()]);
        let mut sites = Vec::new();
        for (i, root) in roots.enumerate() {
            // The same notice would be reported once for each depth.
            let mut unheard = Diagnostics::new();
            let heard = if i == 0 { &mut *diags } else { &mut unheard };
            let view = page::site_view(context, &root, styles.clone(), heard);
            sites.push((root, view));
        }
        let ground = Ground::new(theme, context.lang.tag(), &sites);
        let site = sites.into_iter().map(|(root, view)| (root, Value::from_serializable(&view))).collect();
        Shared { lang: Value::from(context.lang.tag()), site, ground, frames: Mutex::default() }
    }

    /// What the template of a page sees beside the page's own values, and what of it all pages in such a place have in
    /// common.
    ///
    /// # Errors
    /// The template of the frame that fails, and what the template engine says.
    pub(super) fn values(&self, theme: &Theme, base: &Base) -> Result<(tera::Context, Arc<Common>), PartError> {
        let site = self.site.get(&base.root).cloned().unwrap_or_else(Value::none);
        let place = base.place();
        let known = || self.frames.lock().unwrap_or_else(PoisonError::into_inner);
        let found = known().get(&place).cloned();
        let (frame, common) = match found {
            Some(frame) => frame,
            // Two threads may both make it; they make the same.
            None => {
                let parts = theme.frame(self.lang.clone(), site.clone(), &place)?;
                let value = Value::from_serializable(&parts);
                let mut known = known();
                let number = known.len();
                let texts = vec![parts.head_html, parts.top_html, parts.foot_html];
                known.entry(place).or_insert_with(|| (value, Arc::new(Common { number, texts }))).clone()
            }
        };
        let mut values = tera::Context::new();
        values.insert_value("lang", self.lang.clone());
        values.insert_value("site", site);
        values.insert_value("frame", frame);
        Ok((values, common))
    }
}
