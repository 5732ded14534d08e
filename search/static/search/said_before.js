/* Shows public texts like the one being written, and tags that fit. Asks when the editor rests; keeps nothing. */
(() => {
  "use strict";
  const REST = 1200;
  const start = () => {
    const panel = document.querySelector("[data-said-before]");
    const form = panel && panel.closest("form");
    if (!form) return;
    const answer = panel.querySelector("[data-said-before-answer]");
    const token = form.querySelector("[name=csrfmiddlewaretoken]");
    let waiting = 0;
    let asked = "";

    const written = () => {
      const fields = form.querySelectorAll("#id_title, #id_summary, [id^='panel-child-'] [contenteditable='true'], [data-contentpath='body'] textarea:not([hidden]), [data-contentpath='body'] input[type='text']");
      return Array.from(fields, (field) => field.value ?? field.textContent).filter(Boolean).join("\n");
    };
    const tags = () => {
      const field = form.querySelector("#id_tags");
      return field ? field.value.split(",").map((name) => name.trim().replace(/^"|"$/g, "")).filter(Boolean) : [];
    };
    const ask = async () => {
      const text = written();
      const chosen = tags();
      const question = JSON.stringify([text, chosen]);
      if (question === asked) return;
      asked = question;
      const body = new FormData();
      body.append("text", text.slice(0, 20000));
      body.append("language", panel.dataset.language);
      body.append("item_key", panel.dataset.itemKey);
      chosen.forEach((name) => body.append("tag", name));
      try {
        const response = await fetch(panel.dataset.saidBefore, { method: "POST", body, headers: { "X-CSRFToken": token.value } });
        if (response.ok && question === asked) answer.innerHTML = await response.text();
      } catch {
        // The editor goes on without it.
      }
    };
    const later = () => {
      clearTimeout(waiting);
      waiting = setTimeout(ask, REST);
    };
    answer.addEventListener("click", (event) => {
      const button = event.target.closest("[data-add-tag]");
      const field = form.querySelector("#id_tags");
      if (!button || !field || !window.jQuery) return;
      window.jQuery(field).tagit("createTag", button.dataset.addTag);
      button.remove();
    });
    form.addEventListener("input", later);
    form.addEventListener("change", later);
    later();
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
