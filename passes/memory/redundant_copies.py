"""Copies that do nothing once both buffers are at the same place."""

from xdsl.dialects import func, memref
from xdsl.ir import Operation, SSAValue

from microaot.passes.memory.accesses import Accesses, is_whole, root_of


def is_copy(op: Operation, source: SSAValue, target: SSAValue, accesses: Accesses) -> bool:
    """Whether `op` does nothing but copy elements of `source` to the same places in `target`."""
    match op:
        case memref.CopyOp():
            return root_of(op.source) is source and root_of(op.destination) is target
        case func.CallOp() if not op.results and not accesses.is_hidden(op):
            if (function := accesses.function(op)) is None:
                return False
            arguments = function.body.blocks[0].args
            roles: dict[SSAValue, SSAValue] = {}
            roles.update(zip(arguments, map(root_of, op.arguments), strict=True))
            return all(
                _stores_what_it_loads(access.op, roles, source, target)
                for argument in arguments
                for access in accesses.of(argument)
                if access.writes
            )
        case _:
            return False


def _stores_what_it_loads(
    op: Operation, roles: dict[SSAValue, SSAValue], source: SSAValue, target: SSAValue
) -> bool:
    match op:
        case memref.StoreOp(value=value) if isinstance(load := value.owner, memref.LoadOp):
            same_places = load.memref.type == op.memref.type and [*load.indices] == [*op.indices]
            read, written = load.memref, op.memref
        case memref.CopyOp():
            same_places = is_whole(op.source) and is_whole(op.destination)
            read, written = op.source, op.destination
        case _:
            return False
    is_ours = roles.get(root_of(read)) is source and roles.get(root_of(written)) is target
    return same_places and is_ours and is_whole(read) and is_whole(written)
