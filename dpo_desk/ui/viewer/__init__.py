"""
Looks into files from outside: in a process of its own, so that a malicious one can take nothing down but that.

``serve`` is what runs there, over ``documents`` and ``texts``; ``remote`` is the window's end; between them go
``frames``. Neither end writes a file.
"""
