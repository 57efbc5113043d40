"""Edits and their history: what is chosen, where it came from, and that everything can be undone."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleanpipe.document import Document, Edit, Result, Span
from cleanpipe.editing import Bar, History, apply, choose, original_span

BAR = Bar(apply_from=0.8, suggest_from=0.5)


def states(text, edits, **kwargs):
    return [(e.rule, e.state, e.by) for e in choose(text, edits, lambda rule: BAR, **kwargs)]


def test_order_beats_score_and_score_beats_length():
    text = "abcdefgh"
    low_score_high_order = Edit(2, 4, "X", "ordered", score=0.8, order=1)
    high_score = Edit(0, 3, "Y", "scored", score=0.99)
    longer = Edit(4, 8, "Z", "longer", score=0.9)
    shorter = Edit(5, 6, "z", "shorter", score=0.9)
    assert states(text, [high_score, shorter, longer, low_score_high_order]) == [
        ("scored", "shadowed", "ordered"),
        ("ordered", "applied", ""),
        ("longer", "applied", ""),
        ("shorter", "shadowed", "longer"),
    ]


def test_a_suggestion_never_shadows_an_edit_that_can_be_made():
    suggestion = Edit(0, 6, "unsure", "unsure", score=0.7, order=5)
    certain = Edit(2, 3, "C", "certain", score=0.9)
    assert states("abcdef", [suggestion, certain]) == [("unsure", "shadowed", "certain"), ("certain", "applied", "")]


def test_what_changes_nothing_or_is_too_unsure_is_forgotten():
    assert states("abc", [Edit(0, 1, "a", "same"), Edit(1, 2, "x", "unsure", score=0.4)]) == []


def test_protected_spans_win_over_any_order():
    edit = Edit(0, 1, "x", "r", order=99)
    assert states("abc", [edit], is_protected=lambda e: True) == [("r", "protected", "")]


def test_two_rules_that_want_the_same_edit_do_not_shadow_each_other():
    assert states("a b", [Edit(1, 2, "", "one"), Edit(1, 2, "", "two")]) == [("one", "applied", "")]


def test_insertions_at_one_point_conflict_but_not_with_a_neighbour():
    assert states("ab", [Edit(1, 1, "x", "one"), Edit(1, 1, "y", "two")])[1][1] == "shadowed"
    assert [s for _, s, _ in states("ab", [Edit(0, 1, "x", "one"), Edit(1, 1, "y", "two")])] == ["applied", "applied"]


def test_apply_refuses_overlap():
    with pytest.raises(ValueError, match="overlap"):
        apply("abcdef", [Edit(0, 3, "x", "one"), Edit(2, 4, "y", "two")])


def test_edits_of_two_phases_at_one_place_become_one_that_names_both():
    history = History("a cafÃ© .")
    history.add([Edit(5, 7, "é", "encoding", old="Ã©")])
    history.add([Edit(2, 7, "", "cut", old="café ")])
    (edit,) = history.composed()
    assert (edit.old, edit.new, edit.rule) == ("cafÃ© ", "", "cut")
    assert [part.rule for part in edit.merged] == ["encoding", "cut"]


def test_undo_takes_dependent_edits_along_and_leaves_the_others():
    history = History("one  two , three")
    history.add([Edit(3, 5, " ", "blanks", old="  "), Edit(8, 9, "", "comma", old=" ")])
    history.add([Edit(3, 4, "_", "score", old=" ")])
    result = Result("one  two , three", history.text, history.composed(), history=history)
    assert result.text == "one_two, three"
    assert result.undo("blanks").text == "one  two, three"
    assert result.undo("score").text == "one two, three"
    assert result.undo("comma").text == "one_two , three"
    assert result.undo(edit=result.edits[0]).text == "one  two, three"


def test_original_span_covers_what_a_piece_came_from():
    result = Result("It rained , and", "It rained, and", (Edit(9, 10, "", "comma", old=" "),))
    assert result.original_span(0, 2) == Span(0, 2)
    assert result.original_span(11, 14) == Span(12, 15)
    with pytest.raises(IndexError):
        result.original_span(0, 99)


PIECES = st.text(alphabet="abc \n", max_size=24)
PROPOSAL = st.tuples(
    st.integers(0, 30),
    st.integers(0, 6),
    st.text("xyz", max_size=3),
    st.sampled_from("pqrs"),
    st.sampled_from([0.9, 0.95]),
)


def build(text, layers):
    history = History(text)
    for layer in layers:
        size = len(history.text)
        proposals = [
            Edit(min(start, size), min(start + length, size), new, rule, score=score)
            for start, length, new, rule, score in layer
        ]
        history.add(e for e in choose(history.text, proposals, lambda rule: BAR) if e.state == "applied")
    return history


@settings(max_examples=400, deadline=None)
@given(PIECES, st.lists(st.lists(PROPOSAL, max_size=5), max_size=4))
def test_the_log_rebuilds_the_output_and_undo_rebuilds_the_input(text, layers):
    history = build(text, layers)
    result = Result(text, history.text, history.composed(), history=history)
    assert apply(text, result.edits) == result.text
    assert all(text[e.start : e.end] == e.old for e in result.edits)
    assert result.undo().text == text
    for rule in "pqrs":
        undone = result.undo(rule)
        assert apply(text, undone.edits) == undone.text
        replay = History(text)
        for layer in undone.history.layers:
            assert all(replay.text[e.start : e.end] == e.old and e.rule != rule for e in layer)
            replay.add(layer)


@settings(max_examples=200, deadline=None)
@given(PIECES, st.lists(st.lists(PROPOSAL, max_size=5), max_size=4))
def test_untouched_characters_map_to_themselves_and_new_ones_to_their_edit(text, layers):
    history = build(text, layers)
    result = Result(text, history.text, history.composed())
    origin, at = [], 0  # for each character of the output, the span of the input it stands for
    for edit in result.edits:
        origin += [Span(k, k + 1) for k in range(at, edit.start)] + [Span(edit.start, edit.end)] * len(edit.new)
        at = edit.end
    origin += [Span(k, k + 1) for k in range(at, len(text))]
    for k, expected in enumerate(origin):
        assert result.original_span(k, k + 1) == expected == history.to_original(k, k + 1)


def test_paragraphs_follow_blank_lines_or_single_lines():
    def pieces(text):
        return [text[a:b] for a, b in Document(text).paragraphs]

    assert pieces("One.\n\n\nTwo\nlines.\n") == ["One.", "Two\nlines."]
    assert pieces("A\nlong line that goes on for more than a hundred and twenty characters so that it must be "
                  "a paragraph of its own, surely.\nB") == ["A", "long line that goes on for more than a hundred and "
                  "twenty characters so that it must be a paragraph of its own, surely.", "B"]  # fmt: skip
    assert pieces("") == []
    assert pieces("\n \n") == []


def _walked(rows: list[tuple[int, int, int, int]], start: int, end: int) -> tuple[int, int]:
    """The way back from a span, one piece after the other: slow, and easy to believe."""
    shift = 0
    first: int | None = None
    last: int | None = None
    for o0, o1, n0, n1 in rows:
        if first is None and start < n0:
            first = start - shift
        if last is None and (end < n0 or (end == n0 and (start < end or n0 < n1))):
            last = end - shift
        if first is None and n0 <= start < n1:
            first = o0
        if last is None and n0 < end <= n1:
            last = o1
        shift = n1 - o1
    first = start - shift if first is None else first
    last = end - shift if last is None else last
    return first, max(first, last)


@given(st.lists(st.tuples(*[st.integers(0, 2)] * 3), max_size=6), st.integers(0, 12), st.integers(0, 6))
@settings(max_examples=500, deadline=None, derandomize=True, database=None)
def test_the_way_back_is_a_walk_over_all_pieces(steps: list[tuple[int, int, int]], start: int, size: int) -> None:
    edits, old = [], 0
    for gap, length, written in steps:
        edits.append(Edit(old + gap, old + gap + length, "x" * written))
        old += gap + length
    rows, shift = [], 0
    for edit in edits:
        rows.append((edit.start, edit.end, edit.start + shift, edit.start + shift + len(edit.new)))
        shift += len(edit.new) - (edit.end - edit.start)
    assert tuple(original_span(edits, start, start + size)) == _walked(rows, start, start + size)
