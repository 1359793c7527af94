"""LLVM itself: from a module of the llvm dialect to an object file, by llvmlite."""

import re
from dataclasses import dataclass
from typing import Any

from xdsl.dialects.builtin import ModuleOp

from microaot.tools.errors import UserError


@dataclass(frozen=True)
class Machine:
    """What LLVM has to know of a target. An empty triple is this machine.

    `is_position_independent`: the object may be part of a shared library.
    """

    triple: str = ""
    cpu: str = ""
    features: str = ""
    is_position_independent: bool = False

    @property
    def index_width(self) -> int:
        """The number of bits of a pointer."""
        width = re.search(r"(?:^|-)p:(\d+)", str(self._make(2).target_data))
        return 64 if width is None else int(width[1])

    def require(self) -> None:
        """Raise `UserError` if LLVM is not installed or does not know this machine."""
        self._make(2)

    def assemble(self, module: ModuleOp, speed: int, attributes: tuple[str, ...] = ()) -> bytes:
        """The object file. `speed` is 0 to 3, as in -O2; `attributes` are LLVM's, of functions."""
        binding = _binding()
        from xdsl.backend.llvm.convert import convert_module

        machine = self._make(speed)
        converted: Any = convert_module(module, fallback_target_triple=machine.triple)
        for function in converted.functions:
            if not function.is_declaration:
                # A section of its own, so that the linker may leave it out.
                function.section = f".text.{function.name}"
                for attribute in attributes:
                    function.attributes.add(attribute)
        parsed = binding.parse_assembly(str(converted))
        parsed.data_layout = str(machine.target_data)
        parsed.verify()
        options = binding.create_pipeline_tuning_options(speed_level=speed)
        builder = binding.create_pass_builder(machine, options)
        builder.getModulePassManager().run(parsed, builder)
        return machine.emit_object(parsed)

    def _make(self, speed: int) -> Any:
        binding = _binding()
        triple = self.triple or binding.get_default_triple()
        try:
            target = binding.Target.from_triple(triple)
        except RuntimeError as error:
            raise UserError(f"LLVM has no target '{triple}'") from error
        return target.create_target_machine(
            cpu=self.cpu,
            features=self.features,
            opt=speed,
            reloc="pic" if self.is_position_independent else "static",
            codemodel="default",
        )


def _binding() -> Any:
    """llvmlite's binding of LLVM, ready for all targets."""
    try:
        from llvmlite import binding  # pyright: ignore[reportMissingTypeStubs]  # there are none
    except ImportError as error:
        raise UserError("operators for LLVM need llvmlite: pip install 'microaot[llvm]'") from error
    binding.initialize_all_targets()
    binding.initialize_all_asmprinters()
    return binding
