"""The shapes the room's open data have, each field with what it means and an example."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from ninja import Field, Schema

from gongkai.core.open_data import OptionalDay, about
from gongkai.domain.text import N_

KEY = r"^[A-Za-z0-9._-]*$"
SITE = "https://www.example.gov.cn"
SLUG = "2026-00002"


class DocumentQuestion(Schema):
    """What a list of documents is narrowed by."""

    q: str = Field(
        "",
        max_length=200,
        description=N_(
            "Words to search for, in Chinese or typed pinyin; the best hits come first. "
            "Without them the newest come first."
        ),
    )
    agency: str = Field("", max_length=40, pattern=KEY, description=N_("Code of an agency."))
    row: str = Field(
        "",
        max_length=60,
        pattern=KEY,
        description=N_("Key of a catalogue row; what stands in its parts is included."),
        json_schema_extra={"example": "article20.1"},
    )
    topic: str = Field("", max_length=60, pattern=KEY, description=N_("Address part of a topic."))
    validity: Literal["", "valid", "amended", "repealed", "lapsed"] = Field(
        "", description=N_("Whether the document applies.")
    )
    made_from: OptionalDay = Field(
        None, description=N_("Made on this day or later."), json_schema_extra={"example": "2012-01-01"}
    )
    made_until: OptionalDay = Field(None, description=N_("Made on this day or earlier."))
    cursor: str = Field(
        "",
        max_length=80,
        description=N_(
            "Where the page begins: the cursor of the page before. Take it from there, never make one up."
        ),
    )
    limit: int = Field(20, ge=1, le=100, description=N_("Documents on a page."))


class Word(Schema):
    """A word of the law's data in both languages."""

    zh: str = about(N_("The statutory Chinese word."), "行政法规、规章和规范性文件")
    en: str = about(N_("The same in English."), "Regulations, rules and normative documents")


class LimitRule(Schema):
    """The period in which information of a row is to be published."""

    rule: str = about(N_("Key of the legal period."), "publication.general")
    label: Word
    length: int = about(N_("Length of the period, in its unit."), 20)
    unit: Literal["working_day", "calendar_day"] = about(N_("What is counted."), "working_day")
    citation: str = about(N_("Where it stands written."), "《政府信息公开条例》第二十六条")


class CatalogueRow(Schema):
    """A row of the disclosure catalogue with its parts."""

    key: str = about(N_("Key of the row."), "article20.1")
    label: Word
    scheme: str = about(N_("The catalogue the row belongs to."), "article20")
    citation: str = about(N_("Where it stands written."), "《政府信息公开条例》第二十条第（一）项")
    content: str = about(N_("What is published under the row."), "")
    limit: LimitRule | None = about(N_("The period in which information of the row is to be published."))
    agency: str | None = about(
        N_("Code of the agency whose own row it is; empty for a row of the law."), None
    )
    in_force_from: date = about(N_("First day the row applies."), "2019-05-15")
    in_force_until: date | None = about(N_("Last day the row applies; empty: no end."), None)
    count: int = about(N_("Public documents under the row and its parts."), 12)
    url: str = about(N_("The page for people."), f"{SITE}/catalogue/article20.1/")
    children: list[CatalogueRow] = about(N_("The parts of the row."), [])


class Catalogue(Schema):
    """The rows in force today, as a tree."""

    items: list[CatalogueRow]


class DocumentEntry(Schema):
    """A document in a list."""

    index_number: str = about(
        N_("Index number (索引号): never changed, never used again."), "014314799/2026-00002"
    )
    slug: str = about(N_("The document's part of its address."), SLUG)
    title: str = about(N_("Title."), "建筑垃圾运输管理办法")
    document_number: str = about(N_("Document number (文号), if it has one."), "城管〔2026〕2号")
    agency: str = about(N_("Code of the agency that publishes it."), "cgj")
    issuing_agency: str = about(N_("Name of the agency that issued it."), "测试市城市管理局")
    date_made: date | None = about(N_("The day it was made."), "2026-03-02")
    published_at: datetime | None = about(
        N_("When the present version was published."), "2026-03-09T09:00:00+08:00"
    )
    validity: str = about(N_("Whether it applies: valid, amended, repealed or lapsed."), "valid")
    validity_label: str = about(N_("The same as a word."), "有效")
    rows: list[str] = about(N_("Keys of its catalogue rows."), ["article20.1"])
    topics: list[str] = about(N_("Address parts of its topics."), [])
    summary: str = about(N_("What it is about."), "规范建筑垃圾运输。")
    url: str = about(N_("The page for people."), f"{SITE}/documents/{SLUG}/")
    api: str = about(N_("The whole document in this API."), f"{SITE}/api/v1/documents/{SLUG}")


