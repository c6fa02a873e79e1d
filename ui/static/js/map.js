// The map of a place question, loaded when somebody opens it. The coordinate table (the field's own text area) is the answer: the map
// reads it, and writes it as typing would, so versions, conflicts and unsent text work as in any other field.
const RADIUS = 6378137, FLAT = 1 / 298.257222101, SCALE = 0.9996; // GRS80 and UTM
const N = FLAT / (2 - FLAT), A = (RADIUS / (1 + N)) * (1 + N ** 2 / 4 + N ** 4 / 64);
const ALPHA = [N / 2 - (2 * N ** 2) / 3 + (5 * N ** 3) / 16 + (41 * N ** 4) / 180, (13 * N ** 2) / 48 - (3 * N ** 3) / 5 + (557 * N ** 4) / 1440,
  (61 * N ** 3) / 240 - (103 * N ** 4) / 140, (49561 * N ** 4) / 161280];
const BETA = [N / 2 - (2 * N ** 2) / 3 + (37 * N ** 3) / 96 - N ** 4 / 360, N ** 2 / 48 + N ** 3 / 15 - (437 * N ** 4) / 1440,
  (17 * N ** 3) / 480 - (37 * N ** 4) / 840, (4397 * N ** 4) / 161280];
const DELTA = [2 * N - (2 * N ** 2) / 3 - 2 * N ** 3 + (116 * N ** 4) / 45, (7 * N ** 2) / 3 - (8 * N ** 3) / 5 - (227 * N ** 4) / 45,
  (56 * N ** 3) / 15 - (136 * N ** 4) / 35, (4279 * N ** 4) / 630];
const RAD = Math.PI / 180, meridian = (system) => ((Number(system) - 25800) * 6 - 183) * RAD;

// Krüger's series: right to a millimetre within a zone and some degrees beside it.
function toUtm([lat, lon], system) {
  const e = Math.sqrt(FLAT * (2 - FLAT)), sin = Math.sin(lat * RAD), turn = lon * RAD - meridian(system);
  const t = Math.sinh(Math.atanh(sin) - e * Math.atanh(e * sin)), xi = Math.atan2(t, Math.cos(turn)), eta = Math.atanh(Math.sin(turn) / Math.hypot(1, t));
  const sum = (f) => ALPHA.reduce((all, a, j) => all + a * f(2 * (j + 1)), 0);
  return [SCALE * A * (xi + sum((k) => Math.sin(k * xi) * Math.cosh(k * eta))), 500000 + SCALE * A * (eta + sum((k) => Math.cos(k * xi) * Math.sinh(k * eta)))];
}
function toDegrees([north, east], system) {
  const xi0 = north / (SCALE * A), eta0 = (east - 500000) / (SCALE * A), sum = (f) => BETA.reduce((all, b, j) => all + b * f(2 * (j + 1)), 0);
  const xi = xi0 - sum((k) => Math.sin(k * xi0) * Math.cosh(k * eta0)), eta = eta0 - sum((k) => Math.cos(k * xi0) * Math.sinh(k * eta0));
  const chi = Math.asin(Math.sin(xi) / Math.cosh(eta));
  const lat = chi + DELTA.reduce((all, d, j) => all + d * Math.sin(2 * (j + 1) * chi), 0);
  return [lat / RAD, (meridian(system) + Math.atan2(Math.sinh(eta), Math.cos(xi))) / RAD];
}

// The customary zone of a place, and the system of coordinates that name none, by the numbers the server hands over (models/geometry.py).
const zoneAt = ([lat, lon], { zones }) => zones.findLast(([, north, east]) => lat >= north && lon >= east)[0];
export function likely(pairs, { spans }) {
  if (pairs.flat().every((one) => Math.abs(one) <= 180)) return "4258";
  const fits = ([from, to, west, east]) => pairs.every((one) => from <= one[0] && one[0] <= to && west <= one[1] && one[1] <= east);
  return Object.keys(spans).find((key) => fits(spans[key])) ?? "25832";
}

export const DATUM = /\b(?:EUREF|ETRS) ?89\b[ /,:-]*/i;

