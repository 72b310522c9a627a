TEST_SERVICES = ["webhook.site", "requestbin.net"]


def is_test_service(host):
    return host in TEST_SERVICES
