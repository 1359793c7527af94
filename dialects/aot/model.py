"""What firmware sees of a model: its name, its tensors, its memory, its devices."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

from xdsl.dialects.builtin import (
    StringAttr,
)
from xdsl.ir import Attribute, Block, Operation, Region
from xdsl.irdl import (
    IRDLOperation,
    irdl_op_definition,
    prop_def,
    region_def,
    traits_def,
)
from xdsl.traits import NoTerminator
from xdsl.utils.exceptions import VerifyException
from xdsl.utils.str_enum import StrEnum

from microaot.dialects.aot.entries import (
    DeviceOp,
    EntryOp,
    InputOp,
    OutputOp,
    PoolOp,
    TensorOp,
    verify_c_name,
)
from microaot.dialects.emitc.syntax import BodyRegion


class Style(StrEnum):
    """Whose conventions names and types in C follow."""

    MICROAOT = "microaot"
    """Typed members; one pool of the application is an argument by itself."""
    TVM = "tvm"
    """Those of TVM v0.14: members of type `void *`, pools always in a struct."""


@irdl_op_definition
class ModelOp(IRDLOperation):
    """A model as firmware sees it: a table of its inputs, outputs, pools and devices, in order.

    Names of functions and structs in C start with `prefix`, those of macros with the same in
    capitals. The function that runs the model is `<prefix>_run`. Header, JSON and descriptor are
    printed from this op alone.

    ```mlir
    aot.model "kws" prefix "kws" {
      aot.input "input_1" as "input_1" : memref<1x49x10x1xi8> {alignment = 1 : i64}
      aot.output "Identity" as "Identity" : memref<1x12xi8> {alignment = 1 : i64}
      aot.pool "workspace" as "workspace" {size = 16000 : i64, alignment = 8 : i64, owner = "app"}
    }
    ```
    """

    name = "aot.model"

    model_name = prop_def(StringAttr)
    prefix = prop_def(StringAttr)
    style = prop_def(StringAttr, default_value=StringAttr(Style.MICROAOT))
    body = region_def("single_block")

    traits = traits_def(NoTerminator())

    custom_directives = (BodyRegion,)
    assembly_format = (
        "$model_name `prefix` $prefix (`style` $style^)? attr-dict-with-keyword "
        "custom<BodyRegion>($body)"
    )

    def __init__(
        self,
        name: str,
        prefix: str,
        style: Style,
        entries: Sequence["InputOp | OutputOp | PoolOp | DeviceOp"],
    ) -> None:
        super().__init__(
            properties={
                "model_name": StringAttr(name),
                "prefix": StringAttr(prefix),
                "style": StringAttr(style),
            },
            regions=[Region(Block(entries))],
        )

    @property
    def is_tvm(self) -> bool:
        """Whether C follows TVM's conventions."""
        return self.style.data == Style.TVM

    @property
    def inputs(self) -> list["InputOp"]:
        """The inputs, in the order of the model."""
        return _of_class(self, InputOp)

    @property
    def outputs(self) -> list["OutputOp"]:
        """The outputs, in the order of the model."""
        return _of_class(self, OutputOp)

    @property
    def tensors(self) -> list["TensorOp"]:
        """Inputs, then outputs."""
        return [*self.inputs, *self.outputs]

    @property
    def pools(self) -> list["PoolOp"]:
        """All pools."""
        return _of_class(self, PoolOp)

    @property
    def app_pools(self) -> list["PoolOp"]:
        """The pools that the application provides."""
        return [pool for pool in self.pools if pool.owner.data == "app"]

    @property
    def devices(self) -> list["DeviceOp"]:
        """The devices whose handles the application provides."""
        return _of_class(self, DeviceOp)

    @property
    def io_in_workspace(self) -> bool:
        """Whether inputs and outputs have their places in the pools."""
        return any(tensor.pool is not None for tensor in self.tensors)

    def c_name(self, *words: str) -> str:
        """The name of a function or struct: `kws_inputs`."""
        return "_".join([self.prefix.data, *words])

    @property
    def pools_struct(self) -> str:
        """The struct of the pools that the application provides."""
        return self.c_name("workspace_pools" if self.is_tvm else "workspaces")

    @property
    def pools_argument(self) -> str:
        """The parameter for the pools that the application provides."""
        if self.is_tvm:
            return "workspace_pools"
        return "workspaces" if self.has_pools_struct else "workspace"

    @property
    def header(self) -> str:
        """The name of the public header; TVM's has the prefix in it."""
        return f"{(self.prefix if self.is_tvm else self.model_name).data}.h"

    @property
    def has_pools_struct(self) -> bool:
        """Whether pools travel in a struct, not as an argument of their own."""
        return len(self.app_pools) > (0 if self.is_tvm else 1)

    def structs(self) -> dict[str, Mapping[str, Attribute]]:
        """The structs of the interface that have members: names and types of these."""
        pools = self.app_pools if self.has_pools_struct else []
        rows = {
            self.c_name("inputs"): self.inputs,
            self.c_name("outputs"): self.outputs,
            self.pools_struct: pools,
            self.c_name("devices"): self.devices,
        }
        return {
            name: {member.c_name.data: member.value_type for member in members}
            for name, members in rows.items()
            if members
        }

    def verify_(self) -> None:
        """Check that names are names and nothing is there twice."""
        for text in (self.prefix.data, self.model_name.data):
            if not text:
                raise VerifyException("expects a name that is not empty")
        verify_c_name(self.prefix)
        if self.style.data not in (*Style,):
            raise VerifyException(f'has no style "{self.style.data}": expects {", ".join(Style)}')
        groups: tuple[Sequence[EntryOp], ...]
        groups = (self.inputs, self.outputs, self.pools, self.devices)
        if sum(map(len, groups)) != len(self.body.block.ops):
            raise VerifyException("expects inputs, outputs, pools and devices, and nothing else")
        for group in groups:
            names = [entry.c_name.data for entry in group]
            if twice := [name for name in names if names.count(name) > 1]:
                raise VerifyException(f"has two of the name '{twice[0]}' in one struct")
        known = {pool.pool_name.data: pool for pool in self.pools}
        for tensor in self.tensors:
            if (tensor.pool is not None) != self.io_in_workspace:
                raise VerifyException("has some inputs and outputs in pools, but not all")
            if tensor.pool is not None and tensor.pool.data not in known:
                raise VerifyException(f'has no pool "{tensor.pool.data}"')


_Op = TypeVar("_Op", bound=Operation)


def _of_class(model: ModelOp, kind: type[_Op]) -> list[_Op]:
    return [op for op in model.body.block.ops if isinstance(op, kind)]


def find_struct(op: Operation, struct: str) -> tuple[ModelOp, Mapping[str, Attribute]] | None:
    """The model whose interface has this struct, and the members; looked for around `op`."""
    parent = op.parent_op()
    while parent is not None:
        for region in parent.regions:
            for block in region.blocks:
                for other in block.ops:
                    if isinstance(other, ModelOp) and struct in (structs := other.structs()):
                        return other, structs[struct]
        parent = parent.parent_op()
    return None
