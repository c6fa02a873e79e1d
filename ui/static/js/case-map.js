// The map of open cases: points that lead to their case, heaps that open when they are pressed. What lies in the part that is shown is
// asked of the server, so that the page holds hundreds of points at most, however many cases there are. Works without pictures.
import { spread } from "./map.js";

export async function begin(piece, base) {
  const box = piece.$el.querySelector("[data-case-map]"), { L, map } = await spread(box, base);
  const look = getComputedStyle(box), ink = look.getPropertyValue("color"), late = look.getPropertyValue("--danger").trim() || ink;
  const drawn = L.layerGroup().addTo(map), renderer = L.canvas({ padding: 0.3 });
  const named = (words) => Object.assign(document.createElement("span"), { textContent: words }); // words of people are text, never HTML
  function draw() {
    drawn.clearLayers();
    for (const one of piece.d.points) {
      const color = one.late ? late : ink;
      L.circleMarker(one.at, { renderer, color, weight: one.late ? 4 : 2, radius: 7, fillOpacity: one.late ? 0.25 : 0.7, bubblingMouseEvents: false })
        .bindTooltip(named(one.words)).on("click", () => { location.href = one.href; }).addTo(drawn);
    }
    for (const one of piece.d.heaps) {
      const icon = L.divIcon({ className: "map-heap", html: named(one.n), iconSize: [36, 36] });
      L.marker(one.at, { icon, keyboard: false }).on("click", () => map.fitBounds([[one.box[0], one.box[1]], [one.box[2], one.box[3]]], { maxZoom: 18, padding: [24, 24] })).addTo(drawn);
    }
    box.dataset.drawn = `${piece.d.points.length}+${piece.d.heaps.length}`;
  }
  const bounds = piece.d.bounds;
  if (bounds) map.fitBounds([[bounds[0], bounds[1]], [bounds[2], bounds[3]]], { maxZoom: 15, padding: [24, 24], animate: false });
  draw();
  piece.$watch(() => [piece.d.points, piece.d.heaps], draw);
  let waiting = 0;
  map.on("moveend", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      const seen = map.getBounds(), within = (number, most) => Math.max(-most, Math.min(most, number));
      piece.tell("box", [within(seen.getSouth(), 90), within(seen.getWest(), 540), within(seen.getNorth(), 90), within(seen.getEast(), 540)]);
    }, 250);
  });
}
