"""The text of linalg ops on the arguments %a, %b, .. of a kernel, see `linalg_kernels`."""

from collections.abc import Sequence


def windows(*strides_and_dilations: Sequence[int]) -> str:
    strides, dilations = strides_and_dilations
    kind = f"tensor<{len(strides)}xi64>"
    values = (f"dense<{list(numbers)}> : {kind}" for numbers in (dilations, strides))
    return "{{dilations = {}, strides = {}}}".format(*values)


def named(op: str, inputs: str, output: str, attributes: str = "") -> str:
    ins = ", ".join(f"%{name}" for name in inputs)
    types = ", ".join("{" + name + "}" for name in inputs)
    return f"linalg.{op} {attributes} ins({ins} : {types}) outs(%{output} : {{{output}}})"


def generic(maps: Sequence[str], iterators: str, operands: str, body: str) -> str:
    """A generic op; iterators are letters p and r, the last operand is the output."""
    kinds = ", ".join({"p": '"parallel"', "r": '"reduction"'}[letter] for letter in iterators)
    texts = ", ".join(f"affine_map<({', '.join('ijkl'[: len(iterators)])}) -> {m}>" for m in maps)
    ins = ", ".join(f"%{name}" for name in operands[:-1])
    types = ", ".join("{" + name + "}" for name in operands[:-1])
    inputs = f"ins({ins} : {types}) " if ins else ""
    out = f"outs(%{operands[-1]} : {{{operands[-1]}}})"
    return (
        f"linalg.generic {{indexing_maps = [{texts}], iterator_types = [{kinds}]}} "
        f"{inputs}{out} {{\n  {body}\n  }}"
    )
