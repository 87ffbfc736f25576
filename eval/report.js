"use strict";
(() => {
  const chosen = { kind: "", sort: "" };
  const cards = [...document.querySelectorAll(".failure")];
  const search = document.getElementById("search");
  const nothing = document.getElementById("nothing");
  const shown = document.getElementById("shown");
  const apply = () => {
    const wanted = search.value.trim().toLowerCase();
    let count = 0;
    for (const card of cards) {
      const fits =
        (!chosen.kind || card.dataset.kind === chosen.kind) &&
        (!chosen.sort || card.dataset.sort === chosen.sort) &&
        (!wanted || card.textContent.toLowerCase().includes(wanted));
      card.hidden = !fits;
      count += fits ? 1 : 0;
    }
    nothing.hidden = count > 0;
    shown.textContent = String(count);
  };
  for (const button of document.querySelectorAll(".tools button[data-filter]")) {
    button.addEventListener("click", () => {
      chosen[button.dataset.filter] = button.dataset.value;
      for (const other of document.querySelectorAll(`.tools button[data-filter=${button.dataset.filter}]`)) {
        other.setAttribute("aria-pressed", String(other === button));
      }
      apply();
    });
  }
  search.addEventListener("input", apply);
  document.getElementById("open").addEventListener("click", () => {
    const visible = cards.filter((card) => !card.hidden);
    const open = visible.some((card) => !card.open);
    for (const card of visible) card.open = open;
  });
})();
