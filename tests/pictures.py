"""What pictures show, and labels that are hard to show."""

from collections import Counter
from xml.etree import ElementTree

from hypothesis import strategies as st

SVG = "{http://www.w3.org/2000/svg}"
LABELS = [
    *("plain", "a\\b", "end\\", "\\N", "\\n", "\\\\", '\\"', '"', 'say "hi"', "{x}", "{", "}", "|"),
    *("a|b", "<", ">", "<p> port", "]", "[", ";", "#", "'", "`", "%s", "//", "/* */", "-> n0"),
    *("<b>bold</b>", "<script>alert(1)</script>", '"]; n9 [label="', "<!-- -->", "]]>", "-->"),
    *("a & b", "&amp;", "&lt;", "&alpha;", "&#65;", "größe", "∂L/∂w", "日本", "e\u0301", "🙂"),
    *("a  b", " led", "trailed ", "layers.0.neurons.2.w.1", "end", "click n0", "#quot;", "`md`"),
    *("\u202egnp", "\u200b", "**x**", "1. one", "- item", "subgraph", "$$x$$", "{{x}}"),
]
# whatever a str can hold, and often what means something to one of the formats
hard_texts = st.text(
    st.characters() | st.sampled_from("\\\"'{}|<>&;#`[]()\n\r\t\0\x1b\ud800\udfff")
)


def parsed(picture):
    """The SVG, which must be well-formed."""
    return ElementTree.fromstring(picture)


def texts(picture):
    """What the picture shows as text, and no more."""
    return [(text.text or "").replace("\u00a0", " ") for text in parsed(picture).iter(f"{SVG}text")]


def tags(picture):
    """The kinds of elements that the picture has."""
    return {element.tag.removeprefix(SVG) for element in parsed(picture).iter()}


def parts(picture):
    """The ids of the picture's boxes, arrows and frames, by class: node, edge and cluster."""
    found = {"node": set(), "edge": set(), "cluster": set()}
    for group in parsed(picture).iter(f"{SVG}g"):
        if group.get("class") in found:
            found[group.get("class")].add(group.get("id"))
    return found


def shown(sketch):
    """The texts of each box by id."""
    return {box.id: [text for _, text in box.rows] for box in sketch.boxes}


def joined(sketch):
    """How often each pair of boxes is joined by an arrow."""
    return Counter((arrow.tail, arrow.head) for arrow in sketch.arrows)


def nodes_shown(sketch):
    """How many nodes of the graph the boxes stand for."""
    sizes = {"leaf": 1, "result": 1}
    return sum(
        box.facts["nodes"] if box.kind == "group" else sizes.get(box.kind, 0)
        for box in sketch.boxes
    )


def is_acyclic(sketch):
    """Whether the arrows lead nowhere in circles."""
    after, waiting = {}, Counter()
    for tail, head in joined(sketch):
        after.setdefault(tail, []).append(head)
        waiting[head] += 1
    ready = [box.id for box in sketch.boxes if not waiting[box.id]]
    for name in ready:
        for head in after.get(name, ()):
            waiting[head] -= 1
            if not waiting[head]:
                ready.append(head)
    return len(ready) == len(sketch.boxes)
