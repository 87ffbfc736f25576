// What can be done with an answer: follow its citations, copy it, judge it, ask it again, change the question.
const W = window.workplan;
const REASONS = ["passage", "figure", "incomplete", "decline", "other"];
const answers = (W.answers = {});
let lit = "";

// Gradio draws the messages; this adds to them what its sanitiser would take away. Safe to run at any time.
answers.refresh = () => {
  const turns = W.turns();
  const drawn = [...document.querySelectorAll("#wp-messages .wp-answer")];
  const said = [...document.querySelectorAll("#wp-messages .wp-said")];
  const busy = document.querySelector("#wp-messages .wp-pending") !== null;
  document.querySelectorAll("#wp-messages [data-testid][aria-label]").forEach((one) => one.removeAttribute("aria-label"));
  if (busy) {
    showLast();
    return true;
  }
  if (turns.length !== drawn.length) return false; // the record has not come yet
  drawn.forEach((answer, place) => decorate(answer, turns[place], place));
  said.forEach((question, place) => turns[place] && addEdit(question, turns[place], place));
  const latest = turns.length ? JSON.stringify([turns.length, turns[turns.length - 1]]) : "";
  if (latest !== lit) {
    lit = latest;
    answers.cancelEdit();
    W.talks.keep(turns);
    showLast();
    if (turns.length) W.reader.light(turns[turns.length - 1].answer.citations);
  }
  return true;
};

// The question just asked stays in sight, its answer below it, however long that is.
function showLast() {
  const log = document.querySelector("#wp-messages [role=log]");
  const rows = log ? log.querySelectorAll(".user-row") : [];
  if (rows.length) log.scrollTop += rows[rows.length - 1].getBoundingClientRect().top - log.getBoundingClientRect().top - 8;
}

function decorate(answer, turn, place) {
  answer.querySelectorAll(".wp-chip").forEach((chip) => {
    const citation = turn.answer.citations.find((one) => `${one.number}` === chip.textContent);
    chip.removeAttribute("target");
    if (!citation || chip.hasAttribute("aria-label")) return;
    chip.setAttribute("aria-label", `${W.say("cited", { number: citation.number })}: ${citation.section}`);
    chip.removeAttribute("title");
    chip.citation = citation;
  });
  if (answer.querySelector(".wp-actions")) return;
  const act = (key, run, more = {}) => W.button(key, run, { class: `wp-act wp-act-${key}`, ...more });
  const bar = W.el("div", { class: "wp-actions", role: "group" }, act("copy", () => W.copy(turn.copy), { title: W.say("copy_hint") }));
  if (turn.formal?.length) bar.append(act("formal", () => W.copy(turn.formal.join("\n")), { title: W.say("formal_hint") }));
  bar.append(act("retry", () => W.send({ do: "ask", question: turn.question, keep: place })));
  bar.append(act("helpful", (event) => judge(event.target, turn), { "aria-pressed": "false" }));
  bar.append(act("not_helpful", (event) => askWhy(event.target, bar, turn), { "aria-expanded": "false" }));
  answer.append(bar);
}

function addEdit(question, turn, place) {
  if (question.parentElement.querySelector(".wp-act-edit")) return;
  const start = () => answers.edit(turn.question, place);
  question.after(W.button("edit", start, { class: "wp-act wp-act-edit", title: W.say("edit_hint") }));
}

answers.edit = (text, place) => {
  W.fill("wp-question", text);
  W.fill("wp-keep", `${place}`);
  document.getElementById("wp-editing")?.remove();
  const note = W.el("p", { id: "wp-editing" }, `${W.say("editing", { turn: place + 1 })} `);
  note.append(W.button("cancel", () => (W.fill("wp-question", ""), answers.cancelEdit()), { class: "wp-quiet" }));
  document.getElementById("wp-ask").before(note);
  W.box("wp-question").focus();
};

