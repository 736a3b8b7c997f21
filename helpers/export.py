"""Step 9: take the network to other programs, and back.

Needs a network from `helpers.network` or `helpers.views`. Makes the bytes of GraphML, GEXF, Pajek, JSON node-link and
CSV files, and reads them again. Files are the same bytes whenever the network is the same.
"""

from __future__ import annotations

import csv
import io
import json
import re
from html import unescape
from pathlib import Path

import networkx as nx
import pandas as pd

from helpers.tables import InputError, write_bytes

# What XML 1.0 cannot hold at all; a form feed from a PDF is the usual one.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# GEXF keeps this name for the direction of an edge.
_GEXF_TYPE = "tie_type"
# In a CSV everything is text; these columns are lists, and these whole numbers, when it is read again.
_LISTS = ("types", "doc_ids", "statement_ids", "quotes")
_NUMBERS = (
    *("weight", "distance", "statements", "passages", "documents", "directed"),
    *("positive", "negative", "sign", "added"),
)


def flatten(graph: nx.Graph) -> nx.Graph:
    """Turn every attribute into a number or text: lists into JSON text; None is left out.

    GraphML and GEXF know no lists and no None, and XML cannot hold control characters.

    Examples
    --------
    >>> flatten(nx.Graph([("A", "B", {"quotes": ["one", "two"], "note": None, "weight": 2})])).edges["A", "B"]
    {'quotes': '["one", "two"]', 'weight': 2}
    """
    return _copy(graph, _flat)


def unflatten(graph: nx.Graph) -> nx.Graph:
    """Undo `flatten` for lists: text that is a JSON list becomes one again."""
    return _copy(graph, _unflat)


def _copy(graph: nx.Graph, change) -> nx.Graph:
    """Copy a graph with its attributes changed, nodes and edges in alphabetical order."""
    copy = graph.__class__()
    copy.graph.update(change(graph.graph))
    for node in sorted(graph):
        copy.add_node(node, **change(graph.nodes[node]))
    keys = {"keys": True} if graph.is_multigraph() else {}
    edges = [(*edge[:2], *sorted([edge[2:]])) for edge in graph.edges(**keys)]
    for source, target, key in sorted(edges):
        data = graph.edges[(source, target, *key)]
        if not graph.is_directed():
            source, target = sorted([source, target])
        copy.add_edge(source, target, *key, **change(data))
    return copy


def _flat(data: dict) -> dict:
    flat = {}
    for key, value in data.items():
        if isinstance(value, (list, tuple)):
            value = json.dumps(list(value), ensure_ascii=False)
        if isinstance(value, str):
            value = _NOT_XML.sub("\ufffd", value).replace("\r\n", "\n").replace("\r", "\n")
        if value is not None:
            flat[key] = value
    return flat


def _unflat(data: dict) -> dict:
    full = {}
    for key, value in data.items():
        if isinstance(value, str) and value.startswith("[") and value.endswith("]"):
            try:
                value = json.loads(value)
            except ValueError:
                pass
        full[key] = value
    return full


def to_graphml(graph: nx.Graph) -> bytes:
    """Write GraphML, read by igraph, Gephi, Cytoscape, visone, yEd and R.

    Examples
    --------
    >>> graph = nx.Graph([("A", "B", {"quotes": ["one"], "weight": 2})])
    >>> from_graphml(to_graphml(graph)).edges["A", "B"] == graph.edges["A", "B"]
    True
    """
    flat = flatten(graph)
    if flat.is_multigraph():
        # A key becomes the id of an edge, and other programs want every id once.
        once = flat.__class__(**flat.graph)
        once.add_nodes_from(flat.nodes(data=True))
        for source, target, key, data in flat.edges(keys=True, data=True):
            once.add_edge(source, target, key=f"{source} {target} {key}", **data)
        flat = once
    buffer = io.BytesIO()
    # Not write_graphml, whose bytes depend on whether lxml is installed.
    nx.write_graphml_xml(flat, buffer, named_key_ids=True)
    return buffer.getvalue() + b"\n"