class DocumentPage(Schema):
    """A page of documents."""

    items: list[DocumentEntry]
    next: str | None = about(N_("Address of the next page; empty on the last one."), None)
    cursor: str | None = about(N_("Cursor of the next page; empty on the last one."), None)
    count: int | None = about(
        N_(
            "How many there are in all, given with the first page; a search counts up to a limit, "
            "and not at all when it is narrowed by the day made."
        ),
        1,
    )
    suggestion: str | None = about(
        N_("Words that would find more; where “corrected” is true, they were searched for."), None
    )
    corrected: bool = about(N_("Whether the suggestion was searched for instead of the words typed."), False)
    notices: list[str] = about(N_("What a reader should know about this answer."), [])


class Body(Schema):
    """The text of a document."""

    html: str = about(
        N_("As HTML: headings, paragraphs, lists, tables, links, pictures; nothing that runs."),
        "<h2>一、总则</h2><p>运输车辆应当密闭。</p>",
    )
    text: str = about(N_("As plain text."), "一、总则\n运输车辆应当密闭。")


class AttachmentFile(Schema):
    """A file that belongs to a document."""

    name: str = about(N_("Name of the file."), "附件.pdf")
    title: str = about(N_("Title, or for a picture what it shows."), "运输企业名录")
    content_type: str = about(N_("Kind of the file."), "application/pdf")
    size: int = about(N_("Size in bytes."), 48210)
    sha256: str = about(N_("SHA-256 of its bytes."), "0" * 64)
    url: str = about(N_("Where it is fetched."), f"{SITE}/documents/{SLUG}/attachments/1/附件.pdf")


class VersionEntry(Schema):
    """A published version of a document."""

    number: int = about(N_("Number of the version, counted from 1."), 1)
    title: str = about(N_("Title."), "建筑垃圾运输管理办法")
    published_at: datetime = about(N_("When it was published."), "2026-03-09T09:00:00+08:00")
    correction_reason: str = about(N_("Why it was corrected; empty for the first version."), "")
    digest: str = about(N_("SHA-256 of the whole content; the ledger keeps it."), "0" * 64)
    api: str = about(N_("The version in this API."), f"{SITE}/api/v1/documents/{SLUG}/versions/1")


class RelatedEntry(Schema):
    """A document that bears on another."""

    kind: Literal["interprets", "clarifies", "amends", "repeals", "replaces", "related"] = about(
        N_("How the one that says so bears on the other."), "interprets"
    )
    outgoing: bool = about(
        N_("True: this document bears on the other; false: the other bears on this one."), False
    )
    index_number: str = about(N_("Index number of the other document."), "014314799/2026-00003")
    title: str = about(N_("Title of the other document."), "《建筑垃圾运输管理办法》解读")
    api: str = about(N_("The other document in this API."), f"{SITE}/api/v1/documents/2026-00003")


class ReleaseEntry(Schema):
    """The document was put out on a channel."""

    channel: str = about(N_("Name of the channel."), "政府信息公开网")
    kind: str = about(N_("Kind of the channel."), "disclosure_site")
    released_on: date = about(N_("The day it was put out."), "2026-03-09")
    url: str = about(N_("Where it can be read there, if it is on the network."), "")


class Downloads(Schema):
    """The document on paper."""

    pdf: str = about(N_("Accessible PDF."), f"{SITE}/documents/{SLUG}.pdf")
    docx: str = about(N_("DOCX in the official layout."), f"{SITE}/documents/{SLUG}.docx")


