"""The model of support passes nearly all that is supported, whatever the share of each kind of example."""

import numpy as np

from rag.training.support.fit_verify import fit_support
from rag.training.support.support_examples import SupportExample
from rag.verification.verifier import Inspection

PASSED = 0.95


def seen(supported: bool, count: int, mean: float, kind: str, seed: int) -> list[tuple[SupportExample, Inspection]]:
    chance = np.random.default_rng(seed)
    example = SupportExample(kind, supported, "A sentence.", ("Cited.",), "A question?")
    return [(example, Inspection((), (chance.normal(mean), chance.normal()))) for _ in range(count)]


def probability(model: dict[str, object], features: tuple[float, ...]) -> float:
    scaled = (np.array(features) - model["means"]) / model["scales"]
    return float(1 / (1 + np.exp(-(scaled @ np.array(model["coefficients"]) + model["intercept"]))))


def test_the_threshold_passes_the_share_of_the_supported_that_it_promises() -> None:
    made = seen(True, 300, 2, "right", 1) + seen(False, 300, -2, "wrong", 2)
    model = fit_support(made, PASSED)
    passed = [probability(model, i.features) >= model["threshold"] for example, i in made if example.supported]
    assert abs(np.mean(passed) - PASSED) < 0.02
    assert model["coefficients"][0] > 5 * abs(model["coefficients"][1])


def test_what_breaks_a_rule_or_is_verbatim_has_no_say() -> None:
    made = seen(True, 60, 2, "right", 1) + seen(False, 60, -2, "wrong", 2)
    broken = [(example, Inspection(("a number is missing",), (50.0, 50.0))) for example, _ in made[:40]]
    verbatim = [(example, Inspection(())) for example, _ in made[:40]]
    assert fit_support([*made, *broken, *verbatim], PASSED) == fit_support(made, PASSED)


def test_a_kind_of_many_examples_weighs_no_more_than_one_of_few() -> None:
    kinds = seen(True, 60, 2, "right", 1) + seen(False, 60, -2, "wrong", 2)
    many = seen(False, 60, 0, "near", 3)
    few, often = fit_support(kinds + many, PASSED), fit_support(kinds + many * 20, PASSED)
    for place in (-2.0, 0.0, 2.0):
        assert abs(probability(few, (place, 0.0)) - probability(often, (place, 0.0))) < 0.02


def test_claims_weigh_as_much_as_all_that_is_made() -> None:
    kinds = [
        *seen(True, 60, 2, "right", 1), *seen(True, 60, 2, "also right", 2),
        *seen(False, 60, -2, "wrong", 3), *seen(False, 60, -2, "also wrong", 4),
    ]  # fmt: skip
    claims = seen(True, 200, -2, "claim", 5) + seen(False, 200, 2, "claim", 6)
    for some in (claims, claims[:40] + claims[200:240]):
        assert abs(fit_support(kinds + some, PASSED)["coefficients"][0]) < 0.3
    assert fit_support(kinds, PASSED)["coefficients"][0] > 1