// Two neighbouring numbers of a line, north first: the first two that lie in Norway, after a number of the point and before a height.
function pairOf(line, { spans }) {
  let found = [...line.matchAll(/([NØEX]?)\s*(-?\d+(?:[.,]\d+)?)/gi)].map(([, mark, one]) => [mark, one]);
  if (found.length === 1 && found[0][1].includes(",")) found = found[0][1].split(",").map((one) => [found[0][0], one]);
  else if (/^-?\d+(?: ?, ?-?\d+){2}$/.test(line.trim())) found = line.split(",").map((one) => ["", one.trim()]);
  if (found.length < 2 || found.length > 4) return null;
  const turned = (...two) => { const read = two.map((one) => Number(one[1].replace(",", "."))); return /[ØE]/i.test(two[0][0]) ? read.reverse() : read; };
  const pairs = found.slice(1).map((other, at) => turned(found[at], other));
  const fits = ([north, east]) => Object.values(spans).some(([from, to, west, side]) => from <= north && north <= to && west <= east && east <= side);
  const likely = pairs.filter((pair) => fits(pair) || fits([pair[1], pair[0]]));
  return likely.find((pair) => pair.every((one) => Math.abs(one) >= 1e4)) ?? likely[0] ?? (found.length < 4 ? pairs[0] : null);
}

// The same reading as `read_place` on the server; what it cannot read it leaves to the server's words.
function readTable(words, known) {
  let system = "";
  const pairs = [], left = [];
  for (const typed of words.split(/[\n;|]/)) {
    let line = typed.trim().replace(/\s+/g, " ").replace(DATUM, " ");
    const named = /(?:utm|epsg|sone|zone)[\s:]*(?:sone|zone)?\s*(\d{2,5})\s*[NV]?\b|(lat\S*)|(wgs\s?84)/i.exec(line);
    if (named) {
      system = !named[1] || named[1] === "4326" ? "4258" : named[1].length === 2 ? "258" + named[1] : named[1];
      line = line.replace(named[0], " ");
    }
    const pair = pairOf(line, known);
    if (pair) pairs.push(pair);
    else if (/\d/.test(line)) left.push(typed.trim());
  }
  if (pairs.length) system ||= likely(pairs, known);
  const points = system === "4258" ? pairs : pairs.map((one) => toDegrees(one, system));
  return { system, left, points: points.filter(([lat, lon]) => Math.abs(lat) <= 85 && Math.abs(lon) <= 180) };
}

// Lines nobody could read stay below the points: they were typed by somebody.
function table(points, system, left) {
  const lines = points.map((one) => (system === "4258" ? one.map((part) => part.toFixed(8)) : toUtm(one, system).map((part) => part.toFixed(3))).join("\t"));
  return points.length ? [`EPSG:${system}`, ...lines, ...left].join("\n") : left.join("\n");
}

