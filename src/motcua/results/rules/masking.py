"""What a stranger with the QR code may see of a holder's name."""

ORGANISATIONS = (
    "công ty",
    "doanh nghiệp",
    "hợp tác xã",
    "liên hiệp",
    "chi nhánh",
    "tập đoàn",
    "ủy ban",
    "uỷ ban",
    "sở ",
    "ban ",
    "trường ",
    "bệnh viện",
    "văn phòng",
)


def masked(name: str) -> str:
    """`Nguyễn Thị Bình` → `Nguyễn T*** B***`. Organisations are public and stay whole."""
    if name.casefold().startswith(ORGANISATIONS):
        return name
    first, *others = name.split() or [""]
    if not others:
        return f"{first[:1]}***"
    return " ".join([first, *(f"{word[0]}***" for word in others)])