def from_graphml(content: bytes) -> nx.Graph:
    """Read what `to_graphml` wrote."""
    parallel = re.search(rb"<edge [^>]*\bid=", content) is not None
    graph = nx.read_graphml(io.BytesIO(content), force_multigraph=parallel)
    for default in ("node_default", "edge_default"):
        graph.graph.pop(default, None)
    if parallel:
        short = graph.__class__(**graph.graph)
        short.add_nodes_from(graph.nodes(data=True))
        for source, target, key, data in graph.edges(keys=True, data=True):
            own = {name: value for name, value in data.items() if name != "id"}
            short.add_edge(source, target, key=key.removeprefix(f"{source} {target} "), **own)
        graph = short
    return unflatten(graph)


def to_gexf(graph: nx.Graph) -> bytes:
    """Write GEXF, read by Gephi.

    The type of a tie is written as `tie_type`, for GEXF means the direction by `type`; the date of today, which
    networkx puts in, is left out.
    """

    def change(data: dict) -> dict:
        return {_GEXF_TYPE if key == "type" else key: value for key, value in _flat(data).items()}

    buffer = io.BytesIO()
    nx.write_gexf(_copy(graph, change), buffer)
    return re.sub(rb' lastmodifieddate="[^"]*"', b"", buffer.getvalue()) + b"\n"


def from_gexf(content: bytes) -> nx.Graph:
    """Read what `to_gexf` wrote; whole-number weights become whole numbers again."""

    def change(data: dict) -> dict:
        data = {key: value for key, value in data.items() if key not in ("id", "label", "networkx_key")}
        if float(data.get("weight", 0.5)).is_integer():
            data["weight"] = int(data["weight"])
        return {"type" if key == _GEXF_TYPE else key: value for key, value in _unflat(data).items()}

    graph = nx.read_gexf(io.BytesIO(content))
    for default in ("node_default", "edge_default", "mode"):
        graph.graph.pop(default, None)
    name = re.search(rb'<graph [^>]*\bname="([^"]+)"', content)
    if name:
        graph.graph["name"] = unescape(name.group(1).decode("utf-8"))
    return _copy(graph, change)


def to_pajek(graph: nx.Graph) -> bytes:
    """Write Pajek: names, ends, weights, and the other attributes as text on one line.

    A network with parallel edges has no `weight`; its statements are the weight then.
    """

    def change(data: dict) -> dict:
        plain = {}
        for key, value in data.items():
            if isinstance(value, (list, tuple)):
                value = " | ".join(map(str, value))
            if isinstance(value, str) or key != "weight":
                value = " ".join(str(value).replace('"', "'").split()) or "-"
            plain[key] = value
        if "statements" in data:
            plain.setdefault("weight", data["statements"])
        return plain

    buffer = io.BytesIO()
    nx.write_pajek(_copy(graph, change), buffer)
    return buffer.getvalue()


def from_pajek(content: bytes) -> nx.Graph:
    """Read the names, ends and whole-number weights that `to_pajek` wrote; other attributes stay text."""
    graph = nx.parse_pajek(content.decode("utf-8"))
    for *_, data in graph.edges(data=True):
        data["weight"] = int(data["weight"])
    return graph


def to_json(graph: nx.Graph) -> bytes:
    """Write JSON node-link, read by D3 and by `networkx.node_link_graph`; lists and None stay what they are."""
    data = nx.node_link_data(_copy(graph, dict), edges="edges")
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def from_json(content: bytes) -> nx.Graph:
    """Read what `to_json` wrote."""
    return nx.node_link_graph(json.loads(content), edges="edges")


def nodes_as_table(graph: nx.Graph) -> pd.DataFrame:
    """List nodes with all their attributes, for spreadsheets and R: id first, lists joined by ` | `.

    A bar or backslash inside an entry has a backslash before it, so that the entries can be told apart again.
    """
    return pd.DataFrame([{"id": node, **_joined(graph.nodes[node])} for node in sorted(graph)]).fillna("")


