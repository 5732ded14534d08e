/* In a frame on somebody else's page: says how high the content is, and lets WordPress follow its links.
 * Nothing but a height and the address of a pressed link is told, so it may be told to anybody. */
(() => {
  "use strict";

  if (parent === window) return;
  // WordPress marks the frames that it made from a pasted link (wp-includes/js/wp-embed.js).
  const secret = /[?&#]secret=([A-Za-z0-9]+)/.exec(location.hash)?.[1];

  const tell = () => {
    const height = Math.ceil(document.body.getBoundingClientRect().height);
    parent.postMessage({ type: "samverkan:height", height }, "*");
    if (secret) parent.postMessage({ message: "height", value: height, secret }, "*");
  };
  new ResizeObserver(tell).observe(document.body);
  addEventListener("message", (event) => {
    if (event.source === parent && event.data?.type === "samverkan:ask") tell();
  });

  if (secret) {
    // Its frames may not lead the page anywhere themselves.
    document.addEventListener("click", (event) => {
      const link = event.target.closest("a[href]");
      if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey) return;
      event.preventDefault();
      parent.postMessage({ message: "link", value: link.href, secret }, "*");
    });
  }
})();
