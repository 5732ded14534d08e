"""A cell that a spreadsheet would run is made text."""

import csv
import io

import pytest

from cms.common.spreadsheets import csv_line, csv_of_values, harmless


@pytest.mark.parametrize("evil", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\n=cmd()"])
def test_what_would_run_is_quoted(evil):
    assert harmless(evil) == f"'{evil}"


@pytest.mark.parametrize(
    ("value", "text"), [("Text", "Text"), (7, "7"), (None, ""), ("a=b", "a=b"), ("", "")]
)
def test_what_is_harmless_stays(value, text):
    assert harmless(value) == text


def test_a_line_is_read_back_whole():
    cells = ['a "b"', "c,d", "e\nf", ""]
    assert next(csv.reader(io.StringIO(csv_line(cells), newline=""))) == cells


def test_values_are_numbers_below_zero_and_no_formula():
    data = csv_of_values([["=1+1", "-1", "-x", "+1"], [], ["@a", "\t=1", "\r=1", "å, ä"]])
    assert data == "\ufeff'=1+1,-1,'-x,'+1\r\n\r\n'@a,'\t=1,\"'\r=1\",\"å, ä\"\r\n".encode()
