"""Official documents on paper: one ``Sheet``, as accessible PDF (``paper.pdf``) and as DOCX (``paper.docx``).

The layout is that of GB/T 9704-2012 (党政机关公文格式); its numbers are in ``paper.layout``.
"""
