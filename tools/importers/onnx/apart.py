"""Lowering in a child process, as torch-mlir may crash: what it crashes on is an error, too."""

# The packages `onnx` and `torch_mlir` carry hardly any types.
# pyright: basic

import multiprocessing
from multiprocessing.connection import Connection

import onnx

from microaot.tools.importers.onnx.lowering import NotSupported, lower_onnx

CRASHED = "torch-mlir crashes on it"


def lower_apart(model: onnx.ModelProto) -> str:
    """As `lower_onnx`, with `NotSupported` for a crash as well."""
    if "fork" not in multiprocessing.get_all_start_methods():
        return lower_onnx(model)
    receiver, sender = multiprocessing.Pipe(duplex=False)
    child = multiprocessing.get_context("fork").Process(target=_answer, args=(model, sender))
    child.start()
    sender.close()
    try:
        answer = receiver.recv()
    except EOFError:
        answer = NotSupported([("", CRASHED)])
    child.join()
    if isinstance(answer, NotSupported):
        raise answer
    return answer


def _answer(model: onnx.ModelProto, to: Connection) -> None:
    try:
        answer = lower_onnx(model)
    except NotSupported as error:
        answer = error
    to.send(answer)