class DocumentLine(DocumentEntry):
    """A document with its text and files."""

    status: str = about(N_("A sentence on where the document stands."), "该信息已公开。")
    validity_since: date | None = about(N_("Since when the validity is what it is."), None)
    first_published_at: datetime | None = about(
        N_("When it was first published."), "2026-03-09T09:00:00+08:00"
    )
    version: int = about(N_("Number of the version shown."), 1)
    digest: str = about(N_("SHA-256 of the whole content; the ledger keeps it."), "0" * 64)
    subject: str = about(N_("Subject."), "市容管理")
    keywords: str = about(N_("Keywords."), "渣土，运输")
    origin: Literal["made", "obtained"] = about(N_("Made by the agency, or obtained from somebody."), "made")
    obtained_from: str = about(N_("From whom it was obtained."), "")
    in_force_from: date | None = about(N_("First day it applies."), None)
    expires_on: date | None = about(N_("Last day it applies."), None)
    clarifies: str = about(N_("The rumour a clarification answers."), "")
    body: Body
    attachments: list[AttachmentFile]
    downloads: Downloads


class DocumentWhole(DocumentLine):
    """A document with everything about it that is public."""

    versions: list[VersionEntry]
    related: list[RelatedEntry]
    releases: list[ReleaseEntry]


class DocumentVersion(VersionEntry):
    """A published version with its text."""

    index_number: str = about(
        N_("Index number (索引号): never changed, never used again."), "014314799/2026-00002"
    )
    document_number: str = about(N_("Document number (文号), if it has one."), "")
    date_made: date | None = about(N_("The day it was made."), "2026-03-02")
    summary: str = about(N_("What it is about."), "规范建筑垃圾运输。")
    rows: list[str] = about(N_("Keys of its catalogue rows."), ["article20.1"])
    current: bool = about(N_("Whether this is the version in force."), True)
    body: Body


class Withdrawn(Schema):
    """What stays of a document that was withdrawn."""

    message: str = about(
        N_("When it was withdrawn, and why."), "该信息已于2026年4月1日撤下，原因：数据有误。"
    )
    index_number: str = about(
        N_("Index number (索引号): never changed, never used again."), "014314799/2026-00002"
    )
    withdrawn_at: datetime = about(N_("When it was withdrawn."), "2026-04-01T10:00:00+08:00")
    reason: str = about(N_("Why it was withdrawn."), "数据有误。")


class TopicEntry(Schema):
    """A topic that gathers documents."""

    slug: str = about(N_("The topic's part of its address."), "muck-trucks")
    title: str = about(N_("Title."), "渣土专项整治")
    description: str = about(N_("What it is about."), "渣土运输的规定与处罚。")
    agency: str = about(N_("Code of the agency that keeps it."), "cgj")
    opened_on: date = about(N_("The day it was opened."), "2026-03-01")
    closed_on: date | None = about(N_("The day it was closed; empty while it is open."), None)
    count: int = about(N_("Its public documents."), 5)
    url: str = about(N_("The page for people."), f"{SITE}/topics/muck-trucks/")
    documents: str = about(N_("Its documents in this API."), f"{SITE}/api/v1/documents?topic=muck-trucks")


class Topics(Schema):
    """All topics, closed ones too."""

    items: list[TopicEntry]


class ChannelYear(Schema):
    """How many releases a channel saw in a year."""

    name: str = about(N_("Name of the channel."), "政府信息公开网")
    kind: str = about(N_("Kind of the channel."), "disclosure_site")
    url: str = about(N_("Where the channel is on the network."), "")
    count: int = about(N_("Releases in the year; what was recorded by mistake does not count."), 84)


class ReleaseYear(Schema):
    """Releases of an agency in a year, a channel each."""

    agency: str = about(N_("Code of the agency."), "cgj")
    year: int = about(N_("The year."), 2012)
    items: list[ChannelYear]
    total: int = about(N_("Releases on all channels."), 84)
