/* Shows a press room's news on another site. Version 1. Documentation: docs/embedding.md and docs/features/embeds.md.
 *
 *   <samverkan-list area="unga-i-riskzon" number="5"><a href="https://PRESSROOM/sv/">...</a></samverkan-list>
 *   <samverkan-item item="7fk3m9q2xd">...</samverkan-item>
 *   <samverkan-figure item="7fk3m9q2xd" figure="f1">...</samverkan-figure>
 *
 * What stands inside an element is shown without script, and when there is nothing better to show.
 * Nothing here needs inline style or script, or strings as markup: it works under
 *   script-src 'self' PRESSROOM; style-src 'self'; require-trusted-types-for 'script'
 *
 * Served as it stands, without a build step. Hosts pin its bytes: copy this file to pressroom/snippets/released/
 * before you change what has been released.
 */
(() => {
  "use strict";

  const SCRIPT = document.currentScript;
  const SERVER = SCRIPT && SCRIPT.src ? new URL(SCRIPT.src).origin : location.origin;
  const PREFIX = "samverkan:v1:";
  const REMOVED = `${PREFIX}removed:`;
  const SCHEMA = 1;
  const DAY = 24 * 60 * 60 * 1000;
  /** How long we wait for an answer, and how often a page that is looked at asks again, in milliseconds. */
  const PATIENCE = 8000;
  const AGAIN = 5 * 60 * 1000;

  /** Widths that differ by less, in pixels, are the same column with and without its scroll bar. */
  const SCROLLBAR = 24;

  const FILTERS = ["type", "area", "goal", "organisation", "tag", "place", "audience", "number"];
  const SVG = "http://www.w3.org/2000/svg";

  /* What may be built. The server sends the same names and refuses others (pressroom/embeds/trees.py). */
  const TAGS = new Set(
    ("article div section p span h1 h2 h3 h4 h5 h6 ul ol li a strong em b i br img figure figcaption table caption " +
      "thead tbody tr th td blockquote dl dt dd time").split(" "),
  );
  const DRAWN_TAGS = new Set("svg title desc defs pattern rect circle path line text g".split(" "));
  const ATTRIBUTES =
    /^(class|id|lang|dir|hreflang|alt|width|height|datetime|scope|role|tabindex|loading|decoding|rel|download|aria-[a-z]+)$/;
  const DRAWN_ATTRIBUTES =
    /^(class|id|role|aria-[a-z]+|viewBox|width|height|direction|x|y|x1|x2|y1|y2|cx|cy|r|d|fill|stroke|stroke-[a-z]+|font-[a-z]+|text-anchor|patternUnits)$/;
  const LINK = /^(https?:|mailto:|tel:|#)/i;
  const OUTSIDE = /url\((?!#)/i;

  const palette = (colours) => colours.split(" ").map((colour, index) => `--_s${index + 1}: ${colour};`).join(" ");
  const LIGHT = palette("#0b5a4b #a3501b #3d4fa1 #636b66 #8a1c4a #5c6b00");
  const DARK = palette("#2f9c84 #cf7437 #7688dd #8b958f #c9548a #92a424");
  const SERIES = [1, 2, 3, 4, 5, 6];
  const drawn = (n) => {
    const colour = `var(--samverkan-series-${n}, var(--_s${n}))`;
    return `.chart-fill.chart-series-${n} { fill: ${colour}; } .chart-line.chart-series-${n} { stroke: ${colour}; }`;
  };

  const CSS = `
:host { display: block; box-sizing: border-box; min-block-size: var(--samverkan-height, var(--_room, 0)); font: inherit;
  font-family: var(--samverkan-font, inherit); line-height: 1.5; color: var(--samverkan-color, inherit);
  background: var(--samverkan-background, transparent); overflow-wrap: break-word; text-align: start;
  --_soft: var(--samverkan-muted, color-mix(in srgb, currentColor 78%, transparent));
  --_rule: var(--samverkan-rule, color-mix(in srgb, currentColor 25%, transparent));
  --_link: var(--samverkan-link, inherit); --_gap: var(--samverkan-gap, 1em);
  ${LIGHT} }
:host([hidden]) { display: none; }
:host([theme=light]) { color-scheme: light; color: var(--samverkan-color, #15211c); background: var(--samverkan-background, #fff);
  padding: var(--_gap); --_link: var(--samverkan-link, #0a5568); }
:host([theme=dark]) { color-scheme: dark; color: var(--samverkan-color, #e8efea); background: var(--samverkan-background, #121a16);
  padding: var(--_gap); --_link: var(--samverkan-link, #8fd0e3); ${DARK} }
:host([theme=auto]) { color-scheme: light dark; color: var(--samverkan-color, #15211c);
  background: var(--samverkan-background, #fff); padding: var(--_gap); --_link: var(--samverkan-link, #0a5568); }
@media (prefers-color-scheme: dark) { :host([theme=auto]) { color: var(--samverkan-color, #e8efea);
  background: var(--samverkan-background, #121a16); --_link: var(--samverkan-link, #8fd0e3); ${DARK} } }
*, *::before, *::after { box-sizing: border-box; }
p, ul, ol, figure, blockquote, h1, h2, h3, h4, h5, h6, table { margin: 0; }
.list { list-style: none; padding: 0; }
.entry { padding-block: var(--_gap); border-block-start: 1px solid var(--_rule); }
.entry:first-child { padding-block-start: 0; border: 0; }
.article > * + *, .section > * + *, .figure > * + *, .quote > * + * { margin-block-start: .5em; }
.entry .article > * + * { margin-block-start: .25em; }
.section, .figure, .quote { margin-block-start: var(--_gap); }
.kicker, .by, .source, .credit, .copy { font-size: .875em; color: var(--_soft); }
.title { font-size: 1.2em; line-height: 1.25; font-weight: 600; }
.heading { font-size: 1.1em; line-height: 1.3; }
.question { font-size: 1em; }
.link, a { color: var(--_link); text-underline-offset: .15em; }
.title .link { color: var(--samverkan-link, inherit); }
a:focus-visible, .scroll:focus-visible { outline: 3px solid currentColor; outline-offset: 2px; }
.image { display: block; inline-size: 100%; block-size: auto; }
.mark, .corrected { font-weight: 600; }
.correction, .gone, .copy { border-inline-start: 4px solid var(--_rule); padding-inline-start: .75em; }
.copy { margin-block-start: .75em; border-color: currentColor; }
.words { font-size: 1.15em; }
.scroll { overflow-x: auto; }
.table { border-collapse: collapse; inline-size: 100%; font-size: .9375em; }
.table th, .table td { text-align: start; padding: .3em .5em; border-block-end: 1px solid var(--_rule); }
.table .number { text-align: end; font-variant-numeric: tabular-nums; }
.chart svg { max-inline-size: 100%; block-size: auto; }
.source { margin-block-start: var(--_gap); padding-block-start: .5em; border-block-start: 1px solid var(--_rule); }
.hidden { position: absolute; inline-size: 1px; block-size: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
${SERIES.map(drawn).join("\n")}
.chart-line { fill: none; }
@media (prefers-reduced-motion: no-preference) { .link { transition: text-underline-offset .1s; } .link:hover { text-underline-offset: .3em; } }
`;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(CSS);

  /** The last good copies, kept in the host's own storage for a day; in memory alone where that is closed. */
  const copies = {
    memory: new Map(),
    read(key) {
      try {
        return JSON.parse(localStorage.getItem(key)) ?? this.memory.get(key) ?? null;
      } catch {
        return this.memory.get(key) ?? null;
      }
    },
    write(key, value) {
      this.memory.set(key, value);
      try {
        localStorage.setItem(key, JSON.stringify(value));
      } catch {
        /* Full or forbidden: the copy in memory serves this page. */
      }
    },
    drop(key) {
      this.memory.delete(key);
      try {
        localStorage.removeItem(key);
      } catch {
        /* Nothing could be written there either. */
      }
    },
    /** Drop every copy that is too old to be shown. */
    tidy() {
      try {
        for (const key of Object.keys(localStorage)) {
          if (key.startsWith(PREFIX) && !key.startsWith(REMOVED) && !isFresh(this.read(key))) this.drop(key);
        }
      } catch {
        /* As above. */
      }
    },
  };

  /** Whether a copy is at most a day old; one from the future was made by a clock that has been set back. */
  function isFresh(copy) {
    const age = copy ? Date.now() - copy.at : NaN;
    return age >= -60_000 && age < DAY;
  }

  function build(nodes, into, context) {
    for (const node of nodes) {
      if (typeof node === "string") {
        into.append(node);
        continue;
      }
      const [tag, attributes, ...children] = node;
      const drawn = context.drawn || tag === "svg";
      if (!(drawn ? DRAWN_TAGS : TAGS).has(tag)) continue;
      const heading = drawn ? null : /^h([1-6])$/.exec(tag);
      const name = heading ? `h${Math.min(6, Number(heading[1]) + context.shift)}` : tag;
      const element = drawn ? document.createElementNS(SVG, name) : document.createElement(name);
      for (const [key, value] of Object.entries(attributes || {})) set(element, key, String(value), drawn, context);
      if (tag === "img") {
        // Its room is kept also when it cannot be fetched.
        element.style.aspectRatio = `${Number(attributes.width) || 16} / ${Number(attributes.height) || 9}`;
        if (!element.hasAttribute("src")) continue;
      }
      // Every class is also a part, so that a host can style it from outside.
      if (!drawn && element.className) element.setAttribute("part", element.className);
      build(children, element, { ...context, drawn });
      into.append(element);
    }
  }

  function set(element, name, value, drawn, context) {
    if (!drawn && name === "href" && LINK.test(value)) element.setAttribute(name, value);
    else if (!drawn && name === "src" && value.startsWith(`${context.server}/`)) {
      element.setAttribute(name, value);
    } else if ((drawn ? DRAWN_ATTRIBUTES : ATTRIBUTES).test(name) && !(drawn && OUTSIDE.test(value))) {
      element.setAttribute(name, value);
    }
  }

  class Embed extends HTMLElement {
    static observedAttributes = [...FILTERS, "language", "item", "figure", "text", "heading", "server", "keep"];

    #view = document.createElement("div");
    #fallback = document.createElement("slot");
    #reserve = new CSSStyleSheet();
    #shown = null;
    #asking = null;
    #timer = 0;
    #isConnected = false;
    #queued = false;
    #width = -1;
    #sizes = new ResizeObserver(() => this.#reserveRoom());
    #waken = () => this.#wake();

    constructor() {
      super();
      const root = this.attachShadow({ mode: "open" });
      root.adoptedStyleSheets = [sheet, this.#reserve];
      this.#view.setAttribute("part", "view");
      root.append(this.#view, this.#fallback);
    }

    connectedCallback() {
      this.#isConnected = true;
      document.addEventListener("visibilitychange", this.#waken);
      addEventListener("pageshow", this.#waken);
      this.#reserveRoom();
      this.#sizes.observe(this);
      this.#ask();
    }

    disconnectedCallback() {
      this.#isConnected = false;
      document.removeEventListener("visibilitychange", this.#waken);
      removeEventListener("pageshow", this.#waken);
      this.#sizes.disconnect();
      clearTimeout(this.#timer);
      this.#asking?.abort();
      this.#asking = null;
    }

    attributeChangedCallback() {
      // When an element is made, its attributes come before it is connected; connectedCallback asks then.
      if (!this.#isConnected || this.#queued) return;
      this.#queued = true;
      queueMicrotask(() => {
        this.#queued = false;
        if (this.#isConnected) this.#ask();
      });
    }

    /** Ask again now, e.g. from the host's own script. */
    refresh() {
      return this.#ask();
    }

    get #server() {
      const server = this.getAttribute("server");
      return server ? new URL(server, location.href).origin : SERVER;
    }

    /** The address of the data, or null while the element does not say enough. */
    get #address() {
      const [kind, item, figure] = [this.constructor.kind, this.getAttribute("item"), this.getAttribute("figure")];
      if ((kind !== "list" && !item) || (kind === "figure" && !figure)) return null;
      const path = [kind, ...(kind === "list" ? [] : [item]), ...(kind === "figure" ? [figure] : [])];
      const address = new URL(`/embed/v1/${path.map(encodeURIComponent).join("/")}.json`, this.#server);
      const names = ["language", ...(kind === "list" ? FILTERS : []), ...(kind === "item" ? ["text"] : [])];
      for (const name of names) {
        const value = this.getAttribute(name);
        if (value) address.searchParams.set(name, value);
      }
      return address.href;
    }

    /** Take the room that the content will need, so that nothing below moves when it comes. The width is known when
     *  the host's style sheet is; once the content stands there it has a height of its own. */
    #reserveRoom() {
      const change = Math.abs(this.clientWidth - this.#width);
      if (!change || (this.#shown && change < SCROLLBAR)) return;
      this.#width = this.clientWidth;
      if (this.#shown) return this.#reserve.replaceSync("");
      const address = this.#address;
      const kept = address && copies.read(PREFIX + address);
      const width = this.clientWidth || 600;
      const em = parseFloat(getComputedStyle(this).fontSize) || 16;
      let room = kept?.room && Math.abs(kept.room[0] - width) < SCROLLBAR ? kept.room[1] : 0;
      if (!room) {
        const entry = width < 36 * em ? 15 : 10;
        const number = Number(this.getAttribute("number")) || 5;
        const isFull = this.getAttribute("text") === "full";
        const rooms = { list: entry * number + 4, item: entry * (isFull ? 7 : 2.5), figure: 46 };
        room = rooms[this.constructor.kind] * em;
      }
      this.#reserve.replaceSync(`:host { --_room: ${Math.round(room)}px; }`);
    }

    async #ask() {
      clearTimeout(this.#timer);
      this.#asking?.abort();
      const address = this.#address;
      if (!address) return this.#showFallback();
      const asking = (this.#asking = new AbortController());
      const patience = setTimeout(() => asking.abort(), PATIENCE);
      let status = 0;
      let data = null;
      this.setAttribute("aria-busy", "true");
      try {
        const response = await fetch(address, { credentials: "omit", referrerPolicy: "origin", signal: asking.signal });
        status = response.status;
        if (response.ok || status === 410) data = await response.json();
      } catch {
        /* Not reached, or cut off, or somebody else's page in our place: decided below. */
      }
      clearTimeout(patience);
      if (this.#asking !== asking) return; // another question has been asked since
      this.#asking = null;
      if (data?.schema === SCHEMA && Array.isArray(data.tree)) this.#answered(address, data);
      else if (status >= 400 && status < 500 && ![408, 425, 429].includes(status)) {
        copies.drop(PREFIX + address); // we were reached, and there is nothing: so no copy either
        this.#showFallback();
      } else this.#unreachable(address);
      this.removeAttribute("aria-busy");
      this.#timer = setTimeout(() => document.hidden || this.#ask(), AGAIN);
    }

    #answered(address, data) {
      const seen = REMOVED + this.#server;
      if (data.removed > (copies.read(seen) ?? 0)) copies.write(seen, data.removed);
      this.#show(address, data);
      if (data.state === "gone" || this.getAttribute("keep") === "no") copies.drop(PREFIX + address);
      else {
        const style = getComputedStyle(this);
        const around = parseFloat(style.paddingBlockStart) + parseFloat(style.paddingBlockEnd);
        const room = [this.clientWidth, Math.ceil(this.#view.getBoundingClientRect().height + around)];
        copies.write(PREFIX + address, { at: Date.now(), data, room });
      }
    }

    /** Show the copy if it may still be shown: a day at most, and nothing withdrawn since it was made. */
    #unreachable(address) {
      const copy = copies.read(PREFIX + address);
      const seen = copies.read(REMOVED + this.#server) ?? 0;
      if (isFresh(copy) && copy.data.removed >= seen && this.getAttribute("keep") !== "no") {
        this.#show(address, copy.data, copy.at);
      } else {
        copies.drop(PREFIX + address);
        this.#showFallback();
      }
    }

    #show(address, data, copiedAt = 0) {
      const text = JSON.stringify([address, data.tree, this.getAttribute("heading"), copiedAt]);
      if (text !== this.#shown?.text) {
        // The host says which level our highest heading has on its page.
        const level = Math.min(6, Math.max(1, Number(this.getAttribute("heading")) || 3));
        const top = Math.min(...[...text.matchAll(/\["h([1-6])"/g)].map((found) => Number(found[1])));
        const content = document.createElement("div");
        content.lang = data.language;
        content.dir = data.direction;
        build(data.tree, content, { server: this.#server, shift: level - top, drawn: false });
        if (copiedAt) content.append(this.#note(data, copiedAt));
        const focused = this.shadowRoot.activeElement?.getAttribute("href");
        this.#view.replaceChildren(content);
        if (focused) {
          [...content.querySelectorAll("a")].find((link) => link.getAttribute("href") === focused)?.focus();
        }
      }
      this.#shown = { text, at: copiedAt || Date.now() };
      this.#fallback.hidden = true;
      this.dataset.state = copiedAt ? "copy" : data.state;
    }

    #note(data, copiedAt) {
      const note = document.createElement("p");
      const at = new Intl.DateTimeFormat(data.ui, { dateStyle: "long", timeStyle: "short", timeZone: "Europe/Stockholm" });
      note.className = "copy";
      note.setAttribute("part", "copy");
      note.setAttribute("role", "status");
      note.lang = data.ui;
      note.dir = data.ui === data.language ? data.direction : "ltr";
      note.textContent = data.copy.replace("{time}", at.format(copiedAt));
      return note;
    }

    #showFallback() {
      this.#shown = null;
      this.#view.replaceChildren();
      this.#fallback.hidden = false;
      this.dataset.state = "link";
      this.removeAttribute("aria-busy");
    }

    /** The page is looked at again: ask, and meanwhile show nothing that has become too old. */
    #wake() {
      if (document.visibilityState !== "visible" || this.#asking) return;
      if (this.#shown && Date.now() - this.#shown.at >= DAY) this.#showFallback();
      this.#ask();
    }
  }

  for (const kind of ["list", "item", "figure"]) {
    const name = `samverkan-${kind}`;
    if (!customElements.get(name)) customElements.define(name, class extends Embed { static kind = kind; });
  }
  copies.tidy();

  /* Frames say how high they are (frame.js); those that loaded before this script are asked. */
  const frames = () =>
    [...document.querySelectorAll("iframe")].filter((frame) => frame.src.startsWith(`${SERVER}/embed/`));
  addEventListener("message", (event) => {
    if (event.data?.type !== "samverkan:height" || !Number.isFinite(event.data.height)) return;
    const frame = frames().find((one) => one.contentWindow === event.source);
    if (frame) frame.height = Math.min(20_000, Math.max(50, Math.ceil(event.data.height)));
  });
  for (const frame of frames()) frame.contentWindow?.postMessage({ type: "samverkan:ask" }, "*");
})();
