"""The staff's screens of documents (文件): lists, the record, the text clause by clause, versions compared, deeds."""
