"""The encoder and what it sees: pieces of words, joints between them, and answers that depend on the line alone."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import pairwise
from threading import Thread
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleanpipe.scoring.networks import wordvectors as module
from cleanpipe.scoring.networks.encoder import OUTCOMES, Encoder, encoder
from cleanpipe.scoring.networks.joints import (
    ASKS,
    BLANK,
    CLOSES,
    COLON,
    COMMA,
    DASH,
    GAPS,
    LINE_END,
    NOTHING,
    OPENS,
    OTHER,
    QUOTED_STOP,
    SHAPES,
    STOP,
    TOKEN,
    asks,
    gap_of,
    shape_of,
    words_of,
)
from cleanpipe.scoring.networks.judged import Judged
from cleanpipe.scoring.networks.pieces import MOST, Pieces
from cleanpipe.scoring.networks.wordvectors import GRAMMATICAL, LEXICAL, lexical

#: Sums of float32 products in another order differ in the last digits; an answer that is another differs by far more.
CLOSE = 1e-4
LINES = (
    "The ferry had been late since SeptemberWhen the pier sank, and nobody In the village asked why.",
    "She met the baker Who had sold the mill. They were pleased, but The bread was not.",
    "“We left,” said Mrs Pell (the owner) – “and It rained: all day.” Then the council met again at 10 o'clock.",
    "Rain",
    "It rained",
    "A man from Ostley bought 12 sheep at the market of thevalley and 3rd prize went to iPhone users in NATO.",
)


@pytest.fixture(scope="module")
def network() -> Encoder:
    found = encoder("en")
    assert found is not None
    return found


def judged(network: Encoder, text: str, start: int = 0, end: int | None = None) -> dict[int, list[float]]:
    """The answers for every word of a line, by offset from its start."""
    end = len(text) if end is None else end
    joints = words_of(text, start, end)[0]
    return {at - start: found.tolist() for at, found in network.judge(text, start, end, joints)}


def assert_same(one: dict[int, list[float]], two: dict[int, list[float]]) -> None:
    assert one.keys() == two.keys()
    for at, answer in one.items():
        assert two[at] == pytest.approx(answer, abs=CLOSE), at


# ---------------------------------------------------------------- pieces


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("rainfall", ["rain", "##fall"]),  # not ra + ##in + ##fall: the longest piece first
        ("rain", ["rain"]),
        ("rains", ["rain", "##s"]),
        ("rainy", ["rain", "[UNK]"]),  # what no piece covers is unknown, and the word ends there
        ("fall", ["[UNK]"]),  # ##fall stands only inside words
        ("RAIN", ["rain"]),
        ("café", ["cafe"]),  # accents are folded
        ("cafe\u0301", ["cafe"]),
        ("rain-fall", ["rain", "-", "[UNK]"]),  # parts of a compound each begin anew
        ("", ["[UNK]"]),
        ("____", ["[UNK]"]),
    ],
)
def test_pieces_are_cut_longest_first(word: str, expected: list[str]) -> None:
    vocabulary = ["[UNK]", "ra", "rain", "##in", "##fall", "##s", "cafe", "-"]
    found = [vocabulary[number] for number in Pieces(vocabulary).of(word)]
    assert found == expected


def test_a_word_has_at_most_so_many_pieces() -> None:
    assert Pieces(["[UNK]", "a", "##a"]).of("a" * 50) == [1] + [2] * (MOST - 1)


@given(st.text(max_size=20))
@settings(max_examples=200, deadline=None, derandomize=True, database=None)
def test_every_word_has_pieces_of_the_shipped_vocabulary(word: str) -> None:
    network = encoder("en")
    assert network is not None
    found = network.words.pieces.of(word)
    assert 1 <= len(found) <= MOST
    assert all(0 <= number < len(network.words.table) for number in found)


# ---------------------------------------------------------------- joints


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("in SeptemberWhen it", "in September When it"),
        ("room 12The door", "room 12 The door"),
        ("sold bythe council", "sold by the council"),
        ("met thebaker again", "met the baker again"),
        # whole as they are
        ("the NATO summit", "the NATO summit"),
        ("a well-known rock'n'roll band", "a well-known rock'n'roll band"),
        ("they understand nothing", "they understand nothing"),
        ("it’s theirs", "it’s theirs"),
        ("xyzzyqq happened", "xyzzyqq happened"),
        ("a_b", "a b"),
        ("", ""),
        (" .,;! ", ""),
    ],
)
def test_joints_cut_fused_words_and_leave_whole_ones(text: str, expected: str) -> None:
    starts, ends = words_of(text, 0, len(text))
    assert " ".join(text[a:b] for a, b in zip(starts, ends, strict=True)) == expected


@given(st.text(alphabet="aeTh iwsR2.,'’-\n", max_size=40), st.integers(0, 10), st.integers(0, 10))
@settings(max_examples=150, deadline=None, derandomize=True, database=None)
def test_words_lie_in_order_inside_the_span_and_cover_its_tokens(text: str, left: int, right: int) -> None:
    start, end = min(left, len(text)), max(min(left, len(text)), len(text) - right)
    starts, ends = words_of(text, start, end)
    spans = list(zip(starts, ends, strict=True))
    assert all(start <= a < b <= end for a, b in spans)
    assert all(one[1] <= two[0] for one, two in pairwise(spans))
    assert "".join(text[a:b] for a, b in spans) == "".join(match.group() for match in TOKEN.finditer(text, start, end))


@pytest.mark.parametrize(
    ("between", "expected"),
    [(" ", BLANK), ("", NOTHING), (", ", COMMA), (". ", STOP), ("? ", ASKS), ("! ", ASKS), (".” ", QUOTED_STOP),
     (": ", COLON), ("; ", COLON), (" (", OPENS), (" “", OPENS), (" – ", DASH), (" - ", DASH), ("” ", CLOSES),
     (",” ", CLOSES), ("\n", LINE_END), (".\n\n", LINE_END), (" * ", OTHER), ("  ", OTHER)],
)  # fmt: skip
def test_what_stands_in_a_joint(between: str, expected: int) -> None:
    assert gap_of(between) == expected


@given(st.text(max_size=6), st.text(min_size=1, max_size=6))
@settings(max_examples=200, deadline=None, derandomize=True, database=None)
def test_gaps_and_shapes_stay_inside_their_tables(between: str, word: str) -> None:
    assert 0 <= gap_of(between) < GAPS
    assert 0 <= shape_of(word) < SHAPES


def test_joints_that_are_asked() -> None:
    assert [asks(BLANK, word) for word in ("The", "the", "A", "B", "NATO", "McCoy", "It’s")] == [
        True, False, True, False, False, False, True,
    ]  # fmt: skip
    assert asks(NOTHING, "the")
    assert asks(STOP, "which")
    assert not asks(COMMA, "The")


# ---------------------------------------------------------------- the network


def test_probabilities_sum_to_one(network: Encoder) -> None:
    for line in LINES:
        for answer in judged(network, line).values():
            assert len(answer) == len(OUTCOMES)
            assert min(answer) >= 0
            assert sum(answer) == pytest.approx(1, abs=CLOSE)


def test_an_answer_does_not_depend_on_what_else_is_asked(network: Encoder) -> None:
    for line in LINES:
        together = judged(network, line)
        alone = {at: found.tolist() for at in together for _, found in network.judge(line, 0, len(line), [at])}
        assert together == alone  # to the last bit, since answers are remembered from text to text
        backwards = network.judge(line, 0, len(line), list(together)[::-1])
        assert [at for at, _ in backwards] == list(together)[::-1]
        assert_same(together, {at: found.tolist() for at, found in backwards})


def test_an_answer_does_not_depend_on_the_text_around_the_line(network: Encoder) -> None:
    for line in LINES:
        before = "Who The rivermen Had rowed.\n"
        text = f"{before}{line}\nAnd So They Left 12The mill"
        assert_same(judged(network, line), judged(network, text, len(before), len(before) + len(line)))


def test_an_answer_depends_on_so_many_words_to_each_side_and_no_more(network: Encoder) -> None:
    words = [f"{word} {other}" for word in ("the", "old", "men", "saw") for other in ("wet", "dogs", "in", "Rain")]
    line = " ".join(words * 2).split()
    centre = 31
    joint = len(" ".join(line[:centre])) + 1

    def answer(of: list[str]) -> list[float]:
        text = " ".join(of)
        return network.judge(text, 0, len(text), [joint])[0][1].tolist()

    reference = answer(line)
    differs = []
    for place in range(len(line)):
        if place == centre:
            continue
        changed = [*line]
        changed[place] = "x" * len(line[place])  # as long, so that the joint stays where it is
        if answer(changed) != pytest.approx(reference, abs=1e-6):
            differs.append(place - centre)
    assert min(differs) >= -network.left
    assert max(differs) <= network.right
    assert {-2, -1, 1, 2} <= set(differs)


def test_edges_of_lines(network: Encoder) -> None:
    text = "It rained all day"
    assert network.judge(text, 0, len(text), [0]) == []  # nothing stands before the first word
    assert network.judge(text, 3, len(text), [3]) == []  # nor before the first of a span
    assert network.judge(text, 0, len(text), [1, 2, len(text), 99, -1]) == []  # no word begins there
    assert network.judge("", 0, 0, [0]) == []
    assert network.judge(text, 0, len(text), []) == []
    assert [at for at, _ in network.judge(text, 0, len(text), [0, 3, 5, 14])] == [3, 14]


def test_what_was_plainly_lost_is_found_and_what_was_not_is_kept(network: Encoder) -> None:
    line = "The ferry had been late since Monday and the mayor said that The pier was closed."
    answers = judged(network, line)
    assert OUTCOMES[int(np.argmax(answers[line.index("The pier")]))] == "space_lower"
    assert OUTCOMES[int(np.argmax(answers[line.index("Monday")]))] in ("keep", "space_same")


def test_forgetting_words_changes_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    reference = Encoder("en")
    expected = [judged(reference, line) for line in LINES]
    most = 6
    assert any(len(words_of(line, 0, len(line))[0]) > most for line in LINES), "some line must reach the limit alone"
    monkeypatch.setattr(module, "MOST_ROWS", most)
    forgetful = Encoder("en")
    for _ in range(2):
        for line, answers in zip(LINES, expected, strict=True):
            assert_same(answers, judged(forgetful, line))
    # the words of no more than one line beyond the limit are ever remembered
    assert len(forgetful.words) < len(reference.words)


def test_more_words_than_the_first_table_holds() -> None:
    network = Encoder("en")
    size = len(network.words.vectors)
    expected = judged(network, LINES[0])
    line = " ".join(f"a{number}" for number in range(size + 10))
    joints = words_of(line, 0, len(line))[0]
    assert len(network.judge(line, 0, len(line), joints)) == len(joints) - 1
    assert len(network.words.vectors) > size
    assert_same(expected, judged(network, LINES[0]))


@pytest.fixture
def hurried_threads() -> Iterator[None]:
    """Threads that take turns a thousand times as often."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(5e-6)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("hurried_threads")
