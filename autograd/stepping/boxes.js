// The boxes and arrows of a picture as the steps change them: numbers, and how far they are.

const BACKWARD = new Set(["seed", "backward"]);

/**
 * The boxes of a drawn view. `opens(id)` says whether a box opens into another view, and
 * `visit(box)` is called when one is clicked.
 *
 * list      the boxes: id, part, about, and data and grad as [[step, text], ...]
 * paint(k, chosen)  shows what is known at step k, and which box is chosen
 */
function boxesOf(view, parts, { opens, visit }) {
  const histories = { data: changesOf(view.steps, "data"), grad: changesOf(view.steps, "grad") };
  const list = [];
  const rest = [];
  for (const [id, part] of parts) {
    if (!part.querySelector("text.data")) rest.push(bystander(id, part, view.steps));
    else list.push(box(id, part, view.nodes[id], histories, opens(id)));
  }
  for (const each of list) listenTo(each, visit);

  function paint(k, chosen) {
    for (const each of list) paintBox(each, k, chosen);
    for (const { part, known, swept } of rest) {
      part.classList.toggle("pending", known > k);
      part.classList.toggle("swept", swept >= 0 && swept <= k);
    }
  }
  return { list, paint };
}

/** For each box, the steps at which its data, or its gradient, changes: [[step, text], ...]. */
function changesOf(steps, field) {
  const changes = {};
  steps.forEach((step, k) => {
    for (const [id, text] of Object.entries(step[field])) (changes[id] ??= []).push([k, text]);
  });
  return changes;
}

/** The last change up to step k, as [step, text]. */
const latest = (changes, k) => changes.findLast(([step]) => step <= k);

function box(id, part, about, histories, opens) {
  const rows = { data: part.querySelector("text.data"), grad: part.querySelector("text.grad") };
  part.classList.add("box", opens ? "group" : (about?.kind ?? "result"));
  part.setAttribute("role", "button");
  part.setAttribute("tabindex", 0);
  const outline = part.querySelector("path, polygon");
  const ring = outline.cloneNode(); // seen round the box that is chosen or has the focus
  ring.setAttribute("class", "ring");
  part.append(tick(outline.getBBox()));
  part.prepend(ring);
  const { data, grad } = histories;
  return { id, part, about, opens, rows, data: data[id] ?? [], grad: grad[id] ?? [] };
}

function listenTo(box, visit) {
  box.part.addEventListener("click", () => visit(box));
  box.part.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    visit(box);
  });
}

/** The mark of a gradient that is complete, at the corner of its box. */
function tick({ x, y, width }) {
  const place = `translate(${x + width - 2} ${y + 1})`;
  const circle = svgElement("circle", { r: 4.5 });
  const mark = svgElement("path", { d: "M-2.2 0.2L-0.7 1.7L2.2 -1.6" });
  return svgElement("g", { class: "tick", transform: place }, circle, mark);
}

/** An arrow, an operation or a number: known once the box that it leads to is. */
function bystander(id, part, steps) {
  const kind = id.endsWith("op") ? "op" : /c\d+$/.test(id) ? "number" : "";
  if (kind) part.classList.add(kind);
  part.setAttribute("aria-hidden", true);
  const owner = id.match(/^[a-z]+\d+/)?.[0];
  const known = steps.findIndex(({ data }) => owner in data);
  const swept = steps.findIndex(({ phase, lit }) => BACKWARD.has(phase) && lit.includes(id));
  return { part, known, swept };
}

function paintBox({ id, part, about, opens, rows, data, grad }, k, chosen) {
  const [now, gradient] = [latest(data, k), latest(grad, k)];
  const whole = Boolean(gradient) && gradient === grad.at(-1);
  write(rows.data, "data", now, k);
  write(rows.grad, "grad", gradient, k);
  part.classList.toggle("pending", !now);
  part.classList.toggle("partial", Boolean(gradient) && !whole);
  part.classList.toggle("complete", whole);
  part.classList.toggle("chosen", id === chosen);
  const known = now ? `data ${now[1]}` : "data not known yet";
  const arrived = gradient ? `, gradient ${gradient[1]}${whole ? "" : " so far"}` : "";
  const label = `${about?.name ?? id}: ${known}${arrived}${opens ? ", opens its inside" : ""}`;
  if (part.getAttribute("aria-label") !== label) part.setAttribute("aria-label", label);
}

/** Writes a row of a box: its label, and the number once there is one. */
function write(row, label, change, k) {
  const words = change ? `${label} ${change[1]}` : label;
  if (row.textContent !== words) {
    const caption = svgElement("tspan", { class: "label" }, change ? `${label} ` : label);
    row.replaceChildren(caption, ...(change ? [svgElement("tspan", {}, change[1])] : []));
  }
  row.classList.toggle("unknown", !change);
  row.classList.toggle("fresh", change?.[0] === k);
}
