"""Systems outside: the identity provider, the virus scanner, the public address; and whom we serve."""

from motcua.settings import environment


def client_secret() -> str:
    """The demo's own provider takes a secret that everybody can read here; a real provider has given us ours."""
    if given := environment.text("MOTCUA_OIDC_CLIENT_SECRET"):
        return given
    if not environment.flag("MOTCUA_DEMO", default=True):
        raise SystemExit(
            "MOTCUA_OIDC_CLIENT_SECRET is not set. The identity provider gives it when this house is registered there."
        )
    return "demo-client-secret"


PUBLIC_ADDRESS = environment.text("MOTCUA_PUBLIC_ADDRESS", "http://localhost:8000")
OIDC_ISSUER = environment.text("MOTCUA_OIDC_ISSUER", f"{PUBLIC_ADDRESS}/vneid-gia-lap")
OIDC_CLIENT_ID = environment.text("MOTCUA_OIDC_CLIENT_ID", "motcua")
OIDC_CLIENT_SECRET = client_secret()
OIDC_ASSURANCE = environment.number("MOTCUA_OIDC_ASSURANCE", 2)  # level of the identity account
CLAMD_SOCKET = environment.text("MOTCUA_CLAMD_SOCKET")
PROVINCE_NAME = environment.text("MOTCUA_PROVINCE_NAME", "Quảng Ninh")
TSA_ADDRESS = environment.text("MOTCUA_TSA_ADDRESS")
PLACE_NAME = environment.text("MOTCUA_PLACE_NAME", "Quảng Ninh")
SECURITY_CONTACT = environment.text("MOTCUA_SECURITY_CONTACT", f"{PUBLIC_ADDRESS}/tro-giup/")
