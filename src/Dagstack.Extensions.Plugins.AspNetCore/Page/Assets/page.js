// Keeps the page as the server would write it now. Everything works without it.
"use strict";
(() => {
  const main = document.getElementById("main");
  const live = document.getElementById("live");
  const announcer = document.getElementById("announce");
  const events = document.body.dataset.events;
  if (!main || !live || !announcer || !events) {
    return;
  }

  const longestPause = 5000;
  let busy = false;
  let wanted = false;
  let wantedByFilter = false;
  let wait = 0;
  let cost = 0;
  let refreshed = 0;
  let turn = 0;
  let source = null;
  let status = Number(document.body.dataset.status ?? 200);
  let retry = 0;

  // What the events tell of has come to its end.
  let over = false;

  // What was written is read as a document of its own, in which nothing runs.
  const read = (text) => new DOMParser().parseFromString(text, "text/html");

  const keyOf = (node) => (node.nodeType === Node.ELEMENT_NODE ? node.getAttribute("data-key") : null);

  const alike = (old, fresh) => old.nodeType === fresh.nodeType && old.nodeName === fresh.nodeName && keyOf(old) === keyOf(fresh);

  // What a person has opened is not the server's to say, and what came of an action stays until the next one.
  const isOwn = (node) => node.nodeType === Node.ELEMENT_NODE && node.hasAttribute("data-own");

  function skipOwn(node) {
    while (node && isOwn(node)) {
      node = node.nextSibling;
    }
    return node;
  }

  const own = (element, name) => (name === "open" && element.localName === "details") || (name === "class" && element.localName === "tr");

  function takeAttributes(old, fresh) {
    for (const { name } of [...old.attributes]) {
      if (!fresh.hasAttribute(name) && !own(old, name)) {
        old.removeAttribute(name);
      }
    }
    for (const { name, value } of fresh.attributes) {
      if (old.getAttribute(name) !== value && !own(old, name)) {
        old.setAttribute(name, value);
      }
    }
  }

  function take(old, fresh) {
    if (old.isEqualNode(fresh)) {
      return;
    }
    if (old.nodeType !== Node.ELEMENT_NODE) {
      old.nodeValue = fresh.nodeValue;
      return;
    }
    takeAttributes(old, fresh);
    if (old.localName !== "select") {
      takeChildren(old, fresh);
    }
  }

  // Nodes with a key stay the same nodes, and so keep focus and what is open, whatever comes before them.
  function takeChildren(old, fresh) {
    const wantedKeys = new Set([...fresh.children].map(keyOf));
    for (const child of [...old.children]) {
      if (keyOf(child) !== null && !wantedKeys.has(keyOf(child)) && !isOwn(child)) {
        child.remove();
      }
    }
    const keyed = new Map([...old.children].filter((child) => !isOwn(child)).map((child) => [keyOf(child), child]));
    let at = skipOwn(old.firstChild);
    for (const child of [...fresh.childNodes]) {
      const key = keyOf(child);
      const same = key !== null ? keyed.get(key) : at && keyOf(at) === null ? at : null;
      if (same && alike(same, child)) {
        take(same, child);
        if (same === at) {
          at = skipOwn(at.nextSibling);
        } else {
          old.insertBefore(same, at);
        }
      } else {
        old.insertBefore(document.importNode(child, true), at);
        if (key === null && at && keyOf(at) === null) {
          at = remove(at);
        }
      }
    }
    while (at) {
      at = remove(at);
    }
  }

  function remove(node) {
    const next = skipOwn(node.nextSibling);
    node.remove();
    return next;
  }

  const say = (text) => { announcer.textContent = text; };

  const states = () => new Map([...main.querySelectorAll("[data-state]")].map((row) => [row.dataset.key, row]));

  const stateOf = (row) => row.dataset.state;

  // A few changes are told one by one; of many, how many there were.
  function tell(before, filtered) {
    const changed = [...states()].filter(([key, row]) => before.has(key) && before.get(key) !== stateOf(row)).map(([, row]) => row);
    for (const row of changed) {
      row.classList.remove("changed");
      requestAnimationFrame(() => row.classList.add("changed"));
    }
    if (filtered) {
      say(document.getElementById("shown")?.textContent ?? "");
    } else if (changed.length > 0 && changed.length <= 3) {
      say(changed.map((row) => `${row.dataset.name} is ${stateOf(row)}.`).join(" "));
    } else if (changed.length > 3) {
      say(`${changed.length} ${document.body.dataset.things} have another state.`);
    }
  }

  function show(page, filtered) {
    const fresh = page.getElementById("main");
    if (!fresh) {
      location.reload();
      return;
    }
    const before = new Map([...states()].map(([key, row]) => [key, stateOf(row)]));
    takeChildren(main, fresh);
    document.title = page.title;
    tell(before, filtered);
  }

  // The page is older than what the events tell of.
  function isBehind(why) {
    live.textContent = `Not up to date: ${why}. Trying again.`;
    if (retry === 0) {
      retry = setTimeout(() => { retry = 0; later(); }, 2000);
    }
  }

  function takeAnswer(response, text, filtered) {
    // An error may be what this page is about, and is shown as it is now.
    if (response.ok || response.status === status) {
      status = response.status;
      show(read(text), filtered);
      if (source?.readyState === EventSource.OPEN) {
        live.textContent = "Live";
      }
    } else if ([401, 403, 404].includes(response.status)) {
      location.reload();
    } else {
      isBehind(`the server answers with status ${response.status}`);
    }
  }

  async function refresh(filtered) {
    if (busy) {
      wanted = true;
      wantedByFilter ||= filtered;
      return;
    }
    busy = true;
    const started = performance.now();
    const asked = turn;
    try {
      const response = await fetch(location.href, { headers: { Accept: "text/html" }, cache: "no-store" });
      const text = await response.text();
      if (asked === turn) {
        takeAnswer(response, text, filtered);
      }
    } catch {
      // Without events the server is gone for now, and they say when it is back.
      if (source?.readyState === EventSource.OPEN) {
        isBehind("the server does not answer");
      }
    }
    cost = performance.now() - started;
    refreshed = performance.now();
    busy = false;
    if (wantedByFilter) {
      wanted = wantedByFilter = false;
      refresh(true);
    } else if (wanted) {
      wanted = false;
      later();
    }
  }

  // A page with the hash of files is as it was: to follow would be to read them all again and again.
  const isStill = () => new URLSearchParams(location.search).has("hash");

  // However many changes there are, the page takes a part of the time, not all of it.
  function later() {
    if (wait === 0 && !document.hidden && !isStill()) {
      const pause = Math.min(longestPause, Math.max(150, cost * 5));
      wait = setTimeout(() => { wait = 0; refresh(false); }, Math.max(50, pause - (performance.now() - refreshed)));
    }
  }

  // A page that nobody looks at keeps no connection: browsers have few of them for one server.
  function listen() {
    if (source || over || document.hidden || isStill()) {
      return;
    }
    source = new EventSource(events);
    source.onopen = () => {
      live.textContent = "Live";
      later();
    };
    source.onerror = () => {
      live.textContent = "Not connected: the server does not answer. Trying again.";
      if (source?.readyState === EventSource.CLOSED) {
        stop();
        setTimeout(listen, 2000);
      }
    };
    for (const name of document.body.dataset.names.split(" ")) {
      source.addEventListener(name, later);
    }
    source.addEventListener("end", () => {
      over = true;
      stop();
      live.textContent = "It has come to its end.";
      later();
    });
  }

  // Somebody may have begun it anew.
  function listenAgain() {
    over = false;
    listen();
  }

  function stop() {
    source?.close();
    source = null;
  }

  function filter(form) {
    const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ""));
    history.replaceState(null, "", query.size > 0 ? `?${query}` : location.pathname);
    turn++;
    refresh(true);
  }

  // What is a page of its own elsewhere is a part of this one.
  function underTheHeading(notice) {
    notice.setAttribute("data-own", "");
    for (const heading of notice.querySelectorAll("h1")) {
      const lower = document.createElement("h2");
      lower.textContent = heading.textContent;
      heading.replaceWith(lower);
    }
    return notice;
  }

  async function act(form) {
    const button = form.querySelector("button");
    if (button.getAttribute("aria-disabled") === "true") {
      return;
    }
    button.setAttribute("aria-disabled", "true");
    say(`${button.textContent.trim()}: at work.`);
    try {
      const response = await fetch(form.action, { method: "POST", headers: { Accept: "text/html" }, body: new URLSearchParams(new FormData(form)) });
      const page = read(await response.text());
      const notice = page.getElementById("notice");
      document.querySelector("[data-own]")?.remove();
      // A refresh that has begun meanwhile asked for the page as it was before.
      turn++;
      if (response.ok && response.redirected) {
        history.replaceState(null, "", response.url);
        show(page, false);
        listenAgain();
        later();
      } else if (notice) {
        document.getElementById("notice")?.remove();
        main.prepend(underTheHeading(document.importNode(notice, true)));
        later();
      }
      document.getElementById("notice")?.focus();
    } catch {
      say("The server did not answer. What was asked for may have been done: look at the state.");
    }
    button.removeAttribute("aria-disabled");
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    event.preventDefault();
    if (form.method === "get") {
      filter(form);
    } else {
      act(form);
    }
  });

  let typed = 0;
  document.addEventListener("input", (event) => {
    if (event.target.form?.method === "get") {
      clearTimeout(typed);
      typed = setTimeout(() => filter(event.target.form), 200);
    }
  });

  document.addEventListener("visibilitychange", () => (document.hidden ? stop() : listenAgain()));
  addEventListener("pagehide", stop);
  addEventListener("pageshow", listenAgain);
  // Numbers such as calls change without an event.
  setInterval(() => source?.readyState === EventSource.OPEN && later(), 15000);
  listen();
})();
