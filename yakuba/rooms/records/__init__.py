"""文書・簿冊・保存: numbers of arriving and outgoing papers, and the files finished matters are kept in."""
