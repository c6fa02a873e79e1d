// What only the browser can do for the portal; everything else is Python. Constant files without a build step, served as one:
// portal.js (look, line, orders, live region, boards, dialogs), desk.js (choosing, keys, dragging), answers.js (fields that save
// themselves) and uploads.js.
//
// Channels from Python are attributes, never code: [data-orders] (a short list of numbered verbs), [data-truth] on a field (a value the
// server knows better), [data-acked] on a form (what is safely kept), [data-open] on a dialog and [data-say] (a count worth hearing).
// Channels to Python are the events `answers`, `looking` and `act`.
"use strict";
window.portal = (() => {
  const base = document.currentScript.src.replace(/[^/]*$/, "");
  const root = document.documentElement;
  const watchers = []; // called after each change of the page that concerns us
  const joined = []; // called with each piece that is drawn
  const lineWatchers = []; // called when the line goes up or down
  const keepers = []; // asked for a place when what had the focus has gone; true when one was found
  const each = (selector, act) => document.querySelectorAll(selector).forEach(act);
  const keep = {
    // Storage may be full, forbidden or gone: the portal then works without it.
    get(key) { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } },
    set(key, value) { try { value === null ? localStorage.removeItem(key) : localStorage.setItem(key, JSON.stringify(value)); } catch { /* as above */ } },
  };

  // Keys of one letter can be switched off: who speaks to the device presses them without meaning to. Source: WCAG 2.1, 2.1.4.
  function letters(on) {
    if (on !== undefined) keep.set("portal:letters", on ? null : "off");
    return keep.get("portal:letters") !== "off";
  }

  // Whether a press on a link leads this window to another page of ours.
  const leads = (link, event) => !event.button && !event.ctrlKey && !event.metaKey && !event.shiftKey && !link.target
    && link.origin === location.origin && !link.getAttribute("href").startsWith("#");

  // ---- Theme: light, dark or as the device; set before the first paint --------------------------------------------------------------
  function theme(choice) {
    if (choice !== undefined) keep.set("portal:theme", choice || null);
    const chosen = keep.get("portal:theme");
    if (chosen === "light" || chosen === "dark") root.dataset.theme = chosen; else delete root.dataset.theme;
    return chosen || "";
  }
  theme();

  // ---- Line: is the server within reach? Down is said after 1.5 seconds only, a blink is no news ---------------------------------------
  let online = null, downSince = 0;
  const reachable = () => navigator.onLine && Boolean(window.socket?.connected && window.did_handshake);
  function watchLine() {
    const now = reachable(), before = root.dataset.line, turned = now !== online;
    downSince = now ? 0 : downSince || Date.now();
    online = now;
    root.dataset.line = now ? "up" : Date.now() - downSince > 1500 ? (before === "out" ? before : "down") : before || "starting";
    if (turned || root.dataset.line !== before) lineWatchers.forEach((tell) => tell(turned && now));
    if (root.dataset.line === "down") askWhy();
  }
  // A line that is down may be one whose session ended. Only the door knows, so it is asked now and then; a stranger has no session to end.
  let askedAt = 0;
  async function askWhy() {
    if (!document.querySelector(".menu-out") || !navigator.onLine || Date.now() - askedAt < 5000) return;
    askedAt = Date.now();
    const answer = await fetch("/session", { headers: { Accept: "application/json" }, cache: "no-store" }).catch(() => null);
    if (answer?.status === 401 && root.dataset.line === "down") root.dataset.line = "out";
  }

  // ---- Orders from Python -----------------------------------------------------------------------------------------------------------
  const verbs = { focus, announce: (words) => announce(words), title: (words) => { document.title = words; }, lang: (code) => { root.lang = code; } };
  let lastOrder = 0;
  function obey(board) {
    if (board.lastSeen === board.dataset.orders) return;
    board.lastSeen = board.dataset.orders;
    for (const [number, verb, what] of JSON.parse(board.dataset.orders || "[]")) {
      if (number <= lastOrder) continue;
      lastOrder = number;
      verbs[verb]?.(what);
    }
  }

  // Move to a field or any place by its id: scroll, focus the first empty control, and mark it for three seconds.
  function focus(id) {
    const place = document.getElementById(id) || document.querySelector(`[data-field="${CSS.escape(id)}"]`);
    if (!place) return;
    place.closest("details:not([open])")?.setAttribute("open", "");
    each("dialog[open].sheet", (sheet) => sheet.close());
    const inside = place.matches("[data-field], [data-slot]") ? [...place.querySelectorAll("input, select, textarea")].filter((one) => !one.disabled) : [];
    const goal = inside.find((one) => one.checked) || inside.find((one) => !one.value) || inside[0] || place;
    if (goal === place && goal.tabIndex < 0) goal.setAttribute("tabindex", "-1");
    goal.focus({ preventScroll: true });
    place.scrollIntoView({ block: "center", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
    const card = place.closest("[data-field], .row-card, .slot") || place;
    card.classList.add("is-pointed-at");
    setTimeout(() => card.classList.remove("is-pointed-at"), 3000);
  }

  // ---- The one polite live region: once in five seconds at most; of one source only the newest sentence ------------------------------
  const toSay = new Map();
  let spokenAt = 0, speaking = 0;
  function announce(words, source = words) {
    toSay.set(source, words);
    clearTimeout(speaking);
    speaking = setTimeout(() => {
      const region = document.getElementById("portal-live");
      if (!region) return;
      spokenAt = Date.now();
      region.textContent = [...toSay.values()].join(" ");
      toSay.clear();
    }, Math.max(50, spokenAt + 5000 - Date.now()));
  }

  // ---- Boards and live tables: hold news while the pointer or the focus is in them, mark what changed for two seconds ------------------------------
  function mounted(piece) {
    if (piece.d.holds) piece.s.shown = piece.d[piece.d.holds];
    joined.forEach((join) => join(piece));
  }
  function updated(piece) {
    if (!piece.d.holds) return;
    const fresh = piece.d[piece.d.holds];
    if (piece.s.shown === fresh || piece.s.offered === fresh) return;
    const watched = Date.now() > (window.portal.ownUntil ?? 0) && (piece.$el.matches(":hover") || piece.$el.contains(document.activeElement));
    const busy = root.dataset.dragging || watched; // what somebody has moved themselves is shown to them at once
    if (busy && JSON.stringify(fresh.map((one) => one.id)) !== JSON.stringify(piece.s.shown.map((one) => one.id))) hold(piece, fresh);
    else release(piece, fresh);
  }
  function hold(piece, fresh) {
    const known = new Map(piece.s.shown.map((one) => [one.id, one.version]));
    piece.s.offered = fresh;
    piece.s.held = fresh.filter((one) => known.get(one.id) !== one.version).length + piece.s.shown.filter((one) => !fresh.some((new_) => new_.id === one.id)).length;
  }
  function release(piece, fresh = piece.s.offered) {
    if (!fresh) return;
    const known = new Map(piece.s.shown.map((one) => [one.id, one.version]));
    piece.s.marked = fresh.filter((one) => known.get(one.id) !== one.version).map((one) => one.id);
    Object.assign(piece.s, { shown: fresh, held: 0, offered: fresh });
    setTimeout(() => { piece.s.marked = []; }, 2000);
  }
  // ---- Dialogs: opened and closed by attribute; the browser traps the focus, Esc closes, focus goes back --------------------------------
  function dialog(box) {
    const wanted = box.dataset.open === "1";
    if (wanted === box.open) return;
    if (!wanted) return box.close();
    const from = document.activeElement;
    box.showModal();
    box.addEventListener("close", () => { from?.focus?.(); }, { once: true });
  }

  // ---- Focus: when what had it goes or is folded away, what is around takes it, so that who uses keys is not thrown to the top -------------
  let around = [];
  document.addEventListener("focusin", ({ target }) => { around = []; for (let one = target; one; one = one.parentElement) around.push(one); });
  function keepPlace() {
    const at = document.activeElement, shows = (one) => one.isConnected && one.checkVisibility();
    if (!around.length || (at === document.body ? shows(around[0]) : at && shows(at))) return;
    const gone = around, fold = gone.find((one) => one.matches("details:not([open])") && shows(one));
    const place = fold?.querySelector("summary") ?? gone.find((one) => shows(one) && one.matches("li, form, article, section, aside, dialog, main"));
    around = [];
    if (!fold && !document.querySelector("dialog[open]") && keepers.some((keep) => keep(gone))) return;
    if (!place) return;
    if (place.tabIndex < 0) place.setAttribute("tabindex", "-1");
    place.focus({ preventScroll: true });
  }

  // ---- Wiring ---------------------------------------------------------------------------------------------------------------------------
  addEventListener("online", watchLine);
  addEventListener("offline", watchLine);
  // A piece named in the address may be drawn long after the browser looked for it.
  let wanted = decodeURIComponent(location.hash.slice(1));
  function goToWanted() {
    if (!wanted || !document.getElementById(wanted)) return;
    const id = wanted;
    wanted = "";
    setTimeout(() => focus(id), 50);
  }
  function look() {
    const board = document.getElementById("portal-orders");
    watchers.forEach((watch) => watch());
    each("dialog[data-open]", dialog);
    each("[data-say]", (one) => { if (one.lastSaid !== undefined && one.lastSaid !== one.dataset.say) announce(one.dataset.say, "count"); one.lastSaid = one.dataset.say; });
    if (board) obey(board);
    goToWanted();
    keepPlace();
  }
  addEventListener("DOMContentLoaded", () => {
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true,
      attributeFilter: ["data-orders", "data-truth", "data-acked", "data-open", "data-say"] });
    setInterval(watchLine, 500);
    look();
  });

  // Maps are loaded when one is opened, survey files are read by the same module.
  async function map(event, act, then) {
    const box = event.currentTarget.closest(".map"), module = await import(`${base}js/map.js`);
    await module[act](box, base, then);
  }

  // The points of a place as a table, as a part of the same field; `s` is the scratch state of its piece.
  async function points(event, s) {
    const field = event.currentTarget.closest("[data-field]");
    (await import(`${base}js/points.js`)).table(field, s);
  }

  return { templates: {}, map, points, icon: (name) => `${base}icons.svg#${name}`, theme, letters, focus, announce, mounted, updated, release, keep, each, reachable, watchers, joined, lineWatchers, keepers, leads,
           wayIn: `/login?next=${encodeURIComponent(location.pathname + location.search)}`, down: () => ["down", "out"].includes(root.dataset.line) };
})();
