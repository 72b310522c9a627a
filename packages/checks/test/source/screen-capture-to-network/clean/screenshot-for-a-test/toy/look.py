import pyautogui


def look(path):
    pyautogui.screenshot(path)
