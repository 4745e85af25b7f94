// The frame of every page: a timeline of steps with its controls, keys and address,
// the sentence of the step, and the switch between light and dark.

const byId = (id) => document.getElementById(id);
const payload = JSON.parse(byId("payload").textContent);
const PACE = 1800; // milliseconds for a step at speed 1: time to read a sentence

/** A new element with attributes, and what it holds: elements or texts. */
function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** Shows the sentence of a step; what stands in brackets at its end is set back. */
function say(phase, text) {
  const [, said, aside] = text.match(/^(.*?)( \([^()]*\))?$/s);
  document.body.dataset.phase = phase;
  byId("phase").textContent = phase;
  byId("text").replaceChildren(said, ...(aside ? [element("small", {}, aside)] : []));
}

/** The numbers that stand in the address, as in `#view=2&step=5`. */
function address() {
  return new URLSearchParams(location.hash.slice(1));
}

/** Writes them there, so that a slide can link to a step. */
function writeAddress(numbers) {
  try {
    history.replaceState(null, "", `#${new URLSearchParams(numbers)}`);
  } catch {
    // a page inside a notebook's frame has no address of its own; nothing is lost
  }
}

/**
 * The timeline. `paint(k)` is called to show step k; `arrive(params)` at the start and when the
 * address is changed by hand, to call `open`.
 *
 * A step lasts `pace` milliseconds when it plays; it is called `unit` and, in the counter and in
 * the address, `number(k)`.
 *
 * open({steps, at, spans, place})  sets how many steps there are and goes to one of them;
 *     `spans` are named parts, [{name, from, to}], `place` what else the address keeps
 * go(k)  shows step k, or the nearest there is, and halts the playing
 */
function timeline({ paint, arrive, pace = PACE, unit = "step", number = (k) => k }) {
  const slider = byId("slider");
  let now = 0;
  let last = 0;
  let place = {};
  let playing = 0;
  let writing = 0;

  function show(k) {
    now = Math.min(Math.max(Math.trunc(k) || 0, 0), last);
    slider.value = now;
    slider.style.setProperty("--at", last ? now / last : 1);
    slider.setAttribute("aria-valuetext", `${unit} ${number(now)} of ${number(last)}`);
    byId("counter").textContent = `${number(now)} / ${number(last)}`;
    for (const id of ["first", "back"]) byId(id).setAttribute("aria-disabled", now === 0);
    for (const id of ["forward", "last"]) byId(id).setAttribute("aria-disabled", now === last);
    paint(now);
  }

  function go(k) {
    halt();
    show(k);
    remember();
  }

  function remember() {
    // browsers refuse addresses written at the rate at which a slider moves
    clearTimeout(writing);
    writing = setTimeout(() => writeAddress({ ...place, step: number(now) }), 150);
  }

  function open({ steps, at = 0, spans = [], place: kept = {} }) {
    halt();
    last = steps - 1;
    place = kept;
    slider.max = last;
    slider.style.setProperty("--spans", gradient(spans, last));
    byId("spans").replaceChildren(...spans.map((span) => spanButton(span, go)));
    show(at);
  }

  function play() {
    if (now === last) show(0);
    mark("Pause");
    playing = setTimeout(tick, pause());
  }

  function tick() {
    show(now + 1);
    remember();
    if (now === last) halt();
    else playing = setTimeout(tick, pause());
  }

  function halt() {
    clearTimeout(playing);
    playing = 0;
    mark("Play");
  }

  const pause = () => pace / Number(byId("speed").value);
  const toggle = () => (playing ? halt() : play());
  const moves = {
    first: () => go(0),
    back: () => go(now - 1),
    play: toggle,
    forward: () => go(now + 1),
    last: () => go(last),
  };
  for (const [id, move] of Object.entries(moves)) byId(id).addEventListener("click", move);
  slider.addEventListener("input", () => go(slider.value));
  listen({
    ArrowLeft: moves.back,
    ArrowRight: moves.forward,
    PageUp: moves.back, // what a presenter's clicker sends
    PageDown: moves.forward,
    Home: moves.first,
    End: moves.last,
    " ": toggle,
  });
  const start = () => arrive(address());
  window.addEventListener("hashchange", start);
  return { open, go, start };
}

function mark(action) {
  byId("play").setAttribute("aria-label", action);
}

/** Calls `keys[key]`, unless the key means something where the focus is. */
function listen(keys) {
  document.addEventListener("keydown", (event) => {
    const { key, target } = event;
    const own = key === " " ? "button, select, summary, [role=button]" : "input, select";
    if (!(key in keys) || event.ctrlKey || event.altKey || event.metaKey) return;
    if (target.closest?.(own) || (key.startsWith("Page") && scrollable())) return;
    event.preventDefault();
    keys[key]();
  });
}

const scrollable = () => document.documentElement.scrollHeight > innerHeight;

/** The colours of the spans along the slider, each from half a step before to half after. */
function gradient(spans, last) {
  const stops = spans.flatMap(({ name, from, to }) => {
    const at = (k) => `calc(var(--inset) + (100% - 2 * var(--inset)) * ${k / (last || 1)})`;
    return [`var(--${name}) ${at(from - 0.5)}`, `var(--${name}) ${at(to + 0.5)}`];
  });
  return stops.length ? `linear-gradient(to right, ${stops})` : "none";
}

function spanButton({ name, from, to }, go) {
  const button = element("button", { type: "button", class: name }, `${name} pass`);
  button.style.flexGrow = to - from + 1;
  button.addEventListener("click", () => go(from));
  return button;
}

/** Light and dark as the system has it, until the button is pressed. */
function watchTheme() {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  byId("theme").addEventListener("click", () => {
    const now = root.dataset.theme ?? (system.matches ? "dark" : "light");
    root.dataset.theme = now === "dark" ? "light" : "dark";
  });
}

/** For a page in a notebook's frame, which has no other way to fill a projector's screen. */
function watchScreen() {
  const button = byId("whole");
  button.hidden = !document.fullscreenEnabled;
  button.addEventListener("click", () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen();
  });
}

watchTheme();
watchScreen();
