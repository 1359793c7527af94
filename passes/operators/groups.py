"""Which ops of a block become one operator."""

from dataclasses import dataclass, field

from xdsl.dialects import arith, func
from xdsl.ir import Block, Operation, SSAValue

from microaot.passes.fusion.materialize import Materialization, closure
from microaot.passes.fusion.tensor_ops import captured, cost, is_tensor, structured
from microaot.passes.operators.names import is_contraction

_MAX_COST = 48
"""Simple operations per element of a function that one can still read, and whose variables do not
take much stack."""


@dataclass(eq=False)
class Group:
    """Ops that are computed together, in their order; `results` are what others use of them.

    A heavy group is a layer of its own, rather than a step of one.
    """

    ops: dict[Operation, None]
    results: list[SSAValue] = field(default_factory=list[SSAValue])
    is_heavy: bool = False
    cost: int = field(init=False)
    """Simple operations per element."""

    def __post_init__(self) -> None:
        self.cost = sum(map(cost, self.ops))
        views = [view for op in self.ops if (view := structured(op)) is not None]
        self.is_heavy |= any(map(is_contraction, views))


def find_groups(block: Block) -> list[Group]:
    """The operators of a block, in the order in which they can run.

    A group is the loop nest of one stored tensor, with all that is computed in it. What is used by
    one other group only, and is no layer of its own, joins it: a softmax is one operator although
    it takes several nests.
    """
    plan = Materialization(block)
    groups: list[Group] = []
    members: dict[Operation, set[Group]] = {}
    for op in block.ops:
        if plan.is_stored(op):
            group = Group(dict.fromkeys(closure(op, plan)))
        elif not plan.is_computable(op) and _is_opaque(op):
            group = Group({op: None}, is_heavy=True)
        else:
            continue
        group.results = [result for result in op.results if is_tensor(result) and result.uses]
        groups.append(group)
        for inner in group.ops:
            members.setdefault(inner, set()).add(group)
    for group in reversed([*groups]):
        target = _only_user(group, block, members)
        if target is None or group.is_heavy or target.is_heavy:
            continue
        if group.cost + target.cost > _MAX_COST:
            continue
        groups.remove(group)
        target.cost += sum(cost(op) for op in group.ops if op not in target.ops)
        target.ops |= group.ops
        for inner in group.ops:
            members[inner] = members[inner] - {group} | {target}
    for group in groups:
        group.ops = dict.fromkeys(_ordered(group))
    return groups


def _ordered(group: Group) -> list[Operation]:
    """The ops in the order in which the last one needs them, whatever the model's order is: equal
    groups have equal orders."""
    found: dict[Operation, None] = {}
    (root,) = {result.owner for result in group.results}
    assert isinstance(root, Operation)
    pending: list[tuple[Operation, bool]] = [(root, False)]
    while pending:
        op, has_operands = pending.pop()
        if op in found or op not in group.ops:
            continue
        if has_operands:
            found[op] = None
            continue
        pending.append((op, True))
        values = [*op.operands, *captured(op)]
        owners = [value.owner for value in values]
        pending += [(owner, False) for owner in reversed(owners) if isinstance(owner, Operation)]
    return [*found]


def _only_user(group: Group, block: Block, members: dict[Operation, set[Group]]) -> Group | None:
    """The group that all uses of the results are in, if there is one."""
    users: set[Group] = set()
    for result in group.results:
        for use in result.uses:
            op = block.find_ancestor_op_in_block(use.operation)
            found = members.get(op, set()) if op is not None else set[Group]()
            if not found:
                return None
            users |= found
    return users.pop() if len(users) == 1 else None


def _is_opaque(op: Operation) -> bool:
    """Ops on tensors that are operators as they are."""
    if isinstance(op, arith.ConstantOp | func.CallOp | func.ReturnOp) or not op.results:
        return False
    values = [*op.operands, *op.results, *captured(op)]
    return any(map(is_tensor, op.results)) and any(map(is_tensor, values))
