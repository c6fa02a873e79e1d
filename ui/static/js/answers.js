// Answers: uncontrolled fields, one parcel at a time for each form, unsent text kept on the device.
//
// A field is [data-field] with its kind and version, a form [data-answers] with the name under which unsent text is kept. Nothing is
// written into a field while it has typing the server does not know.
"use strict";
(() => {
  const portal = window.portal, { keep, each, announce, reachable } = portal;
  const forms = new Map();
  const SOON = 400, AT_LATEST = 800, NO_ANSWER = 8000, LEAVING = 3000, FORGET = 14 * 24 * 3600 * 1000;

  function formOf(element) {
    const found = element.closest("[data-answers]");
    if (!found) return null;
    if (!forms.has(found)) {
      forms.set(found, { root: found, key: "portal:unsent:" + found.dataset.answers, waiting: {}, kept: {}, flying: null, seq: 0, delay: 0, firstAt: 0 });
      replay(forms.get(found));
    }
    return forms.get(found);
  }

  // The controls that are the answer; what stands within [data-aside] only helps to write them.
  const controls = (field) => [...field.querySelectorAll("input, select, textarea")].filter((one) => one.closest("[data-field]") === field && !one.closest("[data-aside]"));

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
    field.dispatchEvent(new Event("written")); // views of the controls look again
  }

  function touched(field, at_once) {
    const form = formOf(field);
    if (!form) return;
    const key = field.dataset.field, value = read(field), words = JSON.stringify(value);
    const newest = form.waiting[key] ? JSON.stringify(form.waiting[key].value) : form.flying?.changes[key] ? JSON.stringify(form.flying.changes[key].value) : form.kept[key];
    if (words !== newest) {
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
    if (form.flying || !Object.keys(form.waiting).length) return showState();
    if (!reachable()) { // the line may blink without anybody noticing: look again soon
      clearTimeout(form.timer);
      form.timer = setTimeout(() => flush(form), SOON);
      return showState();
    }
    const changes = form.waiting;
    form.waiting = {};
    form.firstAt = 0;
    form.flying = { seq: ++form.seq, changes, at: Date.now() };
    const list = Object.entries(changes).map(([key, one]) => ({ key, value: one.value, version: one.version ?? versionOf(form, key) }));
    form.root.dispatchEvent(new CustomEvent("answers", { detail: { seq: form.seq, changes: list } }));
    form.patience = setTimeout(() => notKept(form, form.seq), NO_ANSWER);
    setTimeout(showState, SOON);
  }

  const fieldOf = (form, key) => form.root.querySelector(`[data-field="${CSS.escape(key)}"]`);
  const versionOf = (form, key) => Number(fieldOf(form, key)?.dataset.version ?? 0);

  function kept(form, seq) {
    if (!form.flying || seq < form.flying.seq) return;
    clearTimeout(form.patience);
    const unsent = keep.get(form.key) || {};
    for (const [key, one] of Object.entries(form.flying.changes)) {
      form.kept[key] = JSON.stringify(one.value);
      if (!(key in form.waiting)) delete unsent[key];
    }
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
    showState();
    form.timer = setTimeout(() => flush(form), form.delay);
  }

  function replay(form) {
    const unsent = keep.get(form.key) || {};
    for (const [key, one] of Object.entries(unsent)) {
      const field = fieldOf(form, key);
      const known = field && JSON.stringify(read(field)) === JSON.stringify(one.value);
      if (known || Date.now() - one.at > FORGET) delete unsent[key];
      if (!field || known) continue;
      write(field, one.value);
      form.waiting[key] = { value: one.value, version: one.version };
    }
    keep.set(form.key, Object.keys(unsent).length ? unsent : null);
    flush(form);
  }

  const unsaved = (form) => Boolean(form.flying || Object.keys(form.waiting).length);
  function showState() {
    const mark = document.querySelector("[data-save-mark]");
    if (!mark) return;
    const open = [...forms.values()].filter(unsaved); // one mark speaks for all forms of the page
    const late = open.some((one) => Date.now() - (one.flying?.at ?? one.firstAt + AT_LATEST) >= SOON);
    const failed = open.some((one) => one.delay);
    const state = isOut() ? "unsaved" : portal.down() ? "offline" : failed ? "unsaved" : late ? "saving" : open.length ? mark.dataset.state : "saved";
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
    if (form && (key in form.waiting || form.flying?.changes[key])) return;
    if (form) delete form.kept[key];
    write(field, value);
  }

  const fieldAt = (event) => event.target.closest?.("[data-field]");
  document.addEventListener("input", (event) => { const field = fieldAt(event); if (field) touched(field, event.target.matches("select, [type=radio], [type=checkbox]")); });
  document.addEventListener("change", (event) => { const field = fieldAt(event); if (field) touched(field, true); });
  document.addEventListener("focusin", (event) => { const field = fieldAt(event); if (field) formOf(field)?.root.dispatchEvent(new CustomEvent("looking", { detail: field.dataset.field })); });
  // A press never overtakes what was typed before it: buttons and links wait until that is kept, cannot be kept, or took too long.
  // A page that cannot save asks before it is left instead (beforeunload).
  let held = null;
  function whenKept(act) {
    forms.forEach(flush);
    const until = Date.now() + LEAVING;
    const look = setInterval(() => {
      if ([...forms.values()].some((one) => unsaved(one) && !one.delay) && !portal.down() && Date.now() < until) return;
      clearInterval(look);
      act();
    }, 20);
  }
  addEventListener("click", (event) => {
    const pressed = event.target.closest?.("button, a[href]");
    if (!pressed || event.defaultPrevented || pressed === held?.passing) return;
    if (pressed.matches(".map-tools [data-mode], .map-tools [data-act], [data-aside] button")) return; // drawing tools ask the server nothing
    if (pressed.href && !portal.leads(pressed, event)) return;
    if (portal.down() || ![...forms.values()].some(unsaved)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (held?.waiting === pressed) return;
    held = { waiting: pressed };
    whenKept(() => { held = { passing: pressed }; pressed.click(); held = null; });
  }, true);
  let scripted = false; // a reload by script after a reconnect must not ask: the text is kept on the device
  window.navigation?.addEventListener("navigate", (event) => { scripted = event.navigationType === "reload" && !event.userInitiated; });
  const isOut = () => document.documentElement.dataset.line === "out"; // logging in leads back here, and the text is kept until then
  addEventListener("beforeunload", (event) => { if (!scripted && !isOut() && [...forms.values()].some(unsaved)) event.preventDefault(); });

  portal.lineWatchers.push((back) => forms.forEach((form) => { if (back) { form.delay = 0; flush(form); } showState(); }));
  portal.watchers.push(() => {
    each("[data-field][data-truth]", takeTruth);
    each("[data-answers]", (place) => {
      const form = formOf(place), answer = place.dataset.acked;
      if (answer === form.answer) return;
      form.answer = answer;
      const [kind, seq] = (answer || "").split(":");
      if (kind) (kind === "kept" ? kept : notKept)(form, Number(seq));
    });
    forms.forEach((form, place) => { if (!place.isConnected) forms.delete(place); });
  });
  portal.flush = () => forms.forEach(flush);
})();
