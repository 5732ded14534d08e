/* The builder page follows each choice: it asks itself again and takes over form fields and result. */
(() => {
  "use strict";

  const form = document.querySelector("[data-builder]");
  const status = document.querySelector("[data-builder-status]");
  if (!form) return;

  /* Show fields of the chosen kind only, the element itself instead of its frame, and a button for each text. */
  const dress = () => {
    const kind = form.querySelector("[name=kind]:checked")?.value ?? "list";
    for (const group of form.querySelectorAll("[data-for]")) {
      const belongs = group.dataset.for.split(" ").includes(kind);
      group.hidden = !belongs;
      group.disabled = !belongs;
    }
    const element = document.querySelector("[data-builder-element]");
    if (element) {
      element.hidden = false;
      document.querySelector("[data-builder-frame]")?.remove();
    }
    for (const snippet of document.querySelectorAll("[data-snippet]")) {
      if (!navigator.clipboard || snippet.querySelector("button")) continue;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button snippet__copy";
      button.textContent = status.dataset.copy;
      button.setAttribute("aria-describedby", snippet.querySelector("pre").id);
      button.addEventListener("click", async () => {
        await navigator.clipboard.writeText(snippet.querySelector("code").textContent);
        status.textContent = status.dataset.copied;
        button.textContent = status.dataset.copied;
        setTimeout(() => (button.textContent = status.dataset.copy), 2000);
      });
      snippet.append(button);
    }
  };

  let asking = null;
  const follow = async (changed) => {
    asking?.abort();
    asking = new AbortController();
    // What was chosen last counts: a pasted address, or an item from the list.
    if (changed?.name === "item" && changed.value) form.elements.link.value = "";
    const given = [...new FormData(form)].filter(([, value]) => value);
    const address = `${form.action.split("?")[0]}?${new URLSearchParams(given)}`;
    try {
      const response = await fetch(address, { signal: asking.signal });
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const [fields, result] = ["[data-builder-fields]", "[data-builder-result]"].map((name) => page.querySelector(name));
      if (!fields || !result) return form.submit();
      const focused = document.activeElement?.id || `[name=${changed?.name}][value=${changed?.value}]`;
      document.querySelector("[data-builder-fields]").replaceChildren(...fields.childNodes);
      document.querySelector("[data-builder-result]").replaceChildren(...result.childNodes);
      dress();
      const again = focused.startsWith("[") ? form.querySelector(focused) : document.getElementById(focused);
      again?.focus();
      history.replaceState(null, "", address);
      status.textContent = status.dataset.shown;
    } catch (error) {
      if (error.name !== "AbortError") form.submit();
    }
  };

  form.addEventListener("change", (event) => {
    dress();
    follow(event.target);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    follow(null);
  });
  dress();
})();
