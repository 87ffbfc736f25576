// The report beside the conversation: its whole text, its outline, links to exact characters.
// Positions count characters (code points), as everywhere in the project; the DOM counts UTF-16 units.
const W = window.workplan;
const reader = (W.reader = { lines: [], id: null });
let text, crumbs, outline, link;
let shown = null;

const units = (string, characters) => [...string].slice(0, characters).join("").length;

reader.build = (side) => {
  text = W.el("div", { id: "wp-text", tabindex: "0", role: "region", "aria-label": W.say("report"), lang: "zh-CN" });
  crumbs = W.el("p", { class: "wp-where" });
  outline = W.el("nav", { id: "wp-outline", "aria-label": W.say("outline") });
  link = W.button("link", () => W.copy(location.href), { class: "wp-quiet", id: "wp-link", hidden: true });
  const toggle = W.button("outline", () => showOutline(outline.hidden), { class: "wp-quiet", id: "wp-outline-toggle" });
  const close = W.button("close", () => reader.sheet(false), { class: "wp-quiet", id: "wp-close" });
  const bar = W.el("div", { class: "wp-bar" }, toggle, W.find.build(), link, close);
  side.append(
    W.el("section", { id: "wp-reader", "aria-label": W.say("report") }, bar, crumbs, W.el("div", { class: "wp-panes" }, outline, text)),
  );
  showOutline(window.matchMedia("(min-width: 1200px)").matches);
  text.addEventListener("scroll", () => requestAnimationFrame(follow), { passive: true });
  document.addEventListener("keydown", (event) => event.key === "Escape" && reader.sheet(false));
  window.addEventListener("hashchange", () => reader.fromAddress());
  reader.open(W.documents[0]?.id).then(() => reader.fromAddress());
};

function showOutline(open) {
  outline.hidden = !open;
  document.getElementById("wp-outline-toggle")?.setAttribute("aria-expanded", open);
}

// On a phone the report is a sheet over the conversation.
let back = null;
reader.sheet = (open, from = null) => {
  const side = document.getElementById("wp-side");
  if (!side || side.classList.contains("wp-open") === open) return;
  if (open && !W.narrow()) return;
  side.classList.toggle("wp-open", open);
  if (open) {
    side.setAttribute("role", "dialog");
    side.setAttribute("aria-modal", "true");
    side.setAttribute("aria-label", W.say("report"));
    back = from;
    document.getElementById("wp-close").focus({ preventScroll: true });
  } else {
    ["role", "aria-modal", "aria-label"].forEach((name) => side.removeAttribute(name));
    back?.focus?.({ preventScroll: true });
  }
};

const loaded = new Map();
reader.open = async (id) => {
  if (!id || reader.id === id) return;
  try {
    if (!loaded.has(id)) {
      const response = await fetch(W.url(`api/v1/documents/${encodeURIComponent(id)}`));
      if (!response.ok) throw new Error(`${response.status}`);
      loaded.set(id, await response.json());
    }
  } catch {
    text.replaceChildren(W.el("p", { class: "wp-empty" }, W.say("report_failed")));
    return;
  }
  reader.id = id;
  render(loaded.get(id));
};

const walk = function* (sections) {
  for (const section of sections) {
    yield section;
    yield* walk(section.children);
  }
};

function render(report) {
  reader.characters = [...report.text];
  reader.sections = report.sections;
  reader.all = [...walk(report.sections)];
  reader.questions = W.documents.find((one) => one.id === report.document)?.questions ?? {};
  reader.scopes = W.documents.find((one) => one.id === report.document)?.scopes ?? {};
  const heads = [report.title, report.metadata?.subtitle];
  const parts = report.text.split("\n", 3).includes(report.title) ? [] : [W.el("h2", { class: "wp-title" }, report.title)];
  reader.title = report.title;
  reader.lines = [];
  let start = 0;
  report.text.split("\n").forEach((line) => {
    const end = start + [...line].length;
    if (line.trim()) parts.push(renderLine(line, start, end, heads.indexOf(line.trim())));
    start = end + 1;
  });
  text.replaceChildren(...parts);
  outline.replaceChildren(...outlineOf(report.sections));
  W.find.index();
  follow();
}

