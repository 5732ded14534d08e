"""Read and write the XML parts of office documents, safely."""

from __future__ import annotations

from lxml import etree

from cms.files.sanitise.archives import damaged


def parse(data: bytes) -> etree._Element:
    """Return the root of an XML part. A document type declaration is refused: neither format allows one.

    Raises:
        UploadRefused: DAMAGED, when it is not well formed or declares a document type (entity bombs, outside files).
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise damaged() from error
    if root.getroottree().docinfo.doctype:
        raise damaged()
    return root


def serialise(root: etree._Element) -> bytes:
    """Return the part as UTF-8 with its declaration."""
    data: bytes = etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True)
    return data


def keep_only(data: bytes, names: frozenset[str]) -> bytes:
    """Return a part of properties with nothing left but the elements of these local names, and what holds them."""
    root = parse(data)
    for element in list(root.iter(etree.Element)):
        holds = any(local_name(inner.tag) in names for inner in element.iter(etree.Element))
        if not holds and element is not root and element.getparent() is not None:
            element.getparent().remove(element)
    return serialise(root)


def local_name(tag: object) -> str:
    """Return a tag or attribute name without its namespace; comments and instructions have none."""
    return etree.QName(tag).localname if isinstance(tag, str) else ""
