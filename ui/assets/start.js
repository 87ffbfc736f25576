// Gradio draws the page piece by piece: each part is put in place once, as soon as what holds it is there.
const W = window.workplan;
const THEME = "workplan.theme";

const steps = {
  "#wp-header .wp-tools": (tools) => {
    const theme = W.button("theme", () => dark(!document.body.classList.contains("dark"), true), { class: "wp-quiet", title: W.say("theme_hint") });
    const language = W.el("a", { class: "wp-quiet", id: "wp-language", href: W.other, lang: W.language === "en" ? "zh-CN" : "en" }, W.say("other_language"));
    language.addEventListener("click", () => (language.href = W.other + location.hash));
    const open = W.button("report_open", () => W.reader.sheet(true, open), { class: "wp-quiet", id: "wp-report-open" });
    const keep = W.embedded ? [] : [W.button("talks", () => W.talks.open(), { class: "wp-quiet", id: "wp-talks-open" })];
    tools.append(open, ...keep, W.button("print", () => window.print(), { class: "wp-quiet wp-wide" }), theme, language);
  },
  "#wp-side": (side) => W.reader.build(side),
  "#wp-question textarea": (box) => {
    box.setAttribute("aria-label", W.say("input_label"));
    if (!W.embedded && !W.narrow()) box.focus({ preventScroll: true }); // a frame takes no focus, a phone opens no keyboard
    const skip = W.el("a", { class: "wp-skip", href: "#wp-question" }, W.say("skip"));
    skip.addEventListener("click", (event) => (event.preventDefault(), box.focus()));
    document.body.prepend(skip);
  },
  "#wp-messages": (messages) => {
    let waiting = 0;
    const refresh = (tries = 40) => {
      cancelAnimationFrame(waiting);
      waiting = requestAnimationFrame(() => {
        if (!W.answers.refresh() && tries) setTimeout(() => refresh(tries - 1), 50);
      });
    };
    const log = messages.querySelector("[role=log]");
    if (log) log.setAttribute("aria-label", W.say("conversation"));
    new MutationObserver(() => refresh()).observe(messages, { childList: true, subtree: true });
    refresh();
  },
  "#wp-run": () => W.talks.again(),
};

function dark(on, kept = false) {
  document.body.classList.toggle("dark", on);
  if (kept) W.store.set(THEME, on ? "dark" : "light");
}

// Ctrl or ⌘ with K goes to the question from anywhere, with / to finding in the report.
document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
  const target = { k: W.box("wp-question"), "/": document.getElementById("wp-find") }[event.key];
  if (!target) return;
  event.preventDefault();
  if (event.key === "/") W.reader.sheet(true, document.activeElement);
  target.focus();
});

function place() {
  for (const [selector, build] of Object.entries(steps)) {
    const found = document.querySelector(selector);
    if (!found) continue;
    delete steps[selector];
    build(found);
  }
  if (!Object.keys(steps).length) {
    waiting.disconnect();
    const theme = W.store.get(THEME);
    if (theme) dark(theme === "dark");
    document.documentElement.classList.add("wp-ready");
  }
}
const waiting = new MutationObserver(place);
waiting.observe(document, { childList: true, subtree: true });
place();
