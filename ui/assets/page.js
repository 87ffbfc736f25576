// A marker shows its quote in the evidence; a button copies an answer. Both work without the internet and over plain HTTP.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href*='#cite-']");
  if (link) {
    event.preventDefault();
    showQuote(link.getAttribute("href").split("#").pop());
    return;
  }
  const button = event.target.closest(".wp-copy");
  if (button) copyText(button);
});

function showQuote(id) {
  const quote = document.getElementById(id);
  if (!quote) return;
  const turn = quote.closest("details");
  if (turn) turn.open = true;
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  quote.scrollIntoView({ behavior: calm ? "auto" : "smooth", block: "center" });
  document.querySelectorAll(".wp-shown").forEach((shown) => shown.classList.remove("wp-shown"));
  quote.classList.add("wp-shown");
}

async function copyText(button) {
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
  } catch {
    const area = document.createElement("textarea");
    area.value = button.dataset.copy;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  const label = button.textContent;
  if (label === button.dataset.done) return;
  button.textContent = button.dataset.done;
  setTimeout(() => (button.textContent = label), 1600);
}
