// Conversations kept in this browser: listed, resumed, exported, deleted. The server keeps none.
const W = window.workplan;
const KEY = "workplan.talks", CURRENT = "workplan.current";
const MOST = 40;
const talks = (W.talks = {});
let current = null, dialog;

const report = () => W.documents.map((one) => one.id).join(" ");
const all = () => (W.store.get(KEY) ?? []).filter((talk) => talk && talk.report === report() && Array.isArray(talk.turns));
const bare = (turns) => turns.map(({ question, answer }) => ({ question, answer }));

talks.keep = (turns) => {
  if (!turns.length) {
    current = null;
  } else {
    current ??= `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 8)}`;
    const talk = { id: current, report: report(), at: new Date().toISOString(), turns: bare(turns) };
    const others = (W.store.get(KEY) ?? []).filter((one) => one?.id !== current);
    W.store.set(KEY, [talk, ...others].slice(0, MOST));
  }
  W.session.set(CURRENT, current);
};

talks.resume = (talk) => {
  current = talk.id;
  W.send({ do: "restore", turns: bare(talk.turns) });
};

// A page that is loaded again goes on where it was.
talks.again = () => {
  const talk = all().find((one) => one.id === W.session.get(CURRENT));
  if (talk && !W.turns().length) talks.resume(talk);
};

talks.open = () => {
  dialog ??= document.body.appendChild(W.el("dialog", { id: "wp-talks", "aria-label": W.say("talks") }));
  fill();
  dialog.showModal();
};

function fill() {
  const rows = all().map((talk) => {
    const label = talk.turns[0]?.question ?? "";
    const go = () => (dialog.close(), talks.resume(talk));
    const open = W.el("button", { type: "button", class: "wp-talk", on: { click: go } }, W.el("span", {}, label));
    open.append(W.el("small", {}, `${new Date(talk.at).toLocaleString(W.language === "en" ? "en" : "zh-CN")} · ${talk.turns.length}`));
    const remove = W.button("talks_delete", () => drop((one) => one.id !== talk.id), { class: "wp-quiet", "aria-label": `${W.say("talks_delete")}: ${label}` });
    return W.el("li", {}, open, remove);
  });
  const head = W.el("header", {}, W.el("h2", {}, W.say("talks")), W.button("close", () => dialog.close(), { class: "wp-quiet" }));
  const list = rows.length ? W.el("ul", {}, ...rows) : W.el("p", { class: "wp-empty" }, W.say("talks_none"));
  const note = W.el("p", { class: "wp-empty" }, W.say(W.store.kept ? "talks_kept" : "talks_memory"));
  const exports = W.el("div", { class: "wp-exports" });
  if (W.turns().length) exports.append(exporter("markdown", "md"), exporter("docx", "docx"));
  if (rows.length) exports.append(W.button("talks_clear", () => drop(() => false), { class: "wp-quiet" }));
  dialog.replaceChildren(head, list, exports, note);
}

function drop(stays) {
  W.store.set(KEY, (W.store.get(KEY) ?? []).filter((talk) => talk?.report !== report() || stays(talk)));
  fill();
}

function exporter(format, ending) {
  const run = async () => {
    try {
      const response = await W.post("api/v1/export", { format, language: W.language, turns: bare(W.turns()) });
      const link = W.el("a", { href: URL.createObjectURL(await response.blob()), download: `workplan.${ending}` });
      document.body.append(link);
      link.click();
      link.remove();
      setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    } catch {
      W.tell(W.say("export_failed"));
    }
  };
  return W.button(`export_${format}`, run, { class: "wp-quiet" });
}
