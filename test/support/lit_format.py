"""A lit test format that leaves out tests whose tools are missing.

It is a module of its own because lit sends the format to its worker processes, which cannot
load what a configuration file defines.
"""

# lit comes without type annotations.
# pyright: basic, reportMissingTypeStubs=false, reportReturnType=false

from pathlib import Path

import lit.Test
from lit.formats import ShTest
from lit.LitConfig import LitConfig


class ToolAwareTest(ShTest):
    """Shell tests; one that names a missing tool is unsupported, and says which."""

    def __init__(self, missing_tools: tuple[str, ...]) -> None:
        super().__init__()
        self.missing_tools = missing_tools

    def execute(self, test: lit.Test.Test, litConfig: LitConfig) -> lit.Test.Result:
        text = Path(test.getSourcePath()).read_text()
        if named := [tool for tool in self.missing_tools if tool in text]:
            return lit.Test.Result(lit.Test.UNSUPPORTED, f"needs {', '.join(named)}")
        return super().execute(test, litConfig)
