// The points of a place question as a table, loaded when somebody opens it. Like the map it is a view of the field's own text area: it
// reads the lines, and writes them as typing would. What it cannot read stays as it was typed, in its row, with what to mend beside it.
import { DATUM, likely } from "./map.js";

const NAMED = /(?:utm|epsg|sone|zone)[\s:]*(?:sone|zone)?\s*(\d{2,5})\s*[NV]?\b|(lat\S*)|(wgs\s?84)/i;
const number = (words) => { const plain = words.replace(/[\s\u00a0]/g, "").replace(",", "."); return /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : NaN; };
const plain = (words) => (Number.isNaN(number(words)) ? words.replace(/[\n;|\t]/g, " ").trim() : words.replace(/[\s\u00a0]/g, ""));
const filled = (words, values) => words.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
let born = 0;

// A press ends before anything appears that would move what is pressed away from under the pointer.
let pressing = false;
const afterwards = [];
const whenReleased = (act) => (pressing ? afterwards.push(act) : act());
addEventListener("pointerdown", () => { pressing = true; }, true);
for (const end of ["pointerup", "pointercancel"]) {
  addEventListener(end, () => setTimeout(() => { pressing = false; afterwards.splice(0).forEach((act) => act()); }, 50), true);
}
const fresh = (north = "", east = "", rest = "") => ({ id: ++born, cells: [north, east], rest, wrong: "" });

// One line of numbers as cells: columns of a spreadsheet, or what stands between blanks; a number of the point and a height beside them.
function cellsOf(line, fits) {
  let parts = /[\t;]/.test(line) ? line.split(/[\t;]/) : line.trim().split(/\s+/);
  if (parts.length === 1 && /^-?\d+(\.\d+)?,-?\d+(\.\d+)?$/.test(parts[0])) parts = parts[0].split(",");
  const marked = /^\s*[ØE]\s*\d/i.test(line);
  const read = parts.map((one) => one.trim().replace(/^[NØE]\s*(?=\d)/i, "")).filter((one) => one && !/^[NØE]$/i.test(one));
  const values = read.map(number);
  if (marked && read.length >= 2) return [read[1], read[0], read.slice(2).join("\t")];
  const pair = (fit) => values.findIndex((one, at) => at + 1 < values.length && fit(one, values[at + 1]));
  const likely = (one, other) => fits(one, other) || fits(other, one); // swapped ones are shown as they were typed
  const large = pair((one, other) => likely(one, other) && Math.abs(one) >= 1e4 && Math.abs(other) >= 1e4);
  const found = large >= 0 ? large : pair(likely);
  if (found >= 0) return [read[found], read[found + 1], read.slice(found + 2).join("\t")];
  if (values.some(Number.isNaN) && !/\t/.test(line)) return [line.trim(), "", ""];
  return [read[0] ?? "", read[1] ?? "", read.slice(2).join("\t")];
}

// A semicolon stands between points where each part holds two numbers, else between the columns of one.
function apart(line) {
  const parts = line.split(";").filter((one) => /\d/.test(one));
  return parts.length && parts.every((one) => /\d[^\d;.,]+-?\d/.test(one)) ? line.split(";") : [line];
}

