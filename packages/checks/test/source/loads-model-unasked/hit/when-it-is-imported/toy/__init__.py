import os

import torch

path = os.path.join(os.path.dirname(__file__), "model.pt")
model = torch.load(path)  # expect: source/loads-model-unasked import medium
