// The step player: a graph's forward and backward pass, painted from the payload.

const VERDICTS = new Map([
  [true, ["agrees", "✓ finite differences agree"]],
  [false, ["differs", "≠ finite differences differ"]],
  [null, ["silent", "finite differences cannot tell here"]],
]);
const views = payload.views;
const left = []; // for each view, the step at which it was left
const parts = layOut();
const line = timeline({ paint, arrive });
let number = -1; // of the view
let view, drawing, boxes;
let chosen = null; // the id of the box whose story the panel keeps telling
let shown = 0;
line.start();

function layOut() {
  const frame = element("div", { class: "frame" });
  const about = element("div", { class: "about" });
  const transcript = element("ol", { tabindex: -1 });
  const unpin = element("button", { type: "button", class: "unpin", hidden: "" });
  unpin.append("✕ follow the steps");
  unpin.addEventListener("click", () => choose(null));
  const section = (name, label, ...children) =>
    element("section", { class: name, "aria-label": label }, ...children);
  byId("stage").append(
    section("picture", "Graph", frame),
    section("panel", "Selected node", about, unpin),
    section("transcript", "All steps", element("h2", {}, "All steps"), transcript),
  );
  byId("whole").before(zoomButtons((by) => drawing.zoom(by)));
  document.addEventListener("keydown", ({ key }) => key === "Escape" && choose(null));
  return { frame, about, transcript, unpin };
}

/** What the address asks for. */
function arrive(params) {
  openView(Number(params.get("view")), params.get("step"));
}

function openView(wanted, step) {
  const next = views[wanted] ? wanted : 0;
  if (next !== number) mount(next);
  const place = views.length > 1 ? { view: number } : {};
  line.open({ steps: view.steps.length, at: step, spans: spans(view.steps), place });
}

/** Opens a view by a click: at the step where it was left, and the address says so. */
function enter(wanted) {
  const at = left[wanted] ?? 0;
  openView(wanted, at);
  line.go(at);
}

function mount(next) {
  number = next;
  view = views[number];
  chosen = null;
  parts.unpin.hidden = true;
  drawing = picture(parts.frame, view.svg, `Graph of ${view.title || payload.title}`);
  boxes = boxesOf(view, drawing.parts, { opens: (id) => inside(id) > 0, visit });
  parts.transcript.replaceChildren(...view.steps.map(entry));
  const up = element("button", { type: "button" }, views[0].title || "overview");
  up.addEventListener("click", () => enter(0));
  const here = element("span", { "aria-current": "page" }, view.title || `inside ${view.group}`);
  byId("path").hidden = number === 0;
  byId("path").replaceChildren(up, " › ", here);
}

/** The number of the view that shows the inside of a box of this one; -1 if none does. */
function inside(id) {
  return number === 0 ? views.findIndex(({ group }) => group === id) : -1;
}

/** A first click on a box goes to where its data appears, a second to its whole gradient. */
function visit({ id, opens, data, grad }) {
  if (opens) {
    enter(inside(id));
    return;
  }
  const [first, last] = [data[0]?.[0] ?? 0, grad.at(-1)?.[0] ?? 0];
  const again = chosen === id && shown === first;
  chosen = id;
  parts.unpin.hidden = false;
  line.go(again ? last : first);
}

function choose(id) {
  chosen = id;
  parts.unpin.hidden = !id;
  paint(shown);
}

function paint(k) {
  const step = view.steps[k];
  shown = k;
  left[number] = k;
  say(step.phase, step.text);
  boxes.paint(k, chosen);
  drawing.light(step.lit, BACKWARD.has(step.phase));
  markEntry(k);
  const box = boxes.list.find(({ id }) => id === (chosen ?? step.node));
  parts.about.replaceChildren(...(box?.about ? story(box, k) : legend()));
}

