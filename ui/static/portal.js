// What only the browser can do for the portal; everything else is Python. One constant file, no build step, no data inside.
//
// Channels from Python are attributes, never code: [data-orders] (a short list of numbered verbs), [data-truth] on a field (a value the
// server knows better) and [data-acked] on a form (what is safely kept). Channels to Python are the events `answers`, `looking` and `act`.
"use strict";
window.portal = (() => {
  const base = document.currentScript.src.replace(/[^/]*$/, "");
  const root = document.documentElement;
  const keep = {
    // Storage may be full, forbidden or gone: the portal then works without it.
    get(key) { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } },
    set(key, value) { try { value === null ? localStorage.removeItem(key) : localStorage.setItem(key, JSON.stringify(value)); } catch { /* as above */ } },
  };
  const each = (selector, act, within = document) => within.querySelectorAll(selector).forEach(act);

  // ---- Theme: light, dark or as the device; set before the first paint --------------------------------------------------------------
  function theme(choice) {
    if (choice !== undefined) keep.set("portal:theme", choice || null);
    const chosen = keep.get("portal:theme");
    if (chosen === "light" || chosen === "dark") root.dataset.theme = chosen; else delete root.dataset.theme;
    return chosen || "";
  }
  theme();

  // ---- Line: is the server within reach? --------------------------------------------------------------------------------------------
  let online = null;
  let downSince = 0;
  const reachable = () => navigator.onLine && Boolean(window.socket?.connected && window.did_handshake);
  function watchLine() {
    const now = reachable();
    if (!now && !downSince) downSince = Date.now();
    if (now) downSince = 0;
    const state = now ? "up" : Date.now() - downSince > 1500 ? "down" : root.dataset.line || "starting";
    const news = root.dataset.line !== state;
    if (news) root.dataset.line = state;
    const turned = now !== online;
    online = now;
    if (turned && now) forms.forEach((form) => { form.delay = 0; flush(form); });
    if (news || turned) forms.forEach(showState);
  }

  // ---- Answers: uncontrolled fields, a serial queue for each form, unsent text kept on the device ------------------------------------
  const forms = new Map();
  const SOON = 400, AT_LATEST = 800, NO_ANSWER = 8000, FORGET = 14 * 24 * 3600 * 1000;

  function formOf(element) {
    const found = element.closest("[data-answers]");
    if (!found) return null;
    if (!forms.has(found)) {
      forms.set(found, { root: found, key: "portal:unsent:" + found.dataset.answers, waiting: {}, flying: null, seq: 0, delay: 0, firstAt: 0 });
      replay(forms.get(found));
    }
    return forms.get(found);
  }

  const controls = (field) => [...field.querySelectorAll("input, select, textarea")].filter((one) => one.closest("[data-field]") === field);

  function read(field) {
    const kind = field.dataset.kind, all = controls(field);
    if (kind === "multi") return all.filter((one) => one.checked).map((one) => one.value);
    if (kind === "boolean") { const on = all.find((one) => one.checked); return on ? on.value === "true" : ""; }
    if (kind === "property") return Object.fromEntries(all.map((one) => [one.dataset.part, one.value]));
    if (all[0]?.type === "radio") return all.find((one) => one.checked)?.value ?? "";
    return all[0]?.value ?? "";
  }

  function write(field, value) {
    const kind = field.dataset.kind, list = Array.isArray(value) ? value : [];
    for (const one of controls(field)) {
      if (kind === "multi") one.checked = list.includes(one.value);
      else if (one.type === "radio") one.checked = String(value) === one.value;
      else if (kind === "property") one.value = value?.[one.dataset.part] ?? "";
      else if (one.value !== String(value ?? "")) one.value = value ?? "";
    }
  }

  function touched(field, at_once) {
    const form = formOf(field);
    if (!form) return;
    const key = field.dataset.field, value = read(field), same = JSON.stringify(value) === JSON.stringify(form.waiting[key]?.value);
    if (!same) {
      const version = form.waiting[key]?.version ?? (form.flying?.changes[key] ? null : Number(field.dataset.version));
      form.waiting[key] = { value, version };
      const unsent = keep.get(form.key) || {};
      unsent[key] = { value, version: unsent[key]?.version ?? version, at: Date.now() };
      keep.set(form.key, unsent);
      form.firstAt ||= Date.now();
    }
    clearTimeout(form.timer);
    const wait = at_once ? 0 : Math.max(0, Math.min(SOON, form.firstAt + AT_LATEST - Date.now()));
    form.timer = setTimeout(() => flush(form), wait);
  }

  function flush(form) {
    if (form.flying || !Object.keys(form.waiting).length) return showState(form);
    if (!reachable()) return showState(form);
    const changes = form.waiting;
    form.waiting = {};
    form.firstAt = 0;
    form.flying = { seq: ++form.seq, changes, at: Date.now() };
    const list = Object.entries(changes).map(([key, one]) => ({ key, value: one.value, version: one.version ?? versionOf(form, key) }));
    form.root.dispatchEvent(new CustomEvent("answers", { detail: { seq: form.seq, changes: list } }));
    form.patience = setTimeout(() => notKept(form, form.seq), NO_ANSWER);
    setTimeout(() => showState(form), SOON);
  }

  const fieldOf = (form, key) => form.root.querySelector(`[data-field="${CSS.escape(key)}"]`);
  const versionOf = (form, key) => Number(fieldOf(form, key)?.dataset.version ?? 0);

  function kept(form, seq) {
    if (!form.flying || seq < form.flying.seq) return;
    clearTimeout(form.patience);
    const unsent = keep.get(form.key) || {};
    for (const key of Object.keys(form.flying.changes)) if (!(key in form.waiting)) delete unsent[key];
    keep.set(form.key, Object.keys(unsent).length ? unsent : null);
    form.flying = null;
    form.delay = 0;
    flush(form);
  }

  function notKept(form, seq) {
    if (!form.flying || seq < form.flying.seq) return;
    clearTimeout(form.patience);
    form.waiting = { ...form.flying.changes, ...form.waiting };
    form.flying = null;
    form.delay = Math.min(8000, (form.delay || 500) * 2);
    showState(form);
    form.timer = setTimeout(() => flush(form), form.delay);
  }

  function replay(form) {
    const unsent = keep.get(form.key) || {};
    for (const [key, one] of Object.entries(unsent)) {
      const field = fieldOf(form, key);
      if (Date.now() - one.at > FORGET) delete unsent[key];
      if (!field || JSON.stringify(read(field)) === JSON.stringify(one.value)) continue;
      write(field, one.value);
      form.waiting[key] = { value: one.value, version: one.version };
    }
    keep.set(form.key, Object.keys(unsent).length ? unsent : null);
    flush(form);
  }

  const unsaved = (form) => Boolean(form.flying || Object.keys(form.waiting).length);
  function showState(form) {
    const mark = document.querySelector("[data-save-mark]");
    if (!mark) return;
    const late = form.flying && Date.now() - form.flying.at >= SOON;
    const down = online === false && root.dataset.line === "down";
    const state = down ? "offline" : form.delay && unsaved(form) ? "unsaved" : late ? "saving" : unsaved(form) ? mark.dataset.state : "saved";
    const before = mark.dataset.state;
    if (before === state) return;
    mark.dataset.state = state;
    // Screen readers hear of failure and recovery only.
    const bad = ["offline", "unsaved"];
    if (bad.includes(state) || bad.includes(before)) announce(mark.querySelector(`[data-when="${state}"]`)?.textContent || "");
  }

  // A colleague's value, or one that was restored: shown unless the person has typed something newer.
  function takeTruth(field) {
    const truth = field.dataset.truth;
    if (!truth || field.lastTruth === truth) return;
    const first = field.lastTruth === undefined;
    field.lastTruth = truth;
    const form = formOf(field), key = field.dataset.field;
    const [number, value] = JSON.parse(truth);
    if (first && number === 0) return;
    if (!form || !(key in form.waiting || form.flying?.changes[key])) write(field, value);
  }

  // ---- Orders from Python -----------------------------------------------------------------------------------------------------------
  let lastOrder = 0;
  function obey(board) {
    if (board.lastSeen === board.dataset.orders) return;
    board.lastSeen = board.dataset.orders;
    for (const [number, verb, what] of JSON.parse(board.dataset.orders || "[]")) {
      if (number <= lastOrder) continue;
      lastOrder = number;
      ({ focus, announce, title: (words) => { document.title = words; } })[verb]?.(what);
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

  // ---- The one polite live region: at most one sentence every five seconds, the last one wins ------------------------------------------
  let spokenAt = 0, toSay = "", speaking = 0;
  function announce(words) {
    toSay = words;
    clearTimeout(speaking);
    speaking = setTimeout(() => {
      const region = document.getElementById("portal-live");
      if (!region) return;
      spokenAt = Date.now();
      region.textContent = "";
      setTimeout(() => { region.textContent = toSay; }, 60);
    }, Math.max(50, spokenAt + 5000 - Date.now()));
  }

  // ---- Uploads: several at once, with progress, retry and cancel ----------------------------------------------------------------------
  const jobs = new Map(), queue = [];
  let sending = 0, uploads = 0;
  function upload(files, d, s) {
    s.rows ??= [];
    for (const file of files) {
      s.rows.push({ id: `${Date.now().toString(36)}-${(uploads += 1)}-${Math.random().toString(36).slice(2)}`, name: file.name, done: 0, state: "waiting", why: "" });
      const row = s.rows[s.rows.length - 1]; // the copy that Vue watches
      jobs.set(row.id, { file, d, drop() { s.rows = s.rows.filter((one) => one.id !== row.id); jobs.delete(row.id); } });
      if (file.size > d.most_bytes) Object.assign(row, { state: "failed", why: d.words.too_big, final: true });
      else queue.push(row);
    }
    nextUpload();
  }
  function nextUpload() {
    while (sending < 3 && queue.length) send(queue.shift());
  }
  function send(row) {
    const { file, d, drop } = jobs.get(row.id), parcel = new FormData(), request = new XMLHttpRequest();
    for (const [name, value] of Object.entries(d.parcel)) parcel.append(name, value);
    parcel.append("file", file, file.name);
    request.open("POST", d.url);
    request.setRequestHeader("X-CSRF-Token", d.csrf);
    request.setRequestHeader("Idempotency-Key", row.id);
    request.upload.onprogress = (event) => { if (event.lengthComputable) row.done = Math.round((100 * event.loaded) / event.total); };
    const fail = (why, final) => { Object.assign(row, { state: "failed", why, final }); announce(row.name + ": " + why); };
    request.onload = () => {
      if (request.status < 300) { drop(); announce(d.words.arrived.replace("{name}", row.name)); return; }
      let problem = {};
      try { problem = JSON.parse(request.responseText); } catch { /* an answer without a reason */ }
      fail(typeof problem.detail === "string" ? problem.detail : d.words.failed, request.status < 500 && request.status !== 429);
    };
    request.onerror = () => fail(d.words.broken, false);
    request.onloadend = () => { sending -= 1; nextUpload(); };
    jobs.get(row.id).request = request;
    Object.assign(row, { state: "sending", done: 0, why: "" });
    sending += 1;
    request.send(parcel);
  }
  function cancel(row) {
    const job = jobs.get(row.id), place = queue.findIndex((one) => one.id === row.id);
    if (place >= 0) queue.splice(place, 1);
    job?.request?.abort();
    job?.drop();
  }
  function retry(row) { row.state = "waiting"; queue.push(row); nextUpload(); }

  // ---- Boards: hold news while the pointer or the focus is in the column, mark what changed for two seconds ------------------------------
  function mounted(piece) { if (piece.d.holds) piece.s.shown = piece.d[piece.d.holds]; }
  function updated(piece) {
    if (!piece.d.holds) return;
    const fresh = piece.d[piece.d.holds];
    if (piece.s.shown === fresh || piece.s.offered === fresh) return;
    const busy = piece.$el.matches(":hover") || piece.$el.contains(document.activeElement);
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
  function boardKeys(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, select, textarea")) return;
    if (event.key === "/" && document.querySelector("[data-search]")) { event.preventDefault(); document.querySelector("[data-search]").focus(); }
    const step = { j: 1, k: -1 }[event.key];
    if (!step || !document.querySelector("[data-card]")) return;
    const links = [...document.querySelectorAll("[data-card] a.card-link")];
    const now = links.indexOf(document.activeElement?.closest?.("[data-card]")?.querySelector("a.card-link"));
    links[Math.min(links.length - 1, Math.max(0, now + step))]?.focus();
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

  // ---- Wiring ---------------------------------------------------------------------------------------------------------------------------
  const fieldAt = (event) => event.target.closest?.("[data-field]");
  document.addEventListener("input", (event) => { const field = fieldAt(event); if (field) touched(field, event.target.matches("select, [type=radio], [type=checkbox]")); });
  document.addEventListener("change", (event) => { const field = fieldAt(event); if (field) touched(field, true); });
  document.addEventListener("focusin", (event) => { const field = fieldAt(event); if (field) formOf(field)?.root.dispatchEvent(new CustomEvent("looking", { detail: field.dataset.field })); });
  document.addEventListener("keydown", boardKeys);
  addEventListener("online", watchLine);
  addEventListener("offline", watchLine);
  let scripted = false; // a reload by script after a reconnect must not ask: the text is kept on the device
  window.navigation?.addEventListener("navigate", (event) => { scripted = event.navigationType === "reload" && !event.userInitiated; });
  addEventListener("beforeunload", (event) => { if (!scripted && [...forms.values()].some(unsaved)) event.preventDefault(); });

  function look() {
    const board = document.getElementById("portal-orders");
    if (board) obey(board);
    each("[data-field][data-truth]", takeTruth);
    each("[data-answers]", (place) => {
      const form = formOf(place), answer = place.dataset.acked;
      if (answer === form.answer) return;
      form.answer = answer;
      const [kind, seq] = (answer || "").split(":");
      if (kind) (kind === "kept" ? kept : notKept)(form, Number(seq));
    });
    forms.forEach((form, place) => { if (!place.isConnected) forms.delete(place); });
    each("dialog[data-open]", dialog);
    each("[data-say]", (one) => { if (one.lastSaid !== undefined && one.lastSaid !== one.dataset.say) announce(one.dataset.say); one.lastSaid = one.dataset.say; });
  }
  addEventListener("DOMContentLoaded", () => {
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true,
      attributeFilter: ["data-orders", "data-truth", "data-acked", "data-open", "data-say"] });
    setInterval(watchLine, 500);
    look();
  });

  return { icon: (name) => `${base}icons.svg#${name}`, theme, focus, announce, upload, cancel, retry, mounted, updated, release, flush: () => forms.forEach(flush),
           down: () => root.dataset.line === "down" };
})();
