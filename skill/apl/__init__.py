"""Screens for Echo Show: static APL documents, and the data that fills them."""
