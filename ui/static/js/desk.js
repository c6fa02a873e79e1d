// Many cases at once, on the board and in tables: which are chosen, the keys, and cards that are dragged. A piece whose data says `picks`
// takes part; what it shows stands in its own list, and acts go out as its own.
(() => {
  const portal = window.portal, root = document.documentElement;
  const base = document.currentScript.src.replace(/[^/]*$/, "");
  const pieces = new Set(), chosen = new Set();
  let last = "";

  const alive = () => { for (const one of pieces) if (!one.$el?.isConnected) pieces.delete(one); return [...pieces]; };
  const pieceOf = (element) => alive().find((one) => one.$el.contains(element));
  const boxes = () => [...document.querySelectorAll("[data-pick]")];
  const shownRefs = () => boxes().map((one) => one.dataset.pick);

  function tell() {
    const shown = shownRefs(), refs = [...chosen];
    for (const one of alive()) {
      one.s.chosen = Object.fromEntries(refs.map((ref) => [ref, true]));
      if (one.d.bar) Object.assign(one.s, { refs, count: refs.length, shown: shown.length, all: shown.length > 0 && shown.every((ref) => chosen.has(ref)) });
    }
  }
  portal.joined.push((piece) => { if (piece.d.picks) { pieces.add(piece); queueMicrotask(tell); } });
  portal.joined.push((piece) => { if (piece.d.casemap) import(`${base}js/case-map.js`).then((map) => map.begin(piece, base)); });
  portal.watchers.push(() => { if (pieces.size && shownRefs().length !== lastShown) { lastShown = shownRefs().length; tell(); } });
  let lastShown = -1;

  const put = (ref, on) => (on ? chosen.add(ref) : chosen.delete(ref));
  portal.pick = (event, ref) => {
    const on = event.target.checked, all = shownRefs();
    if (event.shiftKey && last && all.includes(last)) {
      const [from, to] = [all.indexOf(last), all.indexOf(ref)].sort((one, other) => one - other);
      all.slice(from, to + 1).forEach((one) => put(one, on));
    } else put(ref, on);
    last = ref;
    tell();
  };
  portal.pickAll = (on) => { shownRefs().forEach((ref) => put(ref, on)); tell(); };
  portal.pickNone = () => { chosen.clear(); tell(); };
  const pickNot = (refs) => { refs.forEach((ref) => chosen.delete(ref)); tell(); };
  portal.pickOnly = (refs) => { chosen.clear(); refs.forEach((ref) => chosen.add(ref)); tell(); };

  // ---- Keys: never while somebody writes, never with a dialog open -------------------------------------------------------------------
  const WRITES = "input:not([type=checkbox], [type=radio], [type=button]), select, textarea, [contenteditable=true]";
  const cards = () => [...document.querySelectorAll("[data-card] a.card-link")];
  const here = () => document.activeElement?.closest?.("[data-card]");
  const step = (by) => {
    const links = cards(), now = links.indexOf(here()?.querySelector("a.card-link"));
    links[Math.min(links.length - 1, Math.max(0, now + by))]?.focus();
  };
  const press = (box, shiftKey) => box?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, shiftKey }));
  function openMenu() {
    const menu = here()?.querySelector("details.card-menu"), enter = () => menu.querySelector(".card-menu-sheet :is(button, select)")?.focus();
    if (!menu) return;
    if (menu.open) return enter();
    menu.addEventListener("toggle", () => setTimeout(enter), { once: true }); // its sheet is drawn by what hears of the same event
    menu.open = true;
  }
  const keys = {
    j: () => step(1),
    k: () => step(-1),
    x: () => press(here()?.querySelector("[data-pick]"), false),
    X: () => press(here()?.querySelector("[data-pick]"), true),
    b: () => (document.querySelector("[data-bulk]") ?? document.querySelector("[data-pick-all]"))?.focus(),
    m: openMenu,
    a: () => { const card = here(); if (card?.dataset.take) { moved(); pieceOf(card)?.tell("take", card.dataset.take); } },
    "/": () => document.querySelector("[data-search]")?.focus(),
    "?": () => document.querySelector("[data-keys-help]")?.showModal(),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.target.matches(WRITES) || !portal.letters()) return;
    const part = document.querySelector(`[data-go="${CSS.escape(event.key)}"]`), act = part ? () => part.click() : keys[event.key];
    if (!act || document.querySelector("dialog[open]") || !document.querySelector("[data-card], [data-search], [data-keys-help]")) return;
    if (event.target.closest("[data-card] details[open]") && event.key !== "?") return;
    event.preventDefault();
    act();
  });
  document.addEventListener("click", (event) => { if (event.target.closest?.("[data-keys-open]")) keys["?"](); });

  // ---- Focus: a card that has gone leaves it to where it went, else to the next in its place; a dialog's step leaves it to what it says ----
  let stood = null; // the card somebody stood on last, and its place in its list
  document.addEventListener("focusin", ({ target }) => {
    const card = target.closest?.("[data-card]");
    if (card) stood = { ref: card.dataset.ref, at: [...card.parentElement.children].indexOf(card), list: card.parentElement };
  });
  function toCard() {
    if (!stood) return false;
    const again = stood.ref && document.querySelector(`[data-ref="${CSS.escape(stood.ref)}"] a.card-link`);
    const left = stood.list.isConnected ? [...stood.list.querySelectorAll("a.card-link")] : [];
    const goal = again || left[Math.min(stood.at, left.length - 1)] || cards()[0];
    goal?.focus();
    return Boolean(goal);
  }
  portal.keepers.push((around) => around.some((one) => one.matches("[data-card]")) && toCard());
  let shownStep = "";
  portal.watchers.push(() => {
    const flow = document.querySelector("dialog[open] .bulk-flow"), now = flow?.dataset.step ?? "";
    if (now === shownStep) return;
    shownStep = now;
    if (now === "words") flow.querySelector(".control")?.focus();
    if (now === "preview" || now === "done") flow.querySelector("[data-bulk-answer]").focus();
    if (now === "done") { moved(); pickNot(flow.dataset.did.split(".")); }
  });
  document.addEventListener("close", ({ target }) => {
    const flow = target.querySelector?.(".bulk-flow");
    if (flow?.dataset.step === "done") setTimeout(() => toCard() || (cards()[0] ? cards()[0].focus() : portal.focus("main-heading")));
  }, true);

  // ---- Dragging: a card is let go only over a column to which an act leads; the others dim and say why -----------------------------------
  let dragged = null;
  const moved = () => { portal.ownUntil = Date.now() + 4000; };
  for (const kind of ["click", "change"]) document.addEventListener(kind, ({ target }) => { if (target.closest?.(".card-menu-sheet :is(button, select)")) moved(); }, true);
  const lanes = () => alive().filter((one) => one.d.moves);
  function clear() {
    lanes().forEach((one) => { one.s.drop = null; one.s.over = false; });
    delete root.dataset.dragging;
    const own = Date.now() < (portal.ownUntil ?? 0); // the news of one's own move may have come before the card was let go
    lanes().forEach((one) => { if (one.s.held && (own || !one.$el.matches(":hover"))) one.release(); });
    dragged = null;
  }
  document.addEventListener("dragstart", (event) => {
    const card = event.target.closest?.("[data-card][draggable=true]"), from = card && pieceOf(card);
    if (!from?.d.moves) return;
    dragged = { from, ref: card.dataset.ref };
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", card.dataset.ref);
    root.dataset.dragging = "yes";
    setTimeout(() => lanes().forEach((one) => { one.s.drop = one === from ? { kind: "here" } : from.d.moves.find((move) => move.key === one.d.key) ?? null; }));
  });
  const over = (event) => dragged && lanes().find((one) => one.$el.contains(event.target));
  document.addEventListener("dragover", (event) => {
    const lane = over(event);
    lanes().forEach((one) => { one.s.over = one === lane; });
    if (lane && ["do", "open"].includes(lane.s.drop?.kind)) event.preventDefault();
  });
  document.addEventListener("drop", (event) => {
    const lane = over(event);
    if (!lane) return;
    event.preventDefault();
    if (lane.s.drop?.kind === "here") return;
    moved();
    dragged.from.tell("move", [dragged.ref, lane.d.key]);
  });
  document.addEventListener("dragend", clear);
})();
