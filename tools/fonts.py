"""Make the two fonts shipped in ``src/gongkai/core/fonts`` from Debian's ``fonts-noto-cjk``.

    .venv/bin/python tools/fonts.py [FOLDER OF THE NOTO COLLECTIONS]

They are what PDF falls back to on a machine without any Chinese font. The result is the same on every run
for the same version of the sources.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools import subset  # type: ignore[import-untyped]
from fontTools.ttLib import TTCollection, TTFont  # type: ignore[import-untyped]

SOURCE = Path("/usr/share/fonts/opentype/noto")
TARGET = Path(__file__).resolve().parent.parent / "src" / "gongkai" / "core" / "fonts"

#: (collection, full name of the face in it, our family, our file)
FACES = (
    ("NotoSerifCJK-Regular.ttc", "Noto Serif CJK SC", "Gongkai Song", "GongkaiSong-Regular.otf"),
    ("NotoSansCJK-Bold.ttc", "Noto Sans CJK SC Bold", "Gongkai Hei", "GongkaiHei-Bold.otf"),
)

#: Characters of names outside GB 2312 that offices meet often; those inside it do no harm here.
NAMES = (
    "镕堃喆犇翀甪垚昇珺玥赟祎頔暐翯旸昉玘珅珈琇琎瑀瑄璟璠禔芃苒荻菡烨炜煊熠燚燊垲堉嫄姮妧婳媞峣嵚崟彧忞恺旻昱晟晗晔"
    "曈杺枘柃栐梽棽棪樾橦沄泠洺洢浠浥浵浛淏淯湉湜湲溁溦滢滟潆澍澔炅炆炘烜焜焱煐燏爔玟玠玢玭珉珒珖珩珮琀琚琛琤琨琬琮瑗瑛瑢"
    "瑨璇璐璞璨畇畹皓皛皦矞祜祯禛禤秾竑筠筱箐篪粲粼綦纮绂翚翙翥聿肜胤芮苡荃菀蓁蕙蘅虓衎訚诒诜谌赓赪轶邬郅郗鄞鄢钊钰铖铠铧铮锴"
    "锽锳锜锟镠阊隽雎霁韫颀颋颙颢飏骁骅骐骞骢骥骧鲲鸢鹮麒黻龑囍仝仨亼伲侗俣倞偲傕僮儁兟凇凊劢劼勍匀卲厍叒吕呙哿啟喵嘏囝圳"
    "坤坻坼垟垕垭埇埗堌塬墉夼奡妘姞姝娅娉婧婕媖嬅孖孜宬寘尕岜岽峤崀崮嵊嶓巽帔幖庑廙弢弶彀彤徕恂悫惇愔慜懿扆抃拃挹揆"
    "攸斝斓旃昺晁晅晞晢暻曌朏杼枞栩梓椿楠楫榷槊橹欤毓汜汭沺泷洧洮洸浉涢涪渌渑湫滃滆滍漈漷潏潞澧澴濉濂瀍灈炟烔煓煚煜熥燧"
    "犍猷獬玙玚玡玦玹珃珙珣珥珰琏琯琰琳琼瑁瑑瑔瑱璁璆璋璘璜璥璩璪璬瓒甡甯畈畤疃癀皋盱睢睿瞾矽砀砦硚硐碚礐礽祚禊稔穀窅竦笪筇"
    "筼簃籥粢糌絜縠纨绎绛绨绶缜缦缵罘羑羲翃翎翦耒耘耜胪脩脬艮芎芑芘芩芷茀茌茆茚茳荇荙荛莛莨莳莶菘菟菪萩葑葙蒗蒟蓂蓼蔌蔺蕤蕲薳"
    "藁蘧虢蛟蜃蜀衢袆裛褚襜觌訇訾谖谡谯豳贲跬軎轲轫辂辋迤逄逑逯遆郃郏郐郓郕郜郯郾鄌鄘鄜酂醪釐钅钇钌钏钚钛钜钤钲钼铂铋铌铱铷"
)

RANGES = (
    (0x20, 0x7E),
    (0xA0, 0xFF),
    (0x2010, 0x2027),  # dashes, quotation marks, ellipsis
    (0x2030, 0x203B),
    (0x2103, 0x2103),
    (0x2116, 0x2116),
    (0x2160, 0x217B),  # Roman numerals
    (0x2190, 0x2199),  # arrows
    (0x2460, 0x249B),  # ①-⑳, ⑴, ⒈
    (0x25A0, 0x25CF),
    (0x2605, 0x2606),
    (0x2713, 0x2717),
    (0x3000, 0x303F),  # punctuation, with 〇 〓 〔〕
    (0x3105, 0x312F),  # ㄅ-ㄯ, with ㄧ
    (0x3220, 0x3229),  # ㈠-㈩
    (0x33A1, 0x33A1),
    (0xFF01, 0xFF5E),  # full-width forms
    (0xFFE0, 0xFFE6),
)


def characters() -> set[int]:
    """Code points kept: all of GB 2312 (6,763 characters and its signs), names, ASCII, punctuation."""
    kept = {ord(c) for c in NAMES}
    for lead in range(0xA1, 0xF8):
        for trail in range(0xA1, 0xFF):
            kept.update(ord(c) for c in bytes((lead, trail)).decode("gb2312", "ignore"))
    for first, last in RANGES:
        kept.update(range(first, last + 1))
    return kept


def face(collection: Path, full_name: str) -> TTFont:
    """The face of that name in a collection; raises ``LookupError`` when it is not there."""
    for number, font in enumerate(TTCollection(str(collection)).fonts):
        if font["name"].getDebugName(4) == full_name:
            return TTFont(str(collection), fontNumber=number)
    raise LookupError(f"{collection.name} has no face called {full_name}.")


def rename(font: TTFont, family: str) -> None:
    """Give the subset its own name: a modified version (OFL 1.1, 3) must not shadow the whole font."""
    style = "Bold" if font["OS/2"].usWeightClass >= 700 else "Regular"
    names = font["name"]
    names.names = [
        n for n in names.names if n.nameID in {0, 5, 13, 14} and n.platformID == 3 and n.langID == 0x409
    ]
    postscript = f"{family.replace(' ', '')}-{style}"
    for number, text in ((1, family), (2, style), (3, postscript), (4, f"{family} {style}"), (6, postscript)):
        names.setName(text, number, 3, 1, 0x409)
    cff = font["CFF "].cff
    cff.fontNames = [postscript]
    top = cff.topDictIndex[0]
    top.FullName, top.FamilyName = f"{family} {style}", family


def make(source: Path) -> None:
    for collection, full_name, family, file in FACES:
        font = face(source / collection, full_name)
        options = subset.Options()
        options.layout_features = []
        options.drop_tables += ["BASE", "GSUB", "GPOS", "GDEF", "VORG", "vhea", "vmtx", "DSIG"]
        options.name_IDs = ["*"]
        options.hinting = False
        options.desubroutinize = False
        options.notdef_outline = True
        options.recalc_timestamp = False
        worker = subset.Subsetter(options)
        worker.populate(unicodes=characters())
        worker.subset(font)
        rename(font, family)
        font.recalcTimestamp = False
        font.save(str(TARGET / file))
        print(f"{file}: {len(font.getBestCmap())} characters, {(TARGET / file).stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else SOURCE)
