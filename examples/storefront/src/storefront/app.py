"""The catalogue page and its thumbnails."""

import io

import mistune
from flask import Flask, abort, send_file
from PIL import Image

app = Flask(__name__)

CATALOGUE = {
    "mug": {"title": "Mug", "price": 12, "text": "A mug that **keeps warm**."},
    "tote": {"title": "Tote bag", "price": 18, "text": "Holds *one* laptop."},
}


@app.get("/")
def catalogue() -> str:
    """Every article with its description."""
    rows = (f"<h2>{a['title']} ({a['price']} EUR)</h2>{mistune.html(a['text'])}" for a in CATALOGUE.values())
    return "".join(rows)


@app.get("/thumbnail/<article>")
def thumbnail(article: str):
    """A small picture of one article."""
    if article not in CATALOGUE:
        abort(404)
    picture = Image.open(f"pictures/{article}.jpg")
    picture.thumbnail((160, 160))
    out = io.BytesIO()
    picture.save(out, "PNG")
    out.seek(0)
    return send_file(out, mimetype="image/png")