// A line that is all heading becomes one; a heading that runs into its text is set in bold where it stands.
function renderLine(line, start, end, head) {
  const within = reader.all.filter((one) => one.heading_end > one.start && one.start >= start && one.start < end);
  const whole = within.find((one) => one.start === start && one.heading_end >= end - 1);
  const tag = head === 0 ? "h2" : whole ? `h${Math.min(whole.level + 2, 6)}` : "p";
  const body = W.el(tag, { class: `wp-line ${["wp-title", "wp-subtitle"][head] ?? ""}` });
  if (whole) body.classList.add(`wp-level-${whole.level}`);
  const characters = [...line];
  let at = start;
  for (const one of whole ? [] : within) {
    body.append(characters.slice(at - start, one.start - start).join(""));
    at = Math.min(one.heading_end, end);
    body.append(W.el("b", {}, characters.slice(one.start - start, at - start).join("")));
  }
  body.append(characters.slice(at - start).join(""));
  reader.lines.push({ start, end, body });
  const asked = whole && askButton(whole);
  return asked ? W.el("div", { class: "wp-headed" }, body, asked) : body;
}

function askButton(section, short = false) {
  const question = reader.questions[section.id];
  if (!question) return null;
  const act = () => {
    reader.sheet(false);
    W.send({ do: "ask", question });
  };
  const label = `${W.say("ask_section")}: ${section.label}`;
  const button = W.button("ask_section", act, { class: "wp-ask-section", title: question, "aria-label": label });
  if (short) button.textContent = W.say("ask_short");
  return button;
}

// The outline as a tree of lists; a part opens and closes, a heading leads to its text.
function outlineOf(sections) {
  return [W.el("ul", {}, ...sections.map((section) => outlineItem(section)))];
}

function outlineItem(section) {
  const label = section.label || W.say("no_heading");
  const go = W.el("button", { type: "button", class: "wp-go", title: label, on: { click: () => jump(section) } }, label);
  const item = W.el("li", { id: `wp-o-${section.id}` });
  const row = W.el("div", { class: "wp-row" });
  if (section.children.length) {
    const open = section.level < 2;
    const children = W.el("ul", { hidden: !open }, ...section.children.map((child) => outlineItem(child)));
    const fold = W.el("button", { type: "button", class: "wp-fold", "aria-expanded": `${open}` });
    fold.setAttribute("aria-label", `${W.say(open ? "outline_collapse" : "outline_expand")}: ${label}`);
    fold.addEventListener("click", () => unfold(fold, children, children.hidden, label));
    row.append(fold, go, ...[askButton(section, true)].filter(Boolean));
    item.append(row, children);
    item.unfold = () => unfold(fold, children, true, label);
  } else {
    row.append(W.el("span", { class: "wp-leaf" }), go, ...[askButton(section, true)].filter(Boolean));
    item.append(row);
  }
  if (section.level === 1) {
    row.after(W.el("span", { class: `wp-badge wp-${section.scope}` }, reader.scopes[section.scope] ?? ""));
  }
  return item;
}

function unfold(fold, children, open, label) {
  children.hidden = !open;
  fold.setAttribute("aria-expanded", `${open}`);
  fold.setAttribute("aria-label", `${W.say(open ? "outline_collapse" : "outline_expand")}: ${label}`);
}



function jump(section) {
  const line = lineAt(section.start);
  if (!line) return;
  scrollTo(line.body, "start");
  if (window.matchMedia("(max-width: 1199px)").matches) showOutline(false);
  text.focus({ preventScroll: true });
}

const lineAt = (position) => reader.lines.find((line) => position < line.end && position >= line.start) ??
  reader.lines.find((line) => line.start >= position);

function scrollTo(element, block = "center") {
  const inside = element.getBoundingClientRect().top - text.getBoundingClientRect().top + text.scrollTop;
  const room = block === "center" ? Math.max(0, (text.clientHeight - element.getBoundingClientRect().height) / 2) : 8;
  text.scrollTo({ top: inside - room, behavior: W.calm() || W.narrow() ? "auto" : "smooth" });
}
reader.scrollTo = scrollTo;

