// Find in the report: white space, case and full-width forms do not matter (2022年 finds 2022 年).
const W = window.workplan;
const find = (W.find = {});
const MOST = 300;
let folded = "", places = [], hits = [], at = -1, box, count;

find.build = () => {
  box = W.el("input", { type: "search", id: "wp-find", placeholder: W.say("find"), "aria-label": W.say("find"), autocomplete: "off" });
  count = W.el("span", { class: "wp-count", role: "status" });
  box.addEventListener("input", () => run());
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter") step(event.shiftKey ? -1 : 1);
    if (event.key === "Escape" && box.value) {
      box.value = "";
      run();
      event.stopPropagation();
    }
  });
  const arrow = (key, sign, by) => W.el("button", { type: "button", class: "wp-quiet wp-arrow", title: W.say(key), "aria-label": W.say(key), on: { click: () => step(by) } }, sign);
  return W.el("div", { class: "wp-find", role: "search" }, box, count, arrow("find_previous", "↑", -1), arrow("find_next", "↓", 1));
};

const fold = (character) => character.normalize("NFKC").toLowerCase();

find.index = () => {
  folded = "";
  places = [];
  W.reader.characters.forEach((character, position) => {
    if (!character.trim()) return;
    for (const unit of fold(character)) {
      folded += unit;
      for (let n = 0; n < unit.length; n++) places.push(position);
    }
  });
  if (box.value) run();
};

function run() {
  W.reader.unmark("wp-found");
  const wanted = [...box.value].filter((character) => character.trim()).map(fold).join("");
  hits = [];
  for (let from = 0; wanted && hits.length < MOST && (from = folded.indexOf(wanted, from)) >= 0; from += wanted.length) {
    hits.push(W.reader.mark(places[from], places[from + wanted.length - 1] + 1, "wp-found"));
  }
  at = -1;
  count.textContent = wanted && !hits.length ? W.say("find_none") : "";
  if (hits.length) step(1);
}

function step(by) {
  if (!hits.length) return;
  at = (at + by + hits.length) % hits.length;
  document.querySelectorAll("mark.wp-found.wp-now").forEach((mark) => mark.classList.remove("wp-now"));
  hits[at].forEach((mark) => mark.classList.add("wp-now"));
  count.textContent = W.say("find_count", { at: at + 1, of: hits.length });
  if (hits[at][0]) W.reader.scrollTo(hits[at][0]);
}
