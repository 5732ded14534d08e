/* Completes what is typed on the search page. The page works without it; nothing is remembered or sent elsewhere. */
(() => {
  "use strict";
  const field = document.querySelector("[data-suggest]");
  const list = field && document.getElementById(field.getAttribute("list"));
  if (!list) return;
  let waiting = 0;
  let asked = "";
  const show = (proposals) => {
    list.replaceChildren(
      ...proposals.map((proposal) => {
        const option = document.createElement("option");
        option.value = proposal.text;
        return option;
      }),
    );
  };
  const ask = async () => {
    const text = field.value.trim();
    if (text === asked) return;
    asked = text;
    if (text.length < 2) return show([]);
    const query = new URLSearchParams({ q: text, language: field.dataset.language });
    try {
      const answer = await fetch(`${field.dataset.suggest}?${query}`, { credentials: "omit" });
      if (answer.ok && text === asked) show((await answer.json()).items);
    } catch {
      show([]); // no proposals, and the form works as before
    }
  };
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, 150);
  });
})();
