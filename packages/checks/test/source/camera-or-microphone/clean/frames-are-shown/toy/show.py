import cv2


def show():
    camera = cv2.VideoCapture(0)
    while True:
        cv2.imshow("toy", camera.read()[1])
