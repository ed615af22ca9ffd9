"""`/api/v1/links`."""

from django.urls import path, register_converter

from tracking.api.links import LinkHits

app_name = "links_api"


class CodeConverter:
    """What could be a code; whatever else is asked for is no address."""

    regex = "[0-9A-Za-z]{1,8}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(CodeConverter, "link_code")

urlpatterns = [path("links/<link_code:code>/hits", LinkHits.as_view(), name="hits")]