def test_threads_with_words_of_their_own_do_not_mix_them_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_ROWS", 40)
    lines = [f"The word{number} at Port{number} was said to be lost Since Monday{number}." for number in range(60)]
    reference = Encoder("en")
    expected = [judged(reference, line) for line in lines]
    for _ in range(3):
        network = Encoder("en")
        with ThreadPoolExecutor(6) as pool:
            for right, answers in zip(expected, pool.map(partial(judged, network), lines), strict=True):
                assert_same(right, answers)


def test_a_place_that_is_being_judged_is_no_place_without_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Le maire a fermé la vieille place Du village pour trois semaines."
    at = text.index("Du")
    network = encoder("fr")
    assert network is not None
    expected, answers = Judged(text, "fr").at(at), []
    shared = Judged(text, "fr")
    ask = network.judge_text

    def while_another_asks(text: str, joints: Sequence[int]) -> Any:
        monkeypatch.setattr(network, "judge_text", ask)
        other = Thread(target=lambda: answers.append(shared.at(at)))
        other.start()
        other.join()
        return ask(text, joints)

    monkeypatch.setattr(network, "judge_text", while_another_asks)
    answers.append(shared.at(at))
    assert expected is not None
    assert answers == [expected, expected]


def test_lexical_knowledge_is_between_nought_and_one() -> None:
    for word in ("the", "The", "Ostley", "xyzzyqq", "12", "rain"):
        known = lexical([word], "en")[0]
        assert len(known) == LEXICAL
        assert all(0 <= number <= 1 for number in known), word
    assert lexical(["xyzzyqq"], "en")[0, 1] == 1.0
    assert lexical(["rain"], "en")[0, 1] == 0.0


