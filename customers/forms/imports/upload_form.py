"""One file with customers."""

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.web.uploads import FileTooLarge, file_in

MEGABYTE = 1_000_000


class UploadForm(forms.Form):
    """`chosen`: the file of a valid form. What it holds is found out by reading it, not by its name or type."""

    file = forms.FileField(
        label=gettext_lazy("File with your customers"),
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
        error_messages={"required": gettext_lazy("Please choose a file.")},
    )

    def __init__(self, request: HttpRequest, *, most: int) -> None:
        self._too_large: FileTooLarge | None = None
        files = None
        if request.method == "POST":
            try:
                file_in(request, "file")
            except FileTooLarge as refused:
                self._too_large = refused
            files = request.FILES
        super().__init__(request.POST if request.method == "POST" else None, files)
        self.fields["file"].widget.attrs["data-most"] = most

    @property
    def chosen(self) -> UploadedFile:
        found: UploadedFile = self.cleaned_data["file"]
        return found

    def clean(self) -> None:
        if self._too_large is not None:
            self.errors.pop("file", None)
            self.add_error("file", too_large_words(self._too_large.most))


def too_large_words(most: int) -> str:
    return _(
        "This file is larger than %(megabytes)s MB. Nothing was kept. "
        "Please divide it, or leave out columns that are not needed."
    ) % {"megabytes": f"{most // MEGABYTE:,}"}
