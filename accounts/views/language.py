"""The language switch: remembered with the person, and in a cookie before sign-in."""

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from accounts.models import User


@require_POST
def change_language(request: HttpRequest) -> HttpResponseBase:
    language = request.POST.get("language")
    if isinstance(request.user, User) and language in User.Language.values:
        request.user.language = language
        request.user.save(update_fields=["language"])
    return set_language(request)
