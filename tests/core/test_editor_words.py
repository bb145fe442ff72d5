"""Are the words Django hands to the editor the ones its script asks for, each in Chinese?"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from django.template import Context, Template
from django.utils import translation

from gongkai.core.templatetags import editor

SOURCE = Path(__file__).parents[2] / "tools" / "editor" / "src" / "labels.js"


@pytest.mark.parametrize("name", ["EDITOR_LABELS", "AUTOSAVE_LABELS"])
def test_the_script_and_the_catalogue_name_the_same_words(name: str) -> None:
    block = re.search(rf"export const {name} = \{{(.*?)\n\}};", SOURCE.read_text(encoding="utf-8"), re.DOTALL)
    assert block is not None
    told = dict(re.findall(r'^  (\w+): "(.*)",$', block[1], re.MULTILINE))
    assert getattr(editor, name) == told


@pytest.mark.parametrize("tag", ["editor_labels", "autosave_labels"])
def test_every_word_has_its_chinese_with_the_same_fields(tag: str) -> None:
    english = {"editor_labels": editor.EDITOR_LABELS, "autosave_labels": editor.AUTOSAVE_LABELS}[tag]
    with translation.override("zh-hans"):
        chinese = json.loads(getattr(editor, tag)())
    for key, word in english.items():
        assert re.search("[\u4e00-\u9fff]", chinese[key]), key
        assert sorted(re.findall(r"\{\w+\}", word)) == sorted(re.findall(r"\{\w+\}", chinese[key])), key


def test_the_words_stand_safely_in_an_attribute() -> None:
    shown = Template('{% load editor %}<textarea data-editor-labels="{% editor_labels %}">').render(Context())
    assert shown.count('"') == 2
    assert "&quot;bold&quot;" in shown
