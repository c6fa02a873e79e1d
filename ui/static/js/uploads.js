// Uploads: several at once with progress, retry and cancel; the rows are scratch state of the slot that asked (see uploads.py).
"use strict";
(() => {
  const portal = window.portal, { announce } = portal;
  const jobs = new Map(), queue = [];
  let sending = 0, uploads = 0;
  function upload(files, d, s) {
    s.rows ??= [];
    for (const file of files) {
      s.rows.push({ id: `${Date.now().toString(36)}-${(uploads += 1)}-${Math.random().toString(36).slice(2)}`, name: file.name, done: 0, state: "waiting", why: "" });
      const row = s.rows[s.rows.length - 1]; // the copy that Vue watches
      jobs.set(row.id, { file, d, row, drop() { s.rows = s.rows.filter((one) => one.id !== row.id); jobs.delete(row.id); } });
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

  // A page that is left takes its uploads along. So whoever goes on while some are on their way is told (upload-guard.html), and the press
  // goes on by itself when all have arrived; what failed meanwhile keeps the person here.
  const onTheWay = () => [...jobs.values()].filter(({ row }) => row.state === "waiting" || row.state === "sending");
  let leaving = false;
  function waitToLeave(box, pressed) {
    const waited = onTheWay(), bar = box.querySelector("progress");
    box.showModal();
    const look = setInterval(() => {
      bar.value = waited.reduce((sum, { row }) => sum + (jobs.has(row.id) ? row.done : 100), 0) / waited.length;
      if (box.open && onTheWay().length) return;
      clearInterval(look);
      const is_over = box.open && waited.every(({ row }) => !jobs.has(row.id));
      box.close();
      if (is_over) pressed.click();
    }, 100);
    box.leave = () => { // the page may also stay, when the server says no
      leaving = true;
      setTimeout(() => { leaving = false; }, 5000);
      box.close();
      pressed.click();
    };
  }
  addEventListener("click", (event) => {
    const pressed = event.target.closest?.("[data-leaves] button, a[href]"), box = document.querySelector("[data-upload-guard]");
    if (!pressed || !box || leaving || event.defaultPrevented || !onTheWay().length || (pressed.href && !portal.leads(pressed, event))) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!box.open) waitToLeave(box, pressed);
  }, true);
  addEventListener("beforeunload", (event) => { if (!leaving && onTheWay().length) event.preventDefault(); });

  // The tray (file_tray.py): files wait beside the slot they are guessed to belong in; those with a place are then sent as above.
  const unplaced = new Map();
  function sort(files, s, ask) {
    s.waiting ??= [];
    for (const file of files) {
      const id = `tray-${(uploads += 1)}`;
      unplaced.set(id, file);
      s.waiting.push({ id, name: file.name, slot: null });
    }
    ask([...files].map((file) => file.name));
  }
  function leave(one, s) {
    unplaced.delete(one.id);
    s.waiting = s.waiting.filter((other) => other.id !== one.id);
  }
  function place(d, s) {
    for (const one of [...s.waiting]) {
      const slot = d.slots.find((found) => found.key === (one.slot ?? d.guesses[one.name]));
      if (!slot) continue;
      upload([unplaced.get(one.id)], { url: d.url, csrf: d.csrf, parcel: slot.parcel, most_bytes: slot.most_bytes, words: { ...d.words, too_big: slot.too_big } }, s);
      leave(one, s);
    }
  }

  Object.assign(portal, { upload, cancel, retry, sort, leave, place });
})();