def edges_as_table(graph: nx.Graph) -> pd.DataFrame:
    """List edges with all their attributes: source and target first, lists joined as in `nodes_as_table`."""
    rows = [
        {"source": source, "target": target, **_joined(data)}
        for source, target, data in _copy(graph, dict).edges(data=True)
    ]
    return pd.DataFrame(rows).fillna("")


def _joined(data: dict) -> dict:
    return {
        key: " | ".join(str(one).replace("\\", r"\\").replace("|", r"\|") for one in value)
        if isinstance(value, (list, tuple))
        else value
        for key, value in data.items()
    }


def from_csv(nodes: bytes, edges: bytes, kind: type[nx.Graph] = nx.Graph) -> nx.Graph:
    """Read the two tables that `export_network` wrote.

    Parameters
    ----------
    nodes, edges : bytes
        The tables. Parallel edges get the key type/status/change, as `helpers.network.build_network` gives them.
    kind : type
        What graph they make, such as networkx.MultiDiGraph: a table does not say. Nor does it hold the graph's name.

    Examples
    --------
    >>> graph = nx.Graph([("A", "B", {"quotes": ["one", "two | three"], "weight": 2})])
    >>> tables = [to_csv(nodes_as_table(graph)), to_csv(edges_as_table(graph))]
    >>> from_csv(*tables).edges["A", "B"]
    {'quotes': ['one', 'two | three'], 'weight': 2}
    """
    graph = kind()
    for row in _rows(nodes):
        graph.add_node(row.pop("id"), **row)
    for row in _rows(edges):
        source, target = row.pop("source"), row.pop("target")
        key = [f"{row['type']}/{row['status']}/{row['change']}"] if graph.is_multigraph() else []
        graph.add_edge(source, target, *key, **row)
    return graph


def _rows(content: bytes) -> list[dict]:
    # Not pandas, which reads a carriage return inside a quote as the end of the line.
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")))
    for row in rows:
        for column in row.keys() & {*_LISTS}:
            parts = re.split(r" \| ", row[column]) if row[column] else []
            row[column] = [re.sub(r"\\(.)", r"\1", part) for part in parts]
        for column in row.keys() & {*_NUMBERS}:
            row[column] = int(row[column])
    return rows


def to_csv(table: pd.DataFrame) -> bytes:
    r"""Write a table of nodes or edges.

    >>> to_csv(pd.DataFrame({"id": ["A"], "n": [1]}))
    b'"id","n"\n"A",1\n'
    """
    # All text in quotation marks: pandas would leave a lone carriage return bare, and readers end a row there.
    return table.to_csv(index=False, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC).encode("utf-8")


def export_network(graph: nx.Graph, folder: Path, name: str) -> pd.DataFrame:
    """Write a network in every format.

    Parameters
    ----------
    graph : networkx.Graph
        Any network or view with attributes of this workbook.
    folder : pathlib.Path
        Where to.
    name : str
        Name of the files before the ending.

    Returns
    -------
    pandas.DataFrame
        file, bytes, reads_it: what was written and which programs read it.

    Raises
    ------
    InputError
        Where the network is empty.
    """
    if not graph.number_of_edges():
        raise InputError(f"The network {name!r} has no ties, so there is nothing to export; widen the choices.")
    written = [
        (f"{name}.graphml", to_graphml(graph), "igraph, R, Cytoscape, visone, yEd"),
        (f"{name}.gexf", to_gexf(graph), "Gephi"),
        (f"{name}.net", to_pajek(graph), "Pajek, UCINET"),
        (f"{name}.json", to_json(graph), "D3, networkx"),
        (f"{name}_nodes.csv", to_csv(nodes_as_table(graph)), "spreadsheets, R, Gephi"),
        (f"{name}_edges.csv", to_csv(edges_as_table(graph)), "spreadsheets, R, Gephi"),
    ]
    for file, content, _ in written:
        write_bytes(folder / file, content)
    return pd.DataFrame(
        [(file, len(content), reads) for file, content, reads in written], columns=["file", "bytes", "reads_it"]
    )
