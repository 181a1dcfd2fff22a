"""Workbooks that begin blank: master, findings, status, grounds, receipts."""
