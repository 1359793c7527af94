"""The entry of a model: the function `<prefix>_run` over structs, from its description."""

from collections.abc import Mapping, Sequence
from typing import cast

from microaot.tools.measure.entry import Buffer, Entry, Scratch

_Json = Mapping[str, object]


def is_model(manifest: _Json) -> bool:
    """Whether a description is that of a model, with inputs and outputs that have names."""
    return "inputs" in manifest and "outputs" in manifest


def model_entry(manifest: _Json) -> Entry:
    """The entry of the library of a model.

    Pools of the application are lent to it, those of constants with their bytes. Inputs and outputs
    that have places in the pools are copied there and back outside of what is measured. A device is
    an address of nothing.
    """
    prefix = str(manifest.get("prefix", manifest["name"]))
    inputs, outputs = _rows(manifest, "inputs"), _rows(manifest, "outputs")
    devices = _rows(manifest, "devices")
    pools = [pool for pool in _rows(manifest, "pools") if pool["owner"] == "app"]
    in_pools = any(row.get("pool") is not None for row in (*inputs, *outputs))
    is_tvm = manifest.get("style") == "tvm"
    structs = {} if in_pools else {"inputs": inputs, "outputs": outputs}
    has_pools_struct = len(pools) > (0 if is_tvm else 1)
    if has_pools_struct:
        structs["workspace_pools" if is_tvm else "workspaces"] = pools
    declarations = [_struct(prefix, kind, rows) for kind, rows in structs.items() if rows or is_tvm]
    passed = [f"&harness_{kind}" for kind, rows in structs.items() if rows or is_tvm]
    if pools and not has_pools_struct:
        passed.append(f"{{{_name('pools', pools[0])}}}")
    memory = ", ".join(passed if in_pools else [])
    if devices:
        declarations.append(_devices(prefix, devices))
        passed.append("&harness_devices")
    return Entry(
        library=str(manifest["name"]),
        function=f"{prefix}_run",
        inputs=tuple(map(_buffer, inputs)),
        outputs=tuple(map(_buffer, outputs)),
        scratch=tuple(
            Scratch(_name("pools", pool), _integer(pool, "size"), _integer(pool, "alignment"))
            for pool in pools
        ),
        declarations="\n".join(declarations),
        call=f"{prefix}_run({', '.join(passed)})",
        returns_status=True,
        before="\n    ".join(
            (
                *(_fill(pool) for pool in pools if "data" in pool),
                _copies(prefix, "inputs", inputs, memory) if in_pools else "",
            )
        ).rstrip(),
        after=_copies(prefix, "outputs", outputs, memory) if in_pools else "",
        is_list_of_calls=True,
    )


def _rows(manifest: _Json, key: str) -> Sequence[_Json]:
    return cast(Sequence[_Json], manifest.get(key, []))


def _integer(row: _Json, key: str) -> int:
    return cast(int, row[key])


def _name(kind: str, row: _Json) -> str:
    """What an array of the harness is called: a pool may be called like an input."""
    return f"pool {row['name']}" if kind not in ("inputs", "outputs") else str(row["name"])


def _buffer(row: _Json) -> Buffer:
    shape = tuple(cast(Sequence[int], row["shape"]))
    return Buffer(str(row["name"]), str(row["element"]), shape, max(_integer(row, "alignment"), 1))


def _struct(prefix: str, kind: str, rows: Sequence[_Json]) -> str:
    members = "".join(f"    .{row['c_name']} = {{{_name(kind, row)}}},\n" for row in rows)
    return f"static struct {prefix}_{kind} harness_{kind} = {{\n{members}}};"


def _devices(prefix: str, rows: Sequence[_Json]) -> str:
    members = "".join(f"    .{row['c_name']} = &harness_device,\n" for row in rows)
    return (
        "static uint32_t harness_device;\n"
        f"static struct {prefix}_devices harness_devices = {{\n{members}}};"
    )


def _fill(pool: _Json) -> str:
    """Statements that put constants into the memory that the application lends for them."""
    constants = f"constants_of_{pool['c_name']}"
    return (
        f"static const uint8_t {constants}[] = {{ {pool['data']} }};\n"
        f"    memcpy({{{_name('pools', pool)}}}, {constants}, {pool['size']});"
    )


def _copies(prefix: str, kind: str, rows: Sequence[_Json], memory: str) -> str:
    """Statements that copy between the arrays of the harness and the places in the pools."""
    if not rows:
        return ""
    lines = [f"struct {prefix}_{kind} mapped = {prefix}_map_{kind}({memory});"]
    for row in rows:
        array, place = f"{{{row['name']}}}", f"(void *)(uintptr_t)mapped.{row['c_name']}"
        to, source = (place, array) if kind == "inputs" else (array, place)
        lines.append(f"memcpy({to}, {source}, {_buffer(row).byte_size});")
    return "\n    ".join(lines)
