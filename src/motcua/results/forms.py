from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from motcua.results.rules.tokens import read

LARGEST = 25 * 1024 * 1024


class CodeForm(forms.Form):
    """The code printed beside the QR."""

    ma = forms.CharField(
        max_length=200,
        error_messages={"required": _("Type the verification code printed beside the QR code.")},
    )

    def clean_ma(self) -> str:
        token = read(self.cleaned_data["ma"])
        if not token:
            raise forms.ValidationError(
                _("The code has 26 letters and digits, for example 0abc-defg-… Check it against the paper.")
            )
        return token


class FileForm(forms.Form):
    """A PDF to compare. Its bytes are read once and kept nowhere."""

    tep = forms.FileField(
        error_messages={
            "required": _("Choose the PDF file that you want to check."),
            "empty": _("The file is empty. Choose the PDF that you received or downloaded."),
        }
    )

    def clean_tep(self) -> UploadedFile:
        given: UploadedFile = self.cleaned_data["tep"]
        if (given.size or 0) > LARGEST:
            raise forms.ValidationError(_("The file is larger than 25 MB. Results issued here are smaller."))
        return given
