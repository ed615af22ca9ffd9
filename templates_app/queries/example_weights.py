"""What a template becomes for the shortest, a typical and the longest customer, and its weight (mission.md C3)."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Actor
from templates_app.queries.compiling import TextProblem, compiled
from templates_app.queries.figures import Sample, samples_of
from templates_app.registries.text_weights import TextWeight, weights_of


@dataclass(frozen=True, slots=True)
class WeighedExample:
    """`label`: which of the three; empty where the text is the same for all. `name`: of that customer, empty for
    made-up values.
    """

    label: str | Promise
    name: str
    weight: TextWeight


@dataclass(frozen=True, slots=True)
class ExampleWeights:
    """`examples` are empty where there are problems. Of `looked_at` customers `lacking` have no value for a field."""

    problems: tuple[TextProblem, ...]
    hints: tuple[TextProblem, ...] = ()
    examples: tuple[WeighedExample, ...] = ()
    looked_at: int = 0
    lacking: int = 0

    @property
    def over(self) -> bool:
        return any(example.weight.over for example in self.examples)

    @property
    def is_made_up(self) -> bool:
        """Whether fields stand in the text, but no customer's values."""
        return len(self.examples) == 3 and not any(example.name for example in self.examples)


def example_weights(actor: Actor, body: str, language: str) -> ExampleWeights:
    """Of a body as it is typed, newlines as \\n; with customers' values for whoever may see customers."""
    compilation = compiled(actor.store, body)
    if compilation.compiled is None:
        return ExampleWeights(compilation.problems, compilation.hints)
    samples = samples_of(actor, compilation.compiled, language)
    labelled: list[tuple[str | Promise, Sample]] = [("", samples.typical)]
    if compilation.compiled.fields:
        labelled = [
            (_("Shortest text"), samples.shortest),
            (_("Typical text"), samples.typical),
            (_("Longest text"), samples.longest),
        ]
    weights = weights_of(actor.store, [(sample.text, sample.spans) for _label, sample in labelled])
    examples = tuple(
        WeighedExample(label, sample.name, weight)
        for (label, sample), weight in zip(labelled, weights, strict=True)
    )
    return ExampleWeights((), compilation.hints, examples, samples.looked_at, samples.lacking)
