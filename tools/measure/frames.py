"""The stack that a function of Thumb code takes, from its instructions.

`analyze` follows the control flow and knows how deep the stack is at each instruction. It is an
upper bound: what it does not understand never makes the stack less deep.
"""

import re
from dataclasses import dataclass, field

from microaot.tools.measure.disassembly import Function, Instruction

_REGISTERS = re.compile(r"\{([^}]*)\}")
_ADDRESS = re.compile(r"(?:^|, )([0-9a-f]+) <")
_WRITEBACK = re.compile(r"\[sp, #-(\d+)\]!")
_CONDITIONS = "eq|ne|cs|cc|hs|lo|mi|pl|vs|vc|hi|ls|ge|lt|gt|le"
_BRANCH = re.compile(rf"b(?:{_CONDITIONS})?(?:\.[nw])?|cbn?z|le|wls|wlstp\.\d+|letp")
_MOST_VISITS = 100
"""An instruction that is reached with ever more stack is in a loop that takes stack."""
_SWITCHES = ("tbb", "tbh")


@dataclass(frozen=True)
class Site:
    """A place where other code gets control, and the bytes of stack in use there.

    `callee` is an address; nothing if it is computed.
    """

    callee: int | None
    depth: int


@dataclass
class Frame:
    """The bytes of stack that a function uses itself, and whom it calls.

    `known` is false if the stack moves by an amount that is not known.
    """

    depth: int = 0
    sites: list[Site] = field(default_factory=list[Site])
    known: bool = True


def analyze(function: Function) -> Frame:
    """How much stack a function takes, and how much of it at each of its calls."""
    walk = _Walk(function)
    walk.run()
    return walk.frame


class _Walk:
    def __init__(self, function: Function) -> None:
        self.frame = Frame()
        self._code = [i for i in function.instructions if not i.mnemonic.startswith(".")]
        self._index = {i.address: index for index, i in enumerate(self._code)}
        self._data = {i.address: i.operands for i in function.instructions}
        self._seen: dict[int, int] = {}
        self._visits: dict[int, int] = {}

    def run(self) -> None:
        """Visit all instructions: those that no branch leads to are targets of a switch."""
        pending = [(0, 0)] if self._code else []
        unvisited = 0
        while True:
            while pending:
                index, depth = pending.pop()
                if index >= len(self._code) or self._seen.get(index, -1) >= depth:
                    continue
                self._seen[index] = depth
                self._visits[index] = self._visits.get(index, 0) + 1
                if self._visits[index] > _MOST_VISITS:
                    self.frame.known = False
                    return
                pending += self._step(index, depth)
            while unvisited in self._seen:
                unvisited += 1
            if unvisited >= len(self._code):
                return
            pending = [(unvisited, self.frame.depth)]

    def _step(self, index: int, depth: int) -> list[tuple[int, int]]:
        """Where control goes after an instruction, and how deep the stack is there."""
        instruction = self._code[index]
        name, operands = instruction.mnemonic, instruction.operands
        sites = self.frame.sites
        following = [(index + 1, depth)]
        if name in ("bl", "blx", "bl.w"):
            target = _ADDRESS.search(operands)
            address = int(target[1], 16) if target else None
            if self._index.get(address or 0, 0) > 0:
                # Thumb of ARMv6-M has no other jump that reaches far.
                return [(self._index[address or 0], depth)]
            sites.append(Site(address, depth))
            return following
        if _BRANCH.fullmatch(name) and (target := _ADDRESS.search(operands)):
            address = int(target[1], 16)
            if address in self._index:
                taken = [(self._index[address], depth)]
            else:
                sites.append(Site(address, depth))
                taken = []
            return taken if name in ("b", "b.n", "b.w") else taken + following
        if name in _SWITCHES or name in ("bx", "udf", "udf.w"):
            return []
        if name == "mov" and operands.startswith("pc"):
            return []
        change = self._change(index, instruction)
        if change > 0:
            self.frame.depth = max(self.frame.depth, depth + change)
        if _leaves(name, operands):
            return []
        return [(index + 1, max(depth + change, 0))]

    def _change(self, index: int, instruction: Instruction) -> int:
        """By how many bytes an instruction makes the stack deeper."""
        name, operands = instruction.mnemonic, instruction.operands
        base = name.partition(".")[0]
        if base in ("push", "vpush") or (
            base in ("stmdb", "vstmdb") and operands.startswith("sp!")
        ):
            return _size_of_list(operands)
        if base in ("pop", "vpop") or (base in ("ldmia", "vldmia") and operands.startswith("sp!")):
            return -_size_of_list(operands)
        if found := _WRITEBACK.search(operands):
            return int(found[1]) if base.startswith("str") or base.startswith("vstr") else 0
        if operands.startswith("sp,") and base in ("sub", "subw", "add", "addw"):
            amount = self._amount(index, operands)
            if amount is None:
                self.frame.known = self.frame.known and base in ("add", "addw")
                return 0
            return amount if base.startswith("sub") else -amount
        return 0

    def _amount(self, index: int, operands: str) -> int | None:
        """The last operand: a number, or a register that the instructions before have set."""
        last = operands.split(",")[-1].strip()
        if last.startswith("#"):
            return int(last[1:], 0)
        for before in reversed(self._code[max(index - 8, 0) : index]):
            destination, _, rest = before.operands.partition(",")
            if destination.strip() != last:
                continue
            base = before.mnemonic.partition(".")[0]
            if base == "ldr" and "[pc" in rest:
                return self._literal(before)
            if base in ("mov", "movs", "movw") and rest.strip().startswith("#"):
                return int(rest.strip()[1:], 0)
            return None
        return None

    def _literal(self, load: Instruction) -> int | None:
        offset = re.search(r"\[pc, #(\d+)\]", load.operands)
        if offset is None:
            return None
        word = self._data.get((load.address + 4 & ~3) + int(offset[1]))
        if word is None:
            return None
        value = int(word, 0)
        return value - (1 << 32) if value >> 31 else value


def _leaves(name: str, operands: str) -> bool:
    """Whether an instruction returns, on no condition."""
    base = name.partition(".")[0]
    if base == "pop" or (base == "ldmia" and operands.startswith("sp!")):
        return "pc" in operands
    return base == "ldr" and operands.startswith("pc")


def _size_of_list(operands: str) -> int:
    """The bytes of a list of registers such as `{r4, r5, lr}` or `{d8-d11}`."""
    found = _REGISTERS.search(operands)
    size = 0
    for item in (found[1] if found else "").split(","):
        first, _, last = item.strip().partition("-")
        count = int(last[1:]) - int(first[1:]) + 1 if last else 1
        size += count * (8 if first.startswith("d") else 4)
    return size
