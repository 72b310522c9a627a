import subprocess

α = 1
Δx = 2


def area(α, Δx):
    return α * Δx
