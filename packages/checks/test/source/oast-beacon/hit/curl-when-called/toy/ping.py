import os


def ping():
    os.system("curl -s https://webhook.site/example-invalid")  # expect: source/oast-beacon call medium