def test_a_language_without_weights_has_no_encoder() -> None:
    assert encoder("xx") is None
    assert encoder("en") is encoder("en")


# ---------------------------------------------------------------- ten other languages


def test_other_languages_share_a_network_and_have_words_of_their_own() -> None:
    german, french = encoder("de"), encoder("fr")
    assert german is not None
    assert french is not None
    assert np.array_equal(german.w["hidden"], french.w["hidden"])
    assert german.words.pieces.of("gewesen") != french.words.pieces.of("gewesen")
    assert lexical(["gewesen"], "de").shape[1] == LEXICAL + GRAMMATICAL


@pytest.mark.parametrize(
    ("lang", "line", "word", "outcome"),
    [
        ("de", "Die Fähre fährt seit dem SommerIn den alten Hafen von Rostock.", "In", "space_lower"),
        ("es", "El alcalde cerró la plaza vieja. De la ciudad por tres semanas.", "De", "space_lower"),
        ("fr", "Le maire a fermé la vieille place Du village pour trois semaines.", "Du", "space_lower"),
        ("fr", "Le maire a fermé la place pour trois semaines. Il en ouvrira une autre.", "Il", "keep"),
        ("ru", "Мэр закрыл старую площадьВ центре города на три недели.", "В", "space_lower"),
    ],
)
def test_what_was_plainly_lost_in_other_languages(lang: str, line: str, word: str, outcome: str) -> None:
    found = Judged(line, lang).at(line.rindex(word))
    assert found is not None
    assert max(found, key=found.__getitem__) == outcome


