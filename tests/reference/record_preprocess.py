"""Records what Pillow makes of a computed picture, for tests/ml/data_preprocess_test.cpp.

Usage: python record_preprocess.py > preprocess.json        (needs numpy and Pillow)
"""
import json

import numpy as np
import PIL
from PIL import Image


def picture(width, height):
    """The same formula as test_picture() in the test: edges, ramps and fine texture."""
    y, x, c = np.meshgrid(np.arange(height), np.arange(width), np.arange(3), indexing="ij")
    return ((x * 37 + y * 91 + c * 57 + (x * y) // 5 + (x ^ y) * 3) % 256).astype(np.uint8)


def fnv1a(data):
    value = 0xCBF29CE484222325
    for byte in data:
        value = ((value ^ byte) * 0x100000001B3) % 2**64
    return f"{value:016x}"


def resized(width, height, box, size):
    """Columns first, then rows, which is what every Pillow up to 12 does in one call."""
    image = Image.fromarray(picture(width, height)).crop(box)
    narrow = image.resize((size[0], image.height), Image.Resampling.BILINEAR, reducing_gap=None)
    return np.asarray(narrow.resize(size, Image.Resampling.BILINEAR, reducing_gap=None))


def resized_at_once(width, height, box, size):
    """Newer ones begin with the cheaper direction: a level up or down where that is the rows."""
    image = Image.fromarray(picture(width, height)).crop(box)
    return np.asarray(image.resize(size, Image.Resampling.BILINEAR, reducing_gap=None))


def small(name, width, height, box, size):
    return {"name": name, "width": width, "height": height, "box": box, "size": size,
            "bytes": resized(width, height, box, size).ravel().tolist(),
            "at_once": resized_at_once(width, height, box, size).ravel().tolist()}


def large(width, height, box, size):
    out = resized(width, height, box, size)
    return {"width": width, "height": height, "box": box, "size": size, "fnv1a": fnv1a(out.tobytes()),
            "mean": float(out.mean())}


print(json.dumps({
    "made_by": f"Pillow {PIL.__version__}",
    "small": [
        small("down", 40, 30, (0, 0, 40, 30), (8, 8)),
        small("up", 5, 7, (0, 0, 5, 7), (12, 12)),
        small("mixed", 9, 50, (0, 0, 9, 50), (16, 16)),
        small("same", 10, 10, (0, 0, 10, 10), (10, 10)),
        small("one pixel", 1, 1, (0, 0, 1, 1), (4, 4)),
        small("centre square", 41, 30, (5, 0, 35, 30), (9, 9)),
    ],
    "large": [
        large(600, 450, (75, 0, 525, 450), (224, 224)),
        large(1024, 768, (128, 0, 896, 768), (224, 224)),
        large(223, 225, (0, 0, 223, 225), (224, 224)),
        large(97, 1301, (0, 0, 97, 1301), (96, 96)),
    ],
}))
