"""
Draws the pictures of docs/screenshots anew: every screen, and the first page of a letter.

    make screenshots
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pypdfium2

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "docs" / "screenshots"
LETTER = "*-acknowledgement-en.pdf"
DOTS_PER_INCH = 110


def main() -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        demo = Path(temporary, "demo")
        command = [sys.executable, "-m", "dpo_desk", "demo", str(demo), "--no-window", "--lang", "en"]
        subprocess.run(command, cwd=ROOT, check=True)
        for picture in sorted((demo / "screens").glob("*.png")):
            shutil.copy(picture, TARGET)
        (letter,) = demo.glob(LETTER)
        with pypdfium2.PdfDocument(letter) as document:
            document[0].render(scale=DOTS_PER_INCH / 72).to_pil().save(TARGET / "letter.png")


if __name__ == "__main__":
    main()