answers.cancelEdit = () => {
  document.getElementById("wp-editing")?.remove();
  if (W.box("wp-keep").value) W.fill("wp-keep", "");
};

// Thumbs: up at a click, down with a reason.
function judge(button, turn, more = { rating: "up" }) {
  const { answer, question } = turn;
  return W.post("api/v1/feedback", { question, answer, ...more })
    .then(() => {
      button.setAttribute("aria-pressed", "true");
      W.tell(W.say("thanks"));
    })
    .catch(() => W.tell(W.say("feedback_failed")));
}

function askWhy(button, bar, turn) {
  const open = bar.parentElement.querySelector(".wp-why");
  button.setAttribute("aria-expanded", `${!open}`);
  if (open) return open.remove();
  const name = `wp-why-${Math.random().toString(36).slice(2)}`;
  const reasons = REASONS.map((reason, place) =>
    W.el("label", {}, W.el("input", { type: "radio", name, value: reason, checked: place === 0 }), W.say(`reason_${reason}`)),
  );
  const comment = W.el("textarea", { rows: "2", maxlength: "1000", "aria-label": W.say("comment"), placeholder: W.say("comment") });
  const form = W.el("form", { class: "wp-why" }, W.el("fieldset", {}, W.el("legend", {}, W.say("why")), ...reasons), comment);
  form.append(W.el("button", { type: "submit", class: "wp-quiet" }, W.say("submit")));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const reason = form.querySelector("input:checked").value;
    judge(button, turn, { rating: "down", reason, comment: comment.value }).then(() => {
      form.remove();
      button.setAttribute("aria-expanded", "false");
    });
  });
  bar.after(form);
  form.querySelector("input").focus();
  form.scrollIntoView({ block: "nearest" });
}

// Citations: a click leads to the words, a pause over one shows where they stand.
const tip = W.el("div", { id: "wp-tip", role: "tooltip", hidden: true });
const showTip = (chip) => {
  const { citation } = chip;
  if (!citation) return;
  tip.replaceChildren(
    W.el("p", { class: "wp-tip-where" }, ...citation.section.split(" › ").map((crumb) => W.el("span", { class: "wp-crumb" }, crumb))),
    W.el("p", { class: "wp-tip-words" }, citation.quote.length > 120 ? `${citation.quote.slice(0, 118)}…` : citation.quote),
  );
  tip.hidden = false;
  if (!tip.isConnected) document.body.append(tip);
  const spot = chip.getBoundingClientRect(), size = tip.getBoundingClientRect();
  tip.style.left = `${Math.max(8, Math.min(spot.left, innerWidth - size.width - 8))}px`;
  tip.style.top = `${spot.top - size.height - 8 > 0 ? spot.top - size.height - 8 : spot.bottom + 8}px`;
  chip.setAttribute("aria-describedby", "wp-tip");
};
const hideTip = () => {
  tip.hidden = true;
};
for (const event of ["mouseover", "focusin"]) document.addEventListener(event, (found) => {
  const chip = found.target.closest?.(".wp-chip");
  chip ? showTip(chip) : hideTip();
});
document.addEventListener("keydown", (event) => event.key === "Escape" && hideTip());
document.addEventListener("scroll", hideTip, { capture: true, passive: true });

document.addEventListener("click", (event) => {
  const chip = event.target.closest?.(".wp-chip");
  if (chip) {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    hideTip();
    const place = W.reader.parse(`#${chip.getAttribute("href").split("#").pop()}`);
    if (place) W.reader.go(place.start, place.end, chip.citation?.document ?? place.id, chip);
    return;
  }
  const ask = event.target.closest?.(".wp-ask");
  if (ask) return W.send({ do: "ask", question: ask.textContent });
  const asked = event.target.closest?.(".wp-asked-text");
  if (asked) {
    const place = [...document.querySelectorAll("#wp-messages .wp-answer")].indexOf(asked.closest(".wp-answer"));
    answers.edit(asked.textContent, place);
  }
});
