"""Arguments that are no numbers are equal where a program may serve both."""

from autograd.compiler.statics import told_apart


def test_what_can_be_hashed_stands_for_itself() -> None:
    assert told_apart((1, "a")) == (1, "a")


def test_what_cannot_be_hashed_is_equal_to_itself_while_it_is_unchanged() -> None:
    held = {1.0}
    before = told_apart(held)
    assert before == told_apart(held) and hash(before) == hash(told_apart(held))
    assert before != told_apart({1.0})
    held.add(2.0)
    assert before != told_apart(held) and hash(before) == hash(told_apart(held))