// A sheet with a scale, and with pictures where an address of them is known.
export async function spread(box, base) {
  const { leaflet: L } = await import(`${base}leaflet/index.js`);
  const css = document.createElement("link");
  Object.assign(css, { rel: "stylesheet", href: `${base}leaflet/leaflet/leaflet.css` });
  await new Promise((go) => { css.onload = css.onerror = go; document.head.append(css); });
  const options = { attributionControl: Boolean(box.dataset.tiles), zoomAnimation: false, fadeAnimation: false };
  const map = L.map(box.querySelector("[data-sheet]"), options).setView([62, 10], 5);
  if (box.dataset.tiles) L.tileLayer(box.dataset.tiles, { attribution: box.dataset.attribution, maxZoom: 20 }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  return { L, map };
}

// Places to look at, when somebody unfolds them: the old one dashed.
export async function show(box, base) {
  if (box.dataset.spread) return;
  box.dataset.spread = "yes";
  const { L, map } = await spread(box, base), ink = getComputedStyle(box).getPropertyValue("color"), all = [];
  for (const { points, shape, old } of JSON.parse(box.dataset.drawn)) {
    const look = { color: ink, weight: old ? 2 : 3, interactive: false }, stroke = { ...look, dashArray: old ? "6 8" : null };
    if (shape !== "point") (shape === "area" ? L.polygon(points, stroke) : L.polyline(points, stroke)).addTo(map);
    points.forEach((one) => L.circleMarker(one, { ...look, radius: 5, fillOpacity: old ? 0 : 1 }).addTo(map));
    all.push(...points);
  }
  map.fitBounds(L.latLngBounds(all).pad(0.3), { maxZoom: 17 });
}

export async function open(box, base) {
  const { L, map } = await spread(box, base);
  const area = box.closest("[data-field]").querySelector("textarea"), sheet = box.querySelector("[data-sheet]"), said = box.querySelector("[data-said]");
  const drawn = L.layerGroup().addTo(map), ink = getComputedStyle(box).getPropertyValue("color");
  const locked = area.readOnly;
  const known = JSON.parse(box.dataset.systems);
  let points = [], left = [], system = "", mode = "line", own = false;

  function draw() {
    drawn.clearLayers();
    const look = { color: ink, weight: 3 };
    if (points.length > 1) (mode === "area" ? L.polygon(points, look) : L.polyline(points, look)).addTo(drawn);
    points.forEach((one) => L.circleMarker(one, { ...look, radius: 6, fillOpacity: 1 }).addTo(drawn));
    box.querySelectorAll("[data-mode]").forEach((one) => one.setAttribute("aria-pressed", String(one.dataset.mode === mode)));
  }
  function look() {
    if (own) return;
    ({ points, system, left } = readTable(area.value, known));
    const closed = points.length > 3 && String(points[0]) === String(points.at(-1));
    if (points.length) mode = closed ? "area" : points.length === 1 ? "point" : "line";
    if (closed) points.pop();
    draw();
    if (points.length) map.fitBounds(L.latLngBounds(points).pad(0.3), { maxZoom: 17 });
  }
  function write(next) {
    points = mode === "point" ? next.slice(-1) : next;
    system = points.length ? system || zoneAt(points[0], known) : "";
    own = true;
    area.value = table(mode === "area" && points.length > 2 ? [...points, points[0]] : points, system, left);
    area.dispatchEvent(new Event("input", { bubbles: true }));
    own = false;
    said.textContent = `${box.dataset.count} ${points.length}`;
    draw();
  }
  const acts = { undo: () => write(points.slice(0, -1)), clear: () => { left = []; write([]); } };
  const add = (at) => write([...points, [at.lat, at.lng]]);
  area.addEventListener("input", look);
  area.closest("[data-field]").addEventListener("written", look);
  if (box.dataset.near) {
    const [south, west, north, east] = JSON.parse(box.dataset.near);
    map.fitBounds([[south, west], [north, east]], { maxZoom: 17 });
  }
  look();
  if (locked) return;
  map.doubleClickZoom.disable();
  map.on("click", (event) => add(event.latlng));
  box.addEventListener("click", (event) => {
    const pressed = event.target.closest("button");
    if (pressed?.dataset.mode) { mode = pressed.dataset.mode; write(points); } else acts[pressed?.dataset.act]?.();
  });
  sheet.addEventListener("keydown", (event) => {
    if (event.target !== sheet) return;
    const act = { Enter: () => add(map.getCenter()), Backspace: acts.undo, Escape: () => box.querySelector("[data-mode]").focus() }[event.key];
    if (act) { event.preventDefault(); act(); }
  });
}

// A survey file is read by the server, which answers with a coordinate table, or the points one by one, or with what is wrong.
export function readFile(box) {
  const area = box.closest("[data-field]").querySelector("textarea");
  choose(box, "", (told) => { area.value = told.table; area.dispatchEvent(new Event("input", { bubbles: true })); });
}
export const readPoints = (box, base, then) => choose(box, "&points=true", then);
function choose(box, wish, then) {
  const wrong = box.querySelector("[data-wrong]");
  const chooser = Object.assign(document.createElement("input"), { type: "file", accept: ".geojson,.json,.gml,.xml,.kof,.csv,.txt" });
  chooser.onchange = async () => {
    const file = chooser.files[0];
    wrong.textContent = "";
    try {
      const answer = await fetch("/survey-files?name=" + encodeURIComponent(file.name) + wish, { method: "POST", body: file });
      const told = await answer.json();
      if (!answer.ok) { wrong.textContent = told.detail; return; }
      then(told);
    } catch { wrong.textContent = box.dataset.failed; }
  };
  chooser.click();
}

// The box of four sides (south, west, north, east, each an input): drawn as it is typed, or taken from what the map shows.
export async function bounds(box, base) {
  const { L, map } = await spread(box, base), ink = getComputedStyle(box).getPropertyValue("color");
  const sides = box.dataset.sides.split(" ").map((id) => document.getElementById(id));
  const drawn = L.layerGroup().addTo(map), said = box.querySelector("[data-said]");
  function look(fit) {
    const found = sides.map((one) => Number(one.value.trim().replace(",", ".") || NaN));
    const [south, west, north, east] = found;
    drawn.clearLayers();
    if (!found.every(Number.isFinite) || south >= north || west >= east) return;
    L.rectangle([[south, west], [north, east]], { color: ink, weight: 3, fill: false, interactive: false }).addTo(drawn);
    if (fit) map.fitBounds([[south, west], [north, east]]);
  }
  sides.forEach((one) => one.addEventListener("input", () => look(false)));
  look(true);
  box.querySelector("[data-act=take]")?.addEventListener("click", () => {
    const seen = map.getBounds();
    [seen.getSouth(), seen.getWest(), seen.getNorth(), seen.getEast()].forEach((number, at) => {
      sides[at].value = number.toFixed(5).replace(".", ",");
      sides[at].dispatchEvent(new Event("input", { bubbles: true }));
    });
    said.textContent = box.dataset.taken;
    look(false);
  });
}