function entry({ phase, text }, k) {
  // one stop for the tab key among all entries: the current one
  const button = element("button", { type: "button", class: phase, tabindex: -1 });
  button.append(element("span", { class: "number" }, `${k}`), element("span", {}, text));
  button.addEventListener("click", () => line.go(k));
  return element("li", {}, button);
}

function markEntry(k) {
  const { transcript } = parts;
  const before = transcript.querySelector("[aria-current]");
  before?.removeAttribute("aria-current");
  before?.setAttribute("tabindex", -1);
  // a class for each, since a rule on all siblings after the current one takes 60 ms a step
  [...transcript.children].forEach((item, i) => item.classList.toggle("future", i > k));
  const now = transcript.children[k].firstChild;
  now.setAttribute("aria-current", "step");
  now.setAttribute("tabindex", 0);
  // scrollIntoView would scroll the notebook around the page too
  transcript.scrollTop = now.offsetTop - (transcript.clientHeight - now.offsetHeight) / 2;
}

/** The two passes, as the parts of the timeline. */
function spans(steps) {
  const turn = steps.findIndex(({ phase }) => BACKWARD.has(phase));
  if (turn < 1) return [];
  const back = { name: "backward", from: turn, to: steps.length - 1 };
  return [{ name: "forward", from: 0, to: turn - 1 }, back];
}

/** What the panel tells of a box at step k: its expression, its rules and its gradient. */
function story({ about, data, grad }, k) {
  const known = latest(data, k);
  const heading = element("h2", {}, about.name, " ", element("small", {}, about.kind));
  const told = [heading, element("p", {}, known ? about.computed : `${about.expression} = …`)];
  if (known && about.rules.length) {
    told.push(element("h3", {}, "local derivatives"));
    told.push(element("div", { class: "rules" }, ...about.rules.map(rule)));
  }
  return [...told, ...gradientStory(about, grad, k)];
}

/** The rule of the operation for one operand, in mathematics. */
function rule({ mathml, text }) {
  const told = element("div", { class: "rule", title: text });
  told.innerHTML = mathml; // made by Python, which escapes the names in it
  return told;
}

function gradientStory(about, grad, k) {
  const gradient = latest(grad, k);
  const whole = gradient && gradient === grad.at(-1);
  const state = whole ? "complete" : gradient ? "so far" : "not yet";
  const total = element("p", { class: `total ${whole ? "complete" : ""}` });
  total.append(`${about.gradient} = `, element("b", {}, gradient ? gradient[1] : "…"), " ");
  total.append(element("small", {}, state));
  const paths = about.terms.length === 1 ? "1 path" : `${about.terms.length} paths`;
  const title = about.terms.length ? `gradient: the sum of ${paths}` : "gradient";
  const told = [element("h3", {}, title), sum(about.terms, k), total];
  if (whole && about.check) told.push(check(about));
  return told;
}

/** The terms of a gradient: those still to come are dots. */
function sum(terms, k) {
  const term = ({ step, text }) => {
    // a term that comes from outside of the view has no step in it
    const state = step === null ? "outside" : step > k ? "future" : step === k ? "now" : "past";
    return element("li", { class: state }, state === "future" ? "…" : text);
  };
  return element("ul", { class: "terms" }, ...terms.map(term));
}

function check({ check: numbers, agrees }) {
  const [kind, verdict] = VERDICTS.get(agrees);
  const told = element("p", { class: `check ${kind}` });
  told.append(element("b", {}, verdict), element("small", {}, numbers));
  return told;
}

/** What the panel says while no box is chosen. */
function legend() {
  const line = (kind, text) => element("li", { class: kind }, text);
  return [
    element("h2", {}, "How to read the graph"),
    element(
      "ul",
      { class: "legend" },
      line("forward", "data flows forward"),
      line("backward", "gradients flow back"),
      line("partial", "gradient with more terms to come"),
      line("complete", "gradient complete"),
    ),
    element("p", { class: "hint" }, "Click a box to go to its data, again to go to its gradient. "
      + "Keys: ← and → step, space plays."),
  ];
}
