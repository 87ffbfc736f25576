// A chat with citations on any page: <script src="https://server/widget.js" defer></script>. No framework, nothing from
// elsewhere; it lives in a shadow root, sets every text as text, stores nothing and holds no key. Settings are data-
// attributes of the script element: lang, color, position (left, right), title, greeting, questions (apart by |).
(() => {
  "use strict";
  const script = document.currentScript;
  if (!script || document.querySelector("workplan-chat")) return;
  const data = script.dataset;
  const base = new URL(".", script.src);
  const english = (data.lang || document.documentElement.lang || "zh").toLowerCase().startsWith("en");
  const say = (chinese, words) => (english ? words : chinese);
  const title = data.title || say("报告问答", "Ask the report");
  const color = /^(#[0-9a-f]{3,8}|[a-z]{3,20})$/i.test(data.color || "") ? data.color : "#9b2c22";
  const side = data.position === "left" ? "left" : "right";

  const el = (tag, props = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(props)) {
      if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
      else if (value !== false && value != null) element.setAttribute(name, value === true ? "" : value);
    }
    element.append(...children);
    return element;
  };

  const host = el("workplan-chat", { lang: english ? "en" : "zh-CN" });
  const root = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet(); // allowed under a strict policy, unlike a style element
  sheet.replaceSync(`
    :host { all: initial; --c: ${color}; --paper: #fff; --ink: #24211d; --soft: #625c53; --line: #ddd6cb; --tint: #f5f1eb; }
    @media (prefers-color-scheme: dark) { :host { --paper: #23201d; --ink: #ece7df; --soft: #b3aba0; --line: #46403a; --tint: #302b27; } }
    * { box-sizing: border-box; font-family: system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
    [hidden] { display: none !important; }
    .open { position: fixed; z-index: 2147483000; bottom: 20px; ${side}: 20px; border: 0; border-radius: 24px; padding: 12px 20px; background: var(--c); color: #fff; font-size: 15px; font-weight: 600; cursor: pointer; box-shadow: 0 4px 16px rgb(0 0 0 / .25); }
    .panel { position: fixed; z-index: 2147483001; bottom: 20px; ${side}: 20px; width: 400px; max-width: calc(100vw - 24px); height: 600px; max-height: calc(100dvh - 40px); display: flex; flex-direction: column; background: var(--paper); color: var(--ink); border: 1px solid var(--line); border-radius: 14px; box-shadow: 0 10px 40px rgb(0 0 0 / .28); overflow: hidden; }
    @media (max-width: 480px) { .panel { left: 0; right: 0; bottom: 0; width: 100%; max-width: none; height: 88dvh; border-radius: 14px 14px 0 0; } }
    header { display: flex; align-items: center; justify-content: space-between; padding: 10px 14px; background: var(--c); color: #fff; }
    h2 { font-size: 15px; margin: 0; } header button { background: transparent; border: 0; color: #fff; font-size: 14px; cursor: pointer; padding: 6px; }
    .log { flex: 1; overflow-y: auto; padding: 14px; font-size: 14.5px; line-height: 1.7; }
    .log p { margin: 0 0 6px; white-space: pre-wrap; overflow-wrap: anywhere; }
    .said { background: var(--tint); border-radius: 10px; padding: 6px 12px; margin: 12px 0 8px auto !important; width: fit-content; max-width: 88%; }
    .bold { font-weight: 700; }
    .chip { border: 1px solid var(--line); background: var(--tint); color: var(--ink); border-radius: 6px; font-size: 12px; font-weight: 600; min-width: 24px; min-height: 24px; padding: 0 6px; margin: 0 2px; cursor: pointer; }
    .quote { border-left: 3px solid var(--c); background: var(--tint); border-radius: 0 8px 8px 0; padding: 8px 12px; margin: 6px 0; font-size: 13.5px; }
    .where { color: var(--soft); font-size: 12.5px; } .quote a { color: inherit; }
    .next { display: flex; flex-wrap: wrap; gap: 6px; margin: 8px 0; }
    .next button { border: 1px solid var(--line); background: transparent; color: var(--ink); border-radius: 10px; padding: 6px 10px; font-size: 13.5px; text-align: left; cursor: pointer; min-height: 32px; }
    form { display: flex; gap: 8px; padding: 10px; border-top: 1px solid var(--line); }
    input { flex: 1; min-width: 0; border: 1px solid var(--line); border-radius: 10px; padding: 9px 12px; font-size: 16px; background: var(--paper); color: var(--ink); }
    form button { border: 0; border-radius: 10px; background: var(--c); color: #fff; font-weight: 600; padding: 0 16px; font-size: 14.5px; cursor: pointer; }
    :focus-visible { outline: 2px solid var(--c); outline-offset: 2px; }`);
  root.adoptedStyleSheets = [sheet];

  const log = el("div", { class: "log", role: "log", "aria-live": "polite", "aria-label": title, tabindex: "0" });
  const box = el("input", { "aria-label": say("问题", "Question"), placeholder: say("输入问题，按回车发送", "Type a question, Enter sends"), maxlength: "2000", autocomplete: "off" });
  const form = el("form", { onsubmit: (event) => (event.preventDefault(), ask(box.value)) }, box, el("button", {}, say("发送", "Send")));
  const close = el("button", { type: "button", onclick: () => show(false) }, say("关闭", "Close"));
  const panel = el("section", { class: "panel", role: "dialog", "aria-label": title, hidden: true, onkeydown: (event) => event.key === "Escape" && show(false) }, el("header", {}, el("h2", {}, title), close), log, form);
  const open = el("button", { class: "open", type: "button", "aria-expanded": "false", onclick: () => show(true) }, title);
  root.append(open, panel);

  function show(on) {
    panel.hidden = !on;
    open.hidden = on;
    open.setAttribute("aria-expanded", `${on}`);
    (on ? box : open).focus();
  }

  const history = [];
  let busy = false;
  async function ask(question) {
    if (!question.trim() || busy) return;
    busy = true;
    box.value = "";
    log.querySelectorAll(".next").forEach((old) => old.remove());
    const said = log.appendChild(el("p", { class: "said" }, question));
    const waiting = log.appendChild(el("p", { class: "where" }, say("正在查阅报告…", "Reading the report…")));
    try {
      const response = await fetch(new URL("api/v1/ask", base), {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ question, history: history.slice(-10) }),
      });
      const answer = await response.json();
      if (!response.ok) throw new Error(answer.error?.message);
      history.push(question);
      draw(answer);
    } catch (error) {
      log.append(el("p", {}, say("出错了，请重试。", "Something went wrong; try again.")));
      box.value = question;
    }
    waiting.remove();
    busy = false;
    log.scrollTop = said.offsetTop - log.offsetTop - 8;
  }

  function draw(answer) {
    const quotes = el("div");
    const text = el("p");
    let rest = answer.answer;
    const short = answer.abstained ? "" : answer.short_answer;
    if (short && rest.startsWith(short)) {
      text.append(el("span", { class: "bold" }, short));
      rest = rest.slice(short.length);
    }
    for (const piece of rest.split(/(\[\d{1,3}\])/)) {
      const citation = answer.citations.find((one) => `[${one.number}]` === piece);
      text.append(citation ? chip(citation, quotes) : piece);
    }
    log.append(text, quotes);
    suggest(answer.suggestions);
  }

  function chip(citation, quotes) {
    const card = el("div", { class: "quote", hidden: true }, el("p", { class: "where" }, citation.section), el("p", {}, citation.quote));
    const link = new URL(`#c=${citation.start}-${citation.end}&d=${citation.document}`, base);
    card.append(el("a", { href: link.href, target: "_blank", rel: "noopener" }, say("看原文", "In the report")));
    quotes.append(card);
    const label = `${say("出处", "Citation")} ${citation.number}`;
    const button = el("button", { class: "chip", type: "button", "aria-expanded": "false", "aria-label": label }, `${citation.number}`);
    button.addEventListener("click", () => {
      card.hidden = !card.hidden;
      button.setAttribute("aria-expanded", `${!card.hidden}`);
      if (!card.hidden) card.scrollIntoView({ block: "nearest" });
    });
    return button;
  }

  function suggest(questions) {
    const buttons = questions.map((one) => el("button", { type: "button", onclick: () => ask(one) }, one));
    if (buttons.length) log.append(el("div", { class: "next" }, ...buttons));
  }

  log.append(el("p", {}, data.greeting || say("您好，想了解报告的什么内容？", "What would you like to know?")));
  suggest((data.questions || "").split("|").map((one) => one.trim()).filter(Boolean));
  (document.body || document.documentElement).append(host);
})();
