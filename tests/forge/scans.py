"""Reports as scans: their pages as pictures, turned, blurred, grey, noisy, stamped."""

# ruff: noqa: S311  (nothing here is a secret)
from __future__ import annotations

import io
import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np
import pypdfium2 as pdfium
from PIL import Image, ImageDraw, ImageFilter

# A font with Chinese characters, by the environment where the system has none.
FONT_VARIABLE = "FORGE_FONT"


@dataclass(frozen=True)
class Ageing:
    """What a scanner does to a page; ``seal`` is the colour of a round stamp, or nothing."""

    dpi: int = 200
    turn: float = 0.0
    noise: float = 0.0
    blur: float = 0.0
    ground: int = 255
    jpeg: int = 95
    black_and_white: bool = False
    seal: str = ""


CLEAN = Ageing()
WORN = Ageing(turn=1.5, noise=8.0, blur=0.7, ground=236, jpeg=40)
COARSE = Ageing(dpi=100, turn=1.0, noise=8.0, blur=0.5, jpeg=40)
FAX = Ageing(dpi=150, black_and_white=True)


def font() -> str:
    """Return a font file with Chinese characters, empty where there is none."""
    if named := os.environ.get(FONT_VARIABLE):
        return named
    if not shutil.which("fc-list"):
        return ""
    command = ["fc-list", ":lang=zh:fontformat=TrueType", "file"]
    found = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    return min((line.strip(" :") for line in found.splitlines()), default="")


def _sealed(picture: Image.Image, colour: str, dpi: int, random: Random) -> Image.Image:
    """Return a page with a round stamp of 4.2 cm somewhere over its middle."""
    size = round(4.2 / 2.54 * dpi)
    x = random.randint(picture.width // 4, 3 * picture.width // 4 - size)
    y = random.randint(
        picture.height // 4, max(3 * picture.height // 4 - size, picture.height // 4)
    )
    ink = Image.new("RGB", picture.size, "white")
    pen = ImageDraw.Draw(ink)
    wide = max(2, round(0.12 / 2.54 * dpi))
    pen.ellipse((x, y, x + size, y + size), outline=colour, width=wide)
    middle, reach = (x + size / 2, y + size / 2), size * 0.18
    star = [
        (
            middle[0] + (reach if n % 2 == 0 else reach * 0.4) * np.sin(n * np.pi / 5),
            middle[1] - (reach if n % 2 == 0 else reach * 0.4) * np.cos(n * np.pi / 5),
        )
        for n in range(10)
    ]
    pen.polygon(star, fill=colour)
    for n in range(40):
        angle = n * np.pi / 20
        start = [m + size * 0.32 * f(angle) for m, f in zip(middle, (np.cos, np.sin), strict=True)]
        end = [m + size * 0.42 * f(angle) for m, f in zip(middle, (np.cos, np.sin), strict=True)]
        pen.line((*start, *end), fill=colour, width=wide)
    mixed = np.minimum(np.asarray(picture, dtype=np.int16), np.asarray(ink, dtype=np.int16))
    return Image.fromarray(mixed.astype(np.uint8))


def aged(picture: Image.Image, how: Ageing, seed: int) -> Image.Image:
    """Return a drawn page as a scanner gives it."""
    random, noise = Random(seed), np.random.default_rng(seed)
    if how.seal:
        picture = _sealed(picture.convert("RGB"), how.seal, how.dpi, random)
    if how.turn:
        angle = random.uniform(-how.turn, how.turn)
        picture = picture.rotate(angle, Image.Resampling.BICUBIC, expand=False, fillcolor="white")
    if how.blur:
        picture = picture.filter(ImageFilter.GaussianBlur(how.blur * how.dpi / 200))
    values = np.asarray(picture, dtype=np.float32) * (how.ground / 255)
    if how.noise:
        values = values + noise.normal(0, how.noise, values.shape).astype(np.float32)
    picture = Image.fromarray(np.clip(values, 0, 255).astype(np.uint8))
    if how.black_and_white:
        picture = picture.convert("L").point(lambda v: 255 if v > 150 else 0).convert("1")
    return picture


def pictures(
    data: bytes, how: Ageing, seed: int, only: Sequence[int] | None = None
) -> Iterator[Image.Image]:
    """Yield the pages of a PDF as pictures; ``only`` are indices of pages."""
    with pdfium.PdfDocument(data) as opened:
        for index in range(len(opened)) if only is None else only:
            page = opened[index]
            drawn = page.render(scale=how.dpi / 72, grayscale=not how.seal).to_pil()
            yield aged(drawn, how, seed * 1000 + index)
            page.close()


def scanned(data: bytes, how: Ageing, seed: int, only: Sequence[int] | None = None) -> bytes:
    """Return the pages of a PDF as a PDF of pictures, without any text."""
    out = io.BytesIO()
    made = list(pictures(data, how, seed, only))
    if how.black_and_white:
        made[0].save(out, "PDF", save_all=True, append_images=made[1:], resolution=how.dpi)
    else:
        coded = []
        for picture in made:
            jpeg = io.BytesIO()
            picture.save(jpeg, "JPEG", quality=how.jpeg)
            coded.append(Image.open(jpeg))
        coded[0].save(
            out, "PDF", save_all=True, append_images=coded[1:], resolution=how.dpi, quality=95
        )
    return out.getvalue()


def fonts_say() -> str:
    """Return why a test of scans is not run, or nothing."""
    return (
        "" if Path(font() or "/nowhere").exists() else "NOT TESTED: no font with Chinese characters"
    )
