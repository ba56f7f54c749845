"""Photos: judged by their size in pixels before they are decoded, then written anew without what they
told.
"""

from pathlib import Path
from typing import IO

from PIL import Image, ImageOps

from motcua.files.rules.kinds import MAX_PIXELS, Kind
from motcua.files.rules.unacceptable import Unacceptable

_FORMATS = {"jpeg": "JPEG", "png": "PNG"}
_MODES = {"jpeg": {"L", "RGB"}, "png": {"1", "L", "LA", "RGB", "RGBA", "P"}}


def rewrite_image(path: Path, kind: Kind, into: IO[bytes]) -> None:
    """Write the picture anew: upright, no metadata (no place, no device, no hidden tail).

    Unacceptable if it is not a whole picture of its kind, or has more pixels than we decode.
    """
    try:
        with Image.open(path, formats=[_FORMATS[kind.code]]) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise Unacceptable("bomb")
            _save(upright(picture), kind, into)
    except Unacceptable:
        raise
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise Unacceptable("bomb") from error
    except Exception as error:  # the decoder answers broken files with many kinds of exception
        raise Unacceptable("damaged") from error


def upright(picture: Image.Image) -> Image.Image:
    """A copy of the picture as it was held: the camera's orientation mark applied."""
    turned: Image.Image = ImageOps.exif_transpose(picture)
    return turned


def _save(picture: Image.Image, kind: Kind, into: IO[bytes]) -> None:
    if picture.mode not in _MODES[kind.code]:
        picture = picture.convert("RGB")
    picture.info = {name: picture.info[name] for name in ("transparency",) if name in picture.info}
    if kind.code == "jpeg":
        picture.save(into, "JPEG", quality=88, optimize=True, progressive=False)
    else:
        picture.save(into, "PNG", optimize=False)
