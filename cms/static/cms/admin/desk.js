// Small helps on the desk. Loaded on every page of Wagtail's admin; does nothing where there is nothing to do.
(function () {
  "use strict";

  // A link from "what is missing" names a form field in ?falt=: open its tab, scroll to it and put the cursor there.
  function openField(name) {
    var form = document.querySelector("form[data-edit-form]");
    if (!form) return false;
    var field =
      form.querySelector('[data-contentpath="' + CSS.escape(name) + '"]') ||
      form.querySelector("#id_" + CSS.escape(name)) ||
      form.querySelector('[name="' + CSS.escape(name) + '"]') ||
      form.querySelector("#id_" + CSS.escape(name) + "-TOTAL_FORMS") ||
      form.querySelector('[name="' + CSS.escape(name) + '-count"]');
    if (!field) return false;
    var tabPanel = field.closest('[role="tabpanel"]');
    if (tabPanel) {
      var tab = document.querySelector('[role="tab"][href="#' + CSS.escape(tabPanel.id) + '"]');
      if (tab) tab.click();
    }
    var panel = field.closest(".w-panel") || field;
    var toggle = panel.querySelector(":scope > .w-panel__header [data-panel-toggle][aria-expanded='false']");
    if (toggle) toggle.click();
    var target = field.matches("[data-contentpath]") ? field : panel;
    window.setTimeout(function () { target.scrollIntoView({ block: "center" }); }, 50);
    target.classList.add("press-found");
    var input = target.querySelector(
      'input:not([type="hidden"]):not([disabled]), textarea:not([hidden]), select, [contenteditable="true"], button:not([data-panel-toggle])'
    );
    window.setTimeout(function () { target.classList.remove("press-found"); }, 6000);
    if (input) keepFocus(input, 20);
    return true;
  }

  // A tab that has just been chosen is shown a moment later, and what is hidden can't take the focus.
  function keepFocus(input, left) {
    input.focus({ preventScroll: true });
    if (document.activeElement === input || left === 0) return;
    window.setTimeout(function () { keepFocus(input, left - 1); }, 100);
  }

  function openAskedField() {
    var name = new URLSearchParams(window.location.search).get("falt");
    if (!name) return;
    // Wagtail's tabs and rich editors start after the document is ready: try until the tab answers.
    var left = 20;
    (function attempt() {
      if (document.readyState === "complete" && openField(name)) return;
      left -= 1;
      if (left > 0) window.setTimeout(attempt, 150);
    })();
  }

  // The withdrawal page shows what readers will see, as it is written.
  function followReason() {
    var reason = document.querySelector(".press textarea[name='reason']");
    if (!reason) return;
    function show() {
      var isDelete = !!document.querySelector(".press input[name='action'][value='delete']:checked");
      document.querySelectorAll("[data-press-reason]").forEach(function (element) {
        element.textContent = reason.value;
      });
      document.querySelectorAll("[data-press-title]").forEach(function (element) {
        element.textContent = isDelete ? "–" : element.dataset.pressTitle;
      });
    }
    document.querySelector(".press form").addEventListener("input", show);
    show();
  }

  // Writing a date or a time means that it is not now.
  function followTime() {
    var later = document.querySelector(".press input[name='when'][value='later']");
    if (!later) return;
    document.querySelectorAll(".press input[name='day'], .press input[name='time']").forEach(function (input) {
      input.addEventListener("input", function () { later.checked = true; });
    });
  }

  function start() {
    openAskedField();
    followReason();
    followTime();
    var refused = document.getElementById("press-refused");
    if (refused) refused.focus();
  }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