def test_an_answer_is_the_same_when_the_stretch_is_met_again() -> None:
    text = "\n".join(LINES) + "\n" + "one more line of the same text In which a word is raised"
    first, second = Encoder("en"), Encoder("en")
    joints = [at for at in range(len(text)) if text[at].isalpha()]
    fresh = first.judge_text(text, joints)
    second.judge_text(text[len(LINES[0]) + 1 :], [at - len(LINES[0]) - 1 for at in joints if at > len(LINES[0])])
    again = second.judge_text(text, joints)
    assert fresh.keys() == again.keys()
    assert all((fresh[at] == again[at]).all() for at in fresh)


@pytest.mark.skipif((os.cpu_count() or 1) < 2, reason="one core has no threads to start")
def test_cleaning_starts_no_threads() -> None:
    """Workers are as many as there are cores; threads of BLAS on top of them made two slower than one."""
    told = """
import time, cleanpipe
names = "Lisbon York Leeds Porto Ghent Basel Turin Malmo".split()
text = "He travelled to {0} Last SeptemberWhen the mayor spoke ,and It rained. In the sea. Of {1} they Met again ."
texts = [" ".join([text.format(a, b)] * 4) for a in names for b in names]
cleanpipe.clean(texts[0])
wall, cpu = time.perf_counter(), time.process_time()
for one in texts:
    cleanpipe.clean(one)
print((time.process_time() - cpu) / (time.perf_counter() - wall))
"""
    blas = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
    env = {name: value for name, value in os.environ.items() if name not in blas}
    done = subprocess.run([sys.executable, "-c", told], env=env, capture_output=True, text=True, check=True)
    assert float(done.stdout) < 1.1
