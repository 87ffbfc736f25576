// What the page's scripts share: words, elements whose text is set as text, storage that may be forbidden, commands.
const W = window.workplan;

W.say = (key, values = {}) => W.words[key].replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
W.embedded = document.documentElement.classList.contains("wp-embed");
W.calm = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;
W.narrow = () => window.matchMedia("(max-width: 900px)").matches;

// The address of a path of the server, wherever a proxy has put it.
W.url = (path) => new URL((W.embedded ? "../" : "") + W.root + path, location.href.split(/[?#]/)[0]).href;

// An element; strings among the children become text, never markup.
W.el = (tag, props = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (name === "on") Object.entries(value).forEach(([event, act]) => element.addEventListener(event, act));
    else if (name === "class") element.className = value;
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child != null));
  return element;
};

W.button = (key, act, props = {}) =>
  W.el("button", { type: "button", ...props, on: { click: act } }, W.say(key));

// Browsers may forbid storage (private windows, frames): then everything is kept until the page closes.
const memory = new Map();
const area = (name) => {
  if (W.embedded) return null; // a page in someone else's page asks for no storage
  try {
    const found = window[name];
    found.setItem("workplan.probe", "1");
    found.removeItem("workplan.probe");
    return found;
  } catch {
    return null;
  }
};
const keeper = (found) => ({
  kept: found !== null,
  get: (key) => {
    try {
      return JSON.parse((found ? found.getItem(key) : memory.get(key)) ?? "null");
    } catch {
      return null;
    }
  },
  set: (key, value) => {
    const text = JSON.stringify(value);
    try {
      found ? found.setItem(key, text) : memory.set(key, text);
    } catch {
      memory.set(key, text); // full
    }
  },
});
W.store = keeper(area("localStorage"));
W.session = keeper(area("sessionStorage"));

// Gradio's boxes: a value that a script sets counts once an input event says so.
W.box = (id) => document.querySelector(`#${id} textarea, #${id} input`);
W.fill = (id, value) => {
  const box = W.box(id);
  box.value = value;
  box.dispatchEvent(new Event("input", { bubbles: true }));
};
W.send = (command) => {
  W.fill("wp-command", JSON.stringify(command));
  setTimeout(() => document.getElementById("wp-run").click());
};
W.turns = () => {
  try {
    return JSON.parse(W.box("wp-record").value || "[]");
  } catch {
    return [];
  }
};

// One line for people who look and for people who listen.
let hiding;
W.tell = (text) => {
  let live = document.getElementById("wp-live");
  if (!live) document.body.append((live = W.el("div", { id: "wp-live", role: "status", "aria-live": "polite" })));
  live.textContent = text;
  live.classList.add("wp-on");
  clearTimeout(hiding);
  hiding = setTimeout(() => live.classList.remove("wp-on"), 2600);
};

W.copy = async (text) => {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const box = W.el("textarea", { class: "wp-offscreen" }); // plain HTTP has no clipboard
    box.value = text;
    document.body.append(box);
    box.select();
    const done = document.execCommand("copy");
    box.remove();
    if (!done) return W.tell(W.say("copy_failed"));
  }
  W.tell(W.say("copied"));
};

W.post = (path, body) =>
  fetch(W.url(path), { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) })
    .then((response) => (response.ok ? response : Promise.reject(new Error(`${response.status}`))));
