"""The whole folder before anything is issued in; all that is to be mended, or looked at, out (検査)."""