export async function table(field, s) {
  const box = field.querySelector(".map"), area = field.querySelector("textarea"), known = JSON.parse(box.dataset.systems);
  const words = JSON.parse(box.dataset.pointWords), said = box.querySelector("[data-said]");
  const inside = (key, north, east) => { const [from, to, west, side] = known.spans[key]; return from <= north && north <= to && west <= east && east <= side; };
  const anywhere = (north, east) => Object.keys(known.spans).some((key) => inside(key, north, east));
  s.points = { rows: [], system: "25832", named: false, closed: false, heads: [] };
  const t = s.points; // as the page watches it
  let own = false;

  const isEmpty = (row) => row.cells.every((one) => !one.trim());
  const pairs = () => t.rows.map((row) => row.cells.map(number)).filter((one) => !one.some(Number.isNaN));
  function judge(row) {
    const [north, east] = row.cells.map(number);
    if (isEmpty(row)) row.wrong = "";
    else if (row.cells.some((one) => !one.trim())) row.wrong = words.both;
    else if (Number.isNaN(north) || Number.isNaN(east)) row.wrong = words.digits;
    else if (inside(t.system, north, east)) row.wrong = "";
    else row.wrong = filled(inside(t.system, east, north) ? words.swapped : words.outside, { system: box.querySelector("[data-system]")?.selectedOptions[0]?.text ?? "" });
  }
  const judgeAll = () => t.rows.forEach(judge);

  function readLines(text) {
    const rows = [];
    for (let line of text.split(/\r?\n|\|/).flatMap(apart)) {
      line = line.replace(DATUM, " ");
      const named = NAMED.exec(line);
      if (named) {
        const key = !named[1] || named[1] === "4326" ? "4258" : named[1].length === 2 ? "258" + named[1] : named[1];
        if (key in known.spans) { t.system = key; t.named = true; line = line.replace(named[0], " "); }
      }
      if (/\d/.test(line)) rows.push(fresh(...cellsOf(line, anywhere)));
      else if (line.trim()) t.heads.push(line.trim());
    }
    return rows;
  }
  function look() {
    if (own) return;
    Object.assign(t, { named: false, heads: [], closed: false });
    t.rows = readLines(area.value);
    const first = t.rows[0], last = t.rows.at(-1);
    if (t.rows.length > 3 && String(first.cells) === String(last.cells)) { t.closed = true; t.rows.pop(); }
    settle();
  }
  function settle() {
    if (!t.named && pairs().length) t.system = likely(pairs(), known);
    if (!t.rows.length) t.rows.push(fresh());
    queueMicrotask(judgeAll);
  }
  function write() {
    const given = t.rows.filter((row) => !isEmpty(row));
    if (!t.named && pairs().length) t.system = likely(pairs(), known);
    const lines = given.map((row) => [...row.cells.map(plain), ...(row.rest ? [row.rest] : [])].join("\t"));
    if (t.closed && lines.length > 2) lines.push(lines[0]);
    own = true;
    area.value = lines.length ? [`EPSG:${t.system}`, ...t.heads, ...lines].join("\n") : "";
    area.dispatchEvent(new Event("input", { bubbles: true }));
    own = false;
  }
  const tell = (sentence, values) => { said.textContent = filled(sentence, values); };
  // After the page has drawn the rows and before the next key: nobody types faster than this.
  const at = (index, name) => queueMicrotask(() => box.querySelectorAll("[data-point]")[index]?.querySelector(`[data-go="${name}"]`)?.focus());

  t.typed = (row) => { row.wrong = ""; write(); };
  t.left = (row) => whenReleased(() => judge(row));
  t.chosen = () => { t.named = true; write(); queueMicrotask(judgeAll); };
  t.joined = () => write();
  t.add = (index = t.rows.length) => { t.rows.splice(index, 0, fresh()); at(index, "0"); };
  t.remove = (index) => {
    t.rows.splice(index, 1);
    if (!t.rows.length) t.rows.push(fresh());
    write();
    tell(words.removed, { n: index + 1 });
    at(Math.min(index, t.rows.length - 1), "remove");
  };
  t.move = (index, step) => {
    const to = index + step;
    if (to < 0 || to >= t.rows.length) return;
    t.rows.splice(to, 0, ...t.rows.splice(index, 1));
    write();
    tell(words.moved, { n: to + 1 });
    at(to, step < 0 ? "up" : "down");
  };
  t.key = (event, index, column) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (event.key === "Enter") { event.preventDefault(); t.add(index + 1); }
    else if (step && event.altKey) { event.preventDefault(); t.move(index, step); at(Math.max(0, Math.min(index + step, t.rows.length - 1)), String(column)); }
    else if (step) { event.preventDefault(); at(index + step, String(column)); }
  };
  // A block from a spreadsheet becomes rows here; nothing that stands there is written over.
  t.paste = (event, index) => {
    const text = event.clipboardData.getData("text");
    if (!/[\n\t;]/.test(text.trim()) && !/\d[.,]?\d*[\s,]+\d/.test(text.trim())) return;
    const rows = readLines(text);
    if (!rows.length) return;
    event.preventDefault();
    t.rows.splice(isEmpty(t.rows[index]) ? index : index + 1, isEmpty(t.rows[index]) ? 1 : 0, ...rows);
    write();
    settle();
    tell(words.pasted, { n: rows.length });
  };
  t.label = (sentence, values) => filled(sentence, values);
  area.addEventListener("input", look);
  field.addEventListener("written", look);
  look();
  at(0, "0");
}
