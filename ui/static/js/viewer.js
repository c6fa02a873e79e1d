// Looking at documents: which one is open, how close and how turned, which page; two stages that move together; keys.
//
// A stage is a box that scrolls over pages. What somebody looks at is scratch state of the piece, by a key, so that a comparison can have
// many. Stages within one [data-sync] show the same page at the same height of it.
"use strict";
(() => {
  const portal = window.portal, STILL = { zoom: 1, turn: 0, page: 1, open: false };
  const peek = (s, key) => s.looks?.[key] ?? STILL;
  function look(s, key) {
    s.looks ??= {};
    s.looks[key] ??= { ...STILL };
    return s.looks[key];
  }
  const fill = (words, values) => words.replace(/\{(\w+)\}/g, (_all, name) => values[name]);

  // ---- The viewer's list ----
  const current = (d, s) => d.files.find((one) => one.id === (s.open ?? d.open)) || d.files[0];
  function phases(d) {
    const found = [];
    for (const one of d.files) {
      if (found.at(-1)?.title !== one.phase) found.push({ title: one.phase, files: [] });
      found.at(-1).files.push(one);
    }
    return found;
  }
  function open(d, s, id) {
    const one = d.files.find((file) => file.id === id);
    if (!one) return;
    s.open = id;
    Object.assign(look(s, "viewer"), { page: 1, turn: 0 });
    history.replaceState(history.state, "", `?doc=${encodeURIComponent(id)}`);
    portal.announce(one.name, "viewer");
    requestAnimationFrame(() => {
      document.querySelectorAll("[data-viewer] [data-stage]").forEach((stage) => stage.scrollTo(0, 0));
      document.querySelector(`[data-document="${CSS.escape(id)}"]`)?.scrollIntoView({ block: "nearest" });
    });
  }
  function step(d, s, by) {
    const at = d.files.indexOf(current(d, s)) + by;
    if (d.files[at]) open(d, s, d.files[at].id);
  }

  // ---- Pages ----
  const source = (shown, n, now) => `${shown.at}${n}?turn=${now.turn}${now.zoom > 1.3 ? "&size=large" : ""}`;
  function zoom(s, key, by) {
    const now = look(s, key);
    now.zoom = by ? Math.min(4, Math.max(0.5, Math.round(now.zoom * by * 100) / 100)) : 1;
  }
  function turn(s, key) { const now = look(s, key); now.turn = (now.turn + 1) % 4; }
  // A page has its right height as soon as it is known; until then that of a sheet of paper.
  function loaded(event) {
    const image = event.target;
    image.parentElement.style.aspectRatio = `${image.naturalWidth} / ${image.naturalHeight}`;
    image.parentElement.classList.remove("is-failed");
  }
  const failed = (event) => event.target.parentElement.classList.add("is-failed");
  const stagesOf = (place) => [...(place.closest("[data-sync]") ?? document).querySelectorAll("[data-stage]")];
  const pageOf = (stage, n) => stage.querySelector(`[data-page="${n}"]`);

  function go(event, s, key, wanted, most) {
    const page = Math.min(most, Math.max(1, Math.round(Number(wanted)) || 1));
    look(s, key).page = page;
    for (const stage of stagesOf(event.currentTarget)) place(stage, page, 0);
  }
  function place(stage, page, part) {
    const goal = pageOf(stage, page) ?? [...stage.querySelectorAll("[data-page]")].at(-1);
    if (!goal) return;
    stage.movedByUs = performance.now();
    stage.scrollTop = goal.offsetTop - stage.firstElementChild.offsetTop + part * goal.offsetHeight;
  }
  function scrolled(event, s, key) {
    const stage = event.currentTarget;
    if (performance.now() - (stage.movedByUs ?? -1000) < 150) return;
    const first = stage.firstElementChild?.offsetTop ?? 0;
    const seen = [...stage.querySelectorAll("[data-page]")].filter((one) => one.offsetTop - first <= stage.scrollTop + 1).at(-1);
    if (!seen) return;
    const page = Number(seen.dataset.page), part = (stage.scrollTop - (seen.offsetTop - first)) / Math.max(1, seen.offsetHeight);
    const shown = part > 0.6 && pageOf(stage, page + 1) ? page + 1 : page;
    if (peek(s, key).page !== shown) look(s, key).page = shown;
    for (const other of stage.closest("[data-sync]")?.querySelectorAll("[data-stage]") ?? []) if (other !== stage) place(other, page, part);
  }
  function toggle(s, key) { const now = look(s, key); now.open = !now.open; }

  // ---- Keys ----
  const KEYS = { j: "next", ArrowRight: "next", ArrowDown: "next", k: "previous", ArrowLeft: "previous", ArrowUp: "previous", "+": "closer", "=": "closer", "-": "farther", r: "turn" };
  document.addEventListener("keydown", (event) => {
    const viewer = document.querySelector("[data-viewer]"), wanted = KEYS[event.key];
    if (!viewer || !wanted || event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, select, textarea")) return;
    if (document.querySelector("dialog[open]") || (event.key.length === 1 && !portal.letters())) return;
    const stage = event.target.closest?.("[data-stage]");
    if (stage && event.key.startsWith("Arrow")) {
      const upright = ["ArrowDown", "ArrowUp"].includes(event.key);
      if (upright ? stage.scrollHeight > stage.clientHeight : stage.scrollWidth > stage.clientWidth) return; // the stage moves
    }
    event.preventDefault();
    viewer.querySelector(`[data-view="${wanted}"]`)?.click();
  });

  portal.look = { peek, fill, current, phases, open, step, source, zoom, turn, loaded, failed, go, scrolled, toggle };
})();