// Which section is being read: shown above the text and in the outline.
function follow() {
  const top = text.getBoundingClientRect().top + 40;
  let current = reader.lines[0];
  for (const line of reader.lines) {
    if (line.body.getBoundingClientRect().top > top) break;
    current = line;
  }
  if (current) locate(current.start);
}

reader.path = (position) => {
  const path = [];
  let level = reader.sections ?? [];
  for (let found; (found = level.find((one) => position >= one.start && position < one.end)); level = found.children) path.push(found);
  return path;
};

function locate(position) {
  const path = reader.path(position);
  const names = path.length ? path.map((one) => one.label || W.say("no_heading")) : [reader.title];
  crumbs.replaceChildren(...names.map((name) => W.el("span", { class: "wp-crumb" }, name)));
  outline.querySelectorAll("[aria-current]").forEach((item) => item.removeAttribute("aria-current"));
  const items = path.map((one) => document.getElementById(`wp-o-${one.id}`)).filter((item) => item && !item.closest("ul[hidden]"));
  const go = items.length && items[items.length - 1].querySelector(".wp-go");
  if (!go) return;
  go.setAttribute("aria-current", "location");
  const row = go.getBoundingClientRect(), frame = outline.getBoundingClientRect();
  if (row.top < frame.top || row.bottom > frame.bottom) outline.scrollTop += row.top - frame.top - frame.height / 3;
}

// Marks: every text node that the span touches is wrapped, so that headings in bold stay as they are.
reader.mark = (start, end, name) => {
  const marks = [];
  for (const line of reader.lines) {
    if (line.end <= start || line.start >= end) continue;
    let at = line.start;
    const nodes = [];
    const tree = document.createTreeWalker(line.body, NodeFilter.SHOW_TEXT);
    while (tree.nextNode()) nodes.push(tree.currentNode);
    for (const node of nodes) {
      const size = [...node.data].length;
      const from = Math.max(start - at, 0), to = Math.min(end - at, size);
      at += size;
      if (from >= to) continue;
      const range = document.createRange();
      range.setStart(node, units(node.data, from));
      range.setEnd(node, units(node.data, to));
      const mark = W.el("mark", { class: name });
      range.surroundContents(mark);
      marks.push(mark);
    }
  }
  return marks;
};

reader.unmark = (name) => {
  const parents = new Set();
  text.querySelectorAll(`mark.${name}`).forEach((mark) => {
    parents.add(mark.closest(".wp-line"));
    mark.replaceWith(...mark.childNodes);
  });
  parents.forEach((parent) => parent?.normalize());
};

// Light the quotes of an answer softly.
reader.light = async (citations) => {
  await reader.open(citations.find((one) => one.role === "support")?.document ?? citations[0]?.document);
  reader.unmark("wp-cited");
  const marks = citations.filter((one) => one.document === reader.id).map((one) => reader.mark(one.start, one.end, "wp-cited")[0]);
  const first = marks.find(Boolean);
  if (first && !W.narrow()) scrollTo(first);
};

// Lead to the exact characters and light them.
reader.go = async (start, end, id = null, from = null) => {
  await reader.open(id ?? reader.id ?? W.documents[0]?.id);
  reader.unmark("wp-shown");
  shown = null;
  const known = reader.characters && start < end && end <= reader.characters.length;
  if (!known) return W.tell(W.say("no_place"));
  const marks = reader.mark(start, end, "wp-shown");
  shown = { start, end, id: reader.id };
  reader.path(start).forEach((one) => document.getElementById(`wp-o-${one.id}`)?.unfold?.());
  history.replaceState(history.state, "", reader.address(start, end, reader.id));
  link.hidden = false;
  reader.sheet(true, from);
  if (marks[0]) scrollTo(marks[0]);
};

reader.address = (start, end, id) => {
  const several = W.documents.length > 1 ? `&d=${id}` : "";
  return `#c=${start}-${end}${several}`;
};

reader.parse = (address) => {
  const found = /#c=(\d{1,9})-(\d{1,9})(?:&d=([\w-]{1,80}))?$/.exec(address ?? "");
  return found && { start: Number(found[1]), end: Number(found[2]), id: found[3] ?? null };
};

reader.fromAddress = () => {
  const place = reader.parse(location.hash);
  if (place && !(shown && shown.start === place.start && shown.end === place.end)) reader.go(place.start, place.end, place.id);
};
