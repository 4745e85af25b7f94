// A picture that Graphviz made, inline: its boxes and arrows by id, what is lit, and zoom.

const SVG = "http://www.w3.org/2000/svg";
const EDGE = 10; // pixels round a picture that fills its frame
const POINT = 4 / 3; // pixels: the unit in which Graphviz measures
const LARGEST = 2 * POINT; // a small graph is not blown up further than this
const LEGIBLE = 0.8 * POINT; // what a first press of + makes of a large one
const TRIPS = 3; // of the moving dot: enough to see the way, then rest
const calm = matchMedia("(prefers-reduced-motion: reduce)");

function svgElement(tag, attributes, ...children) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/**
 * Shows `source` in `frame`.
 *
 * parts                 Map from id to the group of a box or an arrow
 * light(ids, backward)  draws these in a strong colour, and sends dots along the arrows
 * zoom(by)              magnifies; without a factor, fits
 */
function picture(frame, source, label) {
  frame.innerHTML = source; // Graphviz's own output, in which all texts are escaped
  const svg = frame.querySelector("svg");
  for (const title of svg.querySelectorAll("title")) title.remove(); // ids as tooltips
  for (const link of svg.querySelectorAll("g > a")) link.parentNode.replaceWith(...link.childNodes);
  svg.setAttribute("role", "group");
  svg.setAttribute("aria-label", label);
  svg.prepend(arrowHeads());
  const parts = new Map();
  for (const part of svg.querySelectorAll("g.node, g.edge")) parts.set(part.id, part);
  const zoom = zoomable(frame, svg);
  let lit = [];

  function light(ids, backward) {
    for (const part of lit) part.classList.remove("lit");
    lit = ids.map((id) => parts.get(id)).filter(Boolean);
    for (const part of lit) part.classList.add("lit");
    for (const dot of svg.querySelectorAll(".dot")) dot.remove();
    if (!calm.matches) sendDots(svg.querySelector("g"), ways(lit), backward);
    follow(frame, lit);
  }

  function magnify(by) {
    zoom(by);
    follow(frame, lit);
  }
  return { parts, light, zoom: magnify };
}

/** The arrow head of the way back, at the start of an arrow, and a stem instead of its old head. */
function arrowHeads() {
  const units = { orient: "auto-start-reverse", markerUnits: "userSpaceOnUse", refY: 5 };
  const marker = (id, refX, d) =>
    svgElement("marker", { id, refX, ...units, markerWidth: 10, markerHeight: 10 },
      svgElement("path", { d }));
  const head = marker("way-back", 9, "M0 0.5L10 5L0 9.5z");
  return svgElement("defs", {}, head, marker("stem", 0, "M0 3.5h6v3h-6z"));
}

/** The paths from each lit operand through the operation to its value. */
function ways(lit) {
  const path = (part) => part.querySelector("path").getAttribute("d");
  const arrows = lit.filter((part) => part.classList.contains("edge"));
  const outs = new Map();
  for (const arrow of arrows) if (arrow.id.endsWith("z")) outs.set(arrow.id.slice(0, -1), arrow);
  const ins = arrows.filter((arrow) => !arrow.id.endsWith("z"));
  if (!ins.length) return arrows.map(path);
  return ins.map((arrow) => {
    const out = outs.get(arrow.id.replace(/e\d+$/, ""));
    return out ? `${path(arrow)} ${path(out)}` : path(arrow);
  });
}

function sendDots(layer, paths, backward) {
  for (const path of paths) {
    const motion = svgElement("animateMotion", {
      path, dur: "1.5s", repeatCount: TRIPS, begin: "indefinite", calcMode: "spline",
      keyTimes: "0;1", keySplines: "0.4 0 0.3 1", keyPoints: backward ? "1;0" : "0;1",
    });
    const dot = svgElement("circle", { class: "dot", r: 4.5, "aria-hidden": true }, motion);
    motion.addEventListener("endEvent", () => dot.remove());
    layer.append(dot);
    motion.beginElement();
  }
}

/** Scrolls a magnified picture to what is lit, or to the first of it where not all has room. */
function follow(frame, lit) {
  const { scrollWidth, clientWidth, scrollHeight, clientHeight } = frame;
  if (!lit.length || (scrollWidth <= clientWidth && scrollHeight <= clientHeight)) return;
  const all = around(lit);
  const fits = all.right - all.left <= clientWidth && all.bottom - all.top <= clientHeight;
  const { left, right, top, bottom } = fits ? all : around(lit.slice(0, 1));
  const seen = frame.getBoundingClientRect();
  const [x, y] = [seen.left + clientWidth, seen.top + clientHeight];
  if (left >= seen.left && right <= x && top >= seen.top && bottom <= y) return;
  frame.scrollBy({
    left: (left + right - seen.left - x) / 2,
    top: (top + bottom - seen.top - y) / 2,
    behavior: calm.matches ? "auto" : "smooth",
  });
}

/** The edges of the smallest rectangle with all these parts. */
function around(parts) {
  const boxes = parts.map((part) => part.getBoundingClientRect());
  const most = (side, pick) => pick(...boxes.map((box) => box[side]));
  return {
    left: most("left", Math.min),
    right: most("right", Math.max),
    top: most("top", Math.min),
    bottom: most("bottom", Math.max),
  };
}

/** Fits the picture to its frame, magnified by what the returned function is given. */
function zoomable(frame, svg) {
  const { width, height } = svg.viewBox.baseVal;
  frame.style.setProperty("--aspect", width / height);
  let factor = 1;

  /** The scale at which all is seen. */
  function fitting() {
    const room = frame.getBoundingClientRect(); // unlike clientWidth, the same with scroll bars
    const [across, down] = [room.width - 2 * EDGE, room.height - 2 * EDGE];
    return Math.max(Math.min(across / width, down / height, LARGEST), 0.01);
  }

  function resize() {
    const scale = fitting() * factor;
    svg.style.width = `${Math.floor(width * scale)}px`;
    svg.style.height = `${Math.floor(height * scale)}px`;
  }

  /** Keeps the point (x, y) of the frame where it is; without one, becomes legible at once. */
  function zoom(by, x, y) {
    const [before, fit] = [factor, fitting()];
    const least = by > 1 && x === undefined ? LEGIBLE / fit : 1;
    factor = by ? Math.min(Math.max(factor * by, least, 1), (3 * LARGEST) / fit) : 1;
    const at = { left: x ?? frame.clientWidth / 2, top: y ?? frame.clientHeight / 2 };
    const [left, top] = [frame.scrollLeft + at.left, frame.scrollTop + at.top];
    resize();
    frame.scrollLeft = (left * factor) / before - at.left;
    frame.scrollTop = (top * factor) / before - at.top;
  }

  frame.onwheel = (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    const { left, top } = frame.getBoundingClientRect();
    zoom(Math.exp(-event.deltaY / 300), event.clientX - left, event.clientY - top);
  };
  // ends when another view has taken the place of this one
  const watch = (_, self) => (svg.isConnected ? resize() : self.disconnect());
  new ResizeObserver(watch).observe(frame);
  resize();
  return zoom;
}

/** The buttons that magnify. */
function zoomButtons(zoom) {
  const button = (text, label, by) => {
    const made = element("button", { type: "button", "aria-label": label, title: label }, text);
    made.addEventListener("click", () => zoom(by));
    return made;
  };
  const title = { class: "zoom", role: "group", "aria-label": "Zoom" };
  return element(
    "div",
    title,
    button("−", "Zoom out", 1 / 1.4),
    button("fit", "Fit the picture"),
    button("+", "Zoom in (ctrl + wheel)", 1.4),
  );
}
