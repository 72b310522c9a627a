"""A small web shop: catalogue, basket, checkout."""
